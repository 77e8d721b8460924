package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON documents of a Zarr hierarchy as bytes. */
final class ZarrDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The content of {@code .zgroup}. */
  private static final String GROUP_TEXT = "{\n  \"zarr_format\" : 2\n}\n";

  private ZarrDocuments() {}

  static byte[] group() {
    return GROUP_TEXT.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(JsonNode document) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
  }

  static String line(JsonNode document) throws JsonProcessingException {
    return JSON.writeValueAsString(document);
  }

  static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readAllBytes(file));
  }
}

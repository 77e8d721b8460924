package org.scopeside.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the golden JSON events of version 1, each once, as {@link GoldenRecordWriter} the planes;
 * leaves those alone that are there.
 */
final class GoldenEventWriter {
  static final Path FOLDER = GoldenRecord.FOLDER.resolve("events");

  private GoldenEventWriter() {}

  public static void main(String[] args) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    for (Map.Entry<String, Map<String, Object>> body : SampleEvents.bodies().entrySet()) {
      Path file = FOLDER.resolve(body.getKey() + ".json");
      if (Files.exists(file)) {
        continue;
      }
      Files.createDirectories(FOLDER.resolve(body.getKey()).resolveSibling(""));
      Files.writeString(file, json.writeValueAsString(body.getValue()) + "\n");
    }
  }
}

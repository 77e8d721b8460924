package org.scopeside.source.zarr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/** Reads the JSON documents of a Zarr hierarchy within bounds. */
final class ZarrJson {
  /** Largest document, bytes; the plate of 6144 wells has 0.6 MB. */
  static final int LARGEST = 16 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(64)
                      .maxStringLength(1 << 20)
                      .maxTokenCount(1_000_000)
                      .build())
              .build());

  private ZarrJson() {}

  /** The object in a file; null where there is no such file. */
  static @Nullable JsonNode find(Path file) throws UnreadableImageException {
    return Files.isRegularFile(file) ? read(file) : null;
  }

  private static JsonNode read(Path file) throws UnreadableImageException {
    try {
      JsonNode read = JSON.readTree(bytes(file));
      if (!read.isObject()) {
        throw new UnreadableImageException(file, "is no JSON object");
      }
      return read;
    } catch (JsonProcessingException malformed) {
      throw new UnreadableImageException(
          file, "is not JSON as it should be: " + malformed.getOriginalMessage(), malformed);
    } catch (UnreadableImageException known) {
      throw known;
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(file, "permission denied", denied);
    } catch (IOException failure) {
      throw new UnreadableImageException(file, "cannot be read: " + failure.getMessage(), failure);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UnreadableImageException(file, "is JSON of more than " + LARGEST + " bytes");
      }
      return bytes;
    }
  }

  /** The text of a member; null where it is none. */
  static @Nullable String text(JsonNode object, String member) {
    JsonNode found = object.path(member);
    return found.isTextual() ? found.textValue() : null;
  }

  /** A number that must be whole and within bounds. */
  static int whole(Path file, JsonNode number, String what, int least, int most)
      throws UnreadableImageException {
    long value = number.isIntegralNumber() && number.canConvertToLong() ? number.longValue() : -1;
    if (value < least || value > most) {
      throw new UnreadableImageException(
          file, "%s is %s, not from %d to %d".formatted(what, shown(number), least, most));
    }
    return (int) value;
  }

  /** A value as messages show it: no more than a line. */
  static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}

package org.scopeside.source.zarr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/** A folder of a Zarr hierarchy: its JSON files, and folders within it by their paths in JSON. */
record ZarrFolder(Path path) {
  static final String ATTRIBUTES = ".zattrs";
  static final String ARRAY = ".zarray";
  static final String VERSION_3 = "zarr.json";

  private static final int MOST_BYTES = 32 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
              // Python writes NaN as a fill value by its name.
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .build());

  /** The object in {@code .zattrs}; null where there is no such file. */
  @Nullable JsonNode attributes() throws UnreadableImageException {
    return Files.exists(path.resolve(ATTRIBUTES)) ? json(ATTRIBUTES) : null;
  }

  /**
   * The object in a file of the folder.
   *
   * @throws UnreadableImageException if it is missing, too large, or no JSON object
   */
  JsonNode json(String name) throws UnreadableImageException {
    Path file = path.resolve(name);
    try (InputStream input = Files.newInputStream(file)) {
      byte[] text = input.readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) {
        throw new UnreadableImageException(file, "has more than " + MOST_BYTES + " bytes");
      }
      JsonNode json = JSON.readTree(text);
      if (json == null || !json.isObject()) {
        throw new UnreadableImageException(file, "is no JSON object");
      }
      return json;
    } catch (UnreadableImageException known) {
      throw known;
    } catch (NoSuchFileException missing) {
      throw new UnreadableImageException(file, "does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(file, "permission denied", denied);
    } catch (IOException | RuntimeException noJson) {
      throw new UnreadableImageException(file, "is no JSON: " + firstLine(noJson), noJson);
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * A folder below by its path in JSON, as {@code A/1}.
   *
   * @throws UnreadableImageException if the path leads elsewhere than below
   */
  ZarrFolder below(String relative) throws UnreadableImageException {
    try {
      Path below = path.resolve(relative).normalize();
      boolean within = below.startsWith(path) && !below.equals(path);
      if (within && !relative.isBlank() && !relative.contains("..")) {
        return new ZarrFolder(below);
      }
    } catch (InvalidPathException noPath) {
      // Told below, as any path that is none of this folder's.
    }
    throw new UnreadableImageException(
        path.resolve(ATTRIBUTES), "names '" + clip(relative) + "', which is no path below it");
  }

  static String clip(String text) {
    String shown = text.replace('\0', '?');
    return shown.length() <= 80 ? shown : shown.substring(0, 80) + "...";
  }
}

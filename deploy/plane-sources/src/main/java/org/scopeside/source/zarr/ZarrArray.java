package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.UnreadableImageException;

/**
 * An array of Zarr version 2 (https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html) whose last
 * two axes are y and x.
 *
 * @param shape samples along each axis; the chunks of {@code chunks} cover it, the last ones of an
 *     axis reaching beyond
 * @param fillValue a sample where a chunk is missing, as a number
 * @param delta true where chunks keep differences
 */
record ZarrArray(
    Path folder,
    List<Integer> shape,
    List<Integer> chunks,
    SampleType type,
    String fillValue,
    ChunkCodec codec,
    boolean delta,
    String separator) {
  /** Chunks of several planes are decoded whole; more than this is refused. */
  static final int MOST_CHUNK_BYTES = 2 * PlaneHeader.MAX_PLANE_BYTES;

  private static final int MOST_AXES = 8;

  ZarrArray {
    shape = List.copyOf(shape);
    chunks = List.copyOf(chunks);
  }

  /**
   * Reads {@code .zarray} and checks every size.
   *
   * @throws UnreadableImageException if it is damaged or of a kind that is not read
   */
  static ZarrArray open(ZarrFolder folder) throws UnreadableImageException {
    Path file = folder.path().resolve(ZarrFolder.ARRAY);
    return new Reading(file, folder.json(ZarrFolder.ARRAY)).array(folder.path());
  }

  int sizeX() {
    return shape.get(shape.size() - 1);
  }

  int sizeY() {
    return shape.get(shape.size() - 2);
  }

  int planeBytes() {
    return sizeX() * sizeY() * type.bytes();
  }

  int chunkBytes() {
    int bytes = type.bytes();
    for (int chunk : chunks) {
      bytes *= chunk;
    }
    return bytes;
  }

  /** The file of a chunk. */
  Path chunkFile(int[] chunk) {
    StringBuilder name = new StringBuilder();
    for (int index : chunk) {
      name.append(name.isEmpty() ? "" : separator).append(index);
    }
    return folder.resolve(name.toString());
  }

  byte[] fill() {
    return type.encode(Double.parseDouble(fillValue));
  }

  /** Samples that are checked one by one on their way from JSON. */
  private static final class Reading {
    private final Path file;
    private final JsonNode json;

    Reading(Path file, JsonNode json) {
      this.file = file;
      this.json = json;
    }

    ZarrArray array(Path folder) throws UnreadableImageException {
      if (json.path("zarr_format").asInt() != 2) {
        throw refusal("is of Zarr version %s; version 2 is read", json.path("zarr_format"));
      }
      if (!json.path("order").asText("C").equals("C")) {
        throw refusal("has order %s; C is read: rows of x one after the other", json.path("order"));
      }
      SampleType type = type();
      List<Integer> shape = sizes("shape");
      List<Integer> chunks = sizes("chunks");
      if (shape.size() < 2 || shape.size() > MOST_AXES || shape.size() != chunks.size()) {
        throw refusal("has shape %s and chunks %s", json.path("shape"), json.path("chunks"));
      }
      ZarrArray array =
          new ZarrArray(
              folder, shape, chunks, type, fillValue(type), codec(), delta(type), separator());
      checkBytes(array);
      return array;
    }

    private SampleType type() throws UnreadableImageException {
      SampleType type = SampleType.parse(json.path("dtype").asText(""));
      if (type == null) {
        throw refusal(
            "has samples of type %s; integers of 1, 2 and 4 bytes and floats of 4 and 8 are read",
            json.path("dtype"));
      }
      return type;
    }

    private List<Integer> sizes(String name) throws UnreadableImageException {
      List<Integer> sizes = new ArrayList<>();
      for (JsonNode size : json.path(name)) {
        if (!size.isIntegralNumber()
            || !size.canConvertToInt()
            || size.intValue() < 1
            || size.intValue() > PlaneHeader.MAX_INDEX) {
          throw refusal("has %s %s, not all from 1 to 1000000", name, json.path(name));
        }
        sizes.add(size.intValue());
      }
      return sizes;
    }

    private String fillValue(SampleType type) throws UnreadableImageException {
      JsonNode fill = json.path("fill_value");
      String text = fill.isMissingNode() || fill.isNull() ? "0" : fill.asText("");
      try {
        double value = Double.parseDouble(text);
        // Reads "NaN" and "Infinity", which only floats can be.
        if (Double.isFinite(value) || type.encode(0).length >= 4) {
          return text;
        }
      } catch (NumberFormatException noNumber) {
        // Refused below.
      }
      throw refusal("has fill value %s, which is no number", fill);
    }

    private ChunkCodec codec() throws UnreadableImageException {
      JsonNode compressor = json.path("compressor");
      if (compressor.isMissingNode() || compressor.isNull()) {
        return ChunkCodec.NONE;
      }
      ChunkCodec codec = ChunkCodec.named(compressor.path("id").asText(""));
      if (codec == null) {
        throw refusal(
            "is compressed with %s; blosc, zlib, gzip, zstd and lz4 are read",
            compressor.path("id"));
      }
      return codec;
    }

    private boolean delta(SampleType type) throws UnreadableImageException {
      JsonNode filters = json.path("filters");
      if (filters.isMissingNode() || filters.isNull() || filters.isEmpty()) {
        return false;
      }
      JsonNode only = filters.path(0);
      String dtype = json.path("dtype").asText();
      boolean integers =
          type.pixelType() != org.scopeside.contract.PixelType.FLOAT
              && type.pixelType() != org.scopeside.contract.PixelType.DOUBLE;
      boolean known =
          filters.size() == 1
              && integers
              && only.path("id").asText().equals("delta")
              && only.path("dtype").asText().equals(dtype)
              && only.path("astype").asText(dtype).equals(dtype);
      if (!known) {
        throw refusal("has filters %s; only delta of the same integers is read", filters);
      }
      return true;
    }

    private String separator() throws UnreadableImageException {
      String separator = json.path("dimension_separator").asText(".");
      if (!separator.equals(".") && !separator.equals("/")) {
        throw refusal("has dimension separator %s", json.path("dimension_separator"));
      }
      return separator;
    }

    private void checkBytes(ZarrArray array) throws UnreadableImageException {
      if (Math.max(array.sizeX(), array.sizeY()) > PlaneHeader.MAX_SIDE
          || (long) array.sizeX() * array.sizeY() * array.type.bytes()
              > PlaneHeader.MAX_PLANE_BYTES) {
        throw refusal(
            "has planes of %dx%d %s; sides to %d and %d bytes are read",
            array.sizeX(),
            array.sizeY(),
            array.type.pixelType().omeName(),
            PlaneHeader.MAX_SIDE,
            PlaneHeader.MAX_PLANE_BYTES);
      }
      double bytes = array.type.bytes();
      for (int chunk : array.chunks) {
        bytes *= chunk;
      }
      if (bytes > MOST_CHUNK_BYTES) {
        throw refusal(
            "has chunks %s of %.0f bytes, at most %d are read",
            json.path("chunks"), bytes, MOST_CHUNK_BYTES);
      }
    }

    private UnreadableImageException refusal(String format, Object... facts) {
      return new UnreadableImageException(
          file, ZarrFolder.clip(String.format(java.util.Locale.ROOT, format, facts)));
    }
  }

  /** Planes, one for each index of the axes before y and x. */
  long planes() {
    double planes = 1;
    for (int i = 0; i < shape.size() - 2; i++) {
      planes *= shape.get(i);
    }
    return (long) planes;
  }

  /** True where a chunk holds more than one plane. */
  boolean chunksHoldSeveralPlanes() {
    return chunks.subList(0, chunks.size() - 2).stream().anyMatch(count -> count > 1);
  }

  /** The array's own path below another folder; null where it is not below. */
  @Nullable String pathBelow(Path root) {
    return folder.startsWith(root) ? root.relativize(folder).toString().replace('\\', '/') : null;
  }
}

package org.scopeside.source.zarr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.UnreadableImageException;

/**
 * An array of samples cut into chunks, each a file. Its last two dimensions are y and x; a plane is
 * what has one index in each of the others. Thread-safe.
 */
final class ZarrArray {
  /** Largest chunk of several planes, bytes. */
  static final int MAX_CHUNK_BYTES = 256 << 20;

  /** Most chunks that a plane is put together from. */
  private static final int MAX_CHUNKS_A_PLANE = 1 << 16;

  private final Path folder;
  private final Layout layout;
  private final int chunkBytes;
  private final int planesInChunk;

  /**
   * What an array's metadata say.
   *
   * @param document the file that says it
   * @param fill little-endian bytes of a sample that nobody wrote
   */
  record Layout(
      Path document,
      Extents shape,
      Extents chunks,
      SampleType type,
      Sample fill,
      ChunkKeys keys,
      ChunkDecoder decoder) {}

  /** Bytes of one sample. */
  static final class Sample {
    private final byte[] bytes;

    Sample(byte[] bytes) {
      this.bytes = bytes;
    }

    void fill(byte[] samples, int from, int to) {
      if (bytes.length == 1) {
        Arrays.fill(samples, from, to, bytes[0]);
        return;
      }
      for (int at = from; at < to; at += bytes.length) {
        System.arraycopy(bytes, 0, samples, at, bytes.length);
      }
    }
  }

  /**
   * Checks the sizes before anything is allocated.
   *
   * @throws UnreadableImageException if planes or chunks are larger than what is read
   */
  ZarrArray(Path folder, Layout layout) throws UnreadableImageException {
    this.folder = folder;
    this.layout = layout;
    Extents shape = layout.shape();
    Extents chunks = layout.chunks();
    require(shape.rank() >= 2, () -> "has the shape " + shape + ", no y and x");
    require(
        chunks.rank() == shape.rank(),
        () -> "has chunks of " + chunks + " in an array of " + shape);
    require(
        sizeX() <= PlaneHeader.MAX_SIDE && sizeY() <= PlaneHeader.MAX_SIDE,
        () -> "has the shape " + shape + "; at most " + PlaneHeader.MAX_SIDE + " a side are read");
    long planeBytes = (long) sizeX() * sizeY() * layout.type().bytes();
    require(
        planeBytes <= PlaneHeader.MAX_PLANE_BYTES,
        () ->
            "has planes of %d bytes; %s".formatted(planeBytes, most(PlaneHeader.MAX_PLANE_BYTES)));
    this.planesInChunk = (int) chunks.product(0, outer(), Integer.MAX_VALUE);
    long bytes = chunks.product(0, chunks.rank(), Integer.MAX_VALUE) * layout.type().bytes();
    int most = planesInChunk == 1 ? PlaneHeader.MAX_PLANE_BYTES : MAX_CHUNK_BYTES;
    require(bytes <= most, () -> "has chunks of " + chunks + "; " + most(most));
    this.chunkBytes = (int) bytes;
    require(
        (long) chunksAlong(outer()) * chunksAlong(outer() + 1) <= MAX_CHUNKS_A_PLANE,
        () ->
            "has the shape %s in chunks of %s, more than %d a plane"
                .formatted(shape, chunks, MAX_CHUNKS_A_PLANE));
  }

  private static String most(int bytes) {
    return "at most " + bytes + " bytes are read";
  }

  private void require(boolean holds, Supplier<String> facts) throws UnreadableImageException {
    if (!holds) {
      throw new UnreadableImageException(layout.document(), facts.get());
    }
  }

  Extents shape() {
    return layout.shape();
  }

  SampleType type() {
    return layout.type();
  }

  Path folder() {
    return folder;
  }

  int sizeY() {
    return layout.shape().at(outer());
  }

  int sizeX() {
    return layout.shape().at(outer() + 1);
  }

  int planeBytes() {
    return sizeX() * sizeY() * type().bytes();
  }

  /** Dimensions before y and x. */
  int outer() {
    return layout.shape().rank() - 2;
  }

  private int chunksAlong(int dimension) {
    int chunk = layout.chunks().at(dimension);
    return (int) (((long) layout.shape().at(dimension) + chunk - 1) / chunk);
  }

  /**
   * Reads a plane.
   *
   * @param index its place in each dimension before y and x
   * @param plane as long as a plane is
   * @throws UnreadableImageException if a chunk cannot be read; names the chunk
   */
  void read(int[] index, byte[] plane, ChunkCache cache) throws UnreadableImageException {
    int[] chunk = new int[index.length + 2];
    for (int dimension = 0; dimension < index.length; dimension++) {
      chunk[dimension] = index[dimension] / layout.chunks().at(dimension);
    }
    boolean written = false;
    for (int y = 0; y < chunksAlong(outer()); y++) {
      for (int x = 0; x < chunksAlong(outer() + 1); x++) {
        chunk[index.length] = y;
        chunk[index.length + 1] = x;
        written |= readChunk(folder.resolve(layout.keys().key(chunk)), chunk, index, plane, cache);
      }
    }
    if (!written) {
      // By the letter it is the fill value; of a microscope it is a plane that never came, and
      // would be counted as an empty field.
      throw new UnreadableImageException(
          folder,
          "there is no chunk of plane " + Arrays.toString(index) + ": it was never written");
    }
  }

  /** False where nobody wrote the chunk: then it is the fill value. */
  private boolean readChunk(Path file, int[] chunk, int[] index, byte[] plane, ChunkCache cache)
      throws UnreadableImageException {
    boolean whole =
        planesInChunk == 1
            && layout.chunks().at(outer()) == sizeY()
            && layout.chunks().at(outer() + 1) == sizeX();
    if (whole) {
      boolean written = decode(file, plane);
      if (!written) {
        layout.fill().fill(plane, 0, plane.length);
      }
      return written;
    }
    byte[] decoded = planesInChunk == 1 ? decoded(file) : cache.get(file, () -> decoded(file));
    copyRows(decoded, offset(index), chunk, plane);
    return decoded != null;
  }

  /** Where the plane begins within its chunk. */
  private int offset(int[] index) {
    int offset = 0;
    for (int dimension = 0; dimension < index.length; dimension++) {
      int chunk = layout.chunks().at(dimension);
      offset = offset * chunk + index[dimension] % chunk;
    }
    return offset * (chunkBytes / planesInChunk);
  }

  private void copyRows(byte @Nullable [] decoded, int offset, int[] chunk, byte[] plane) {
    int width = type().bytes();
    int chunkX = layout.chunks().at(outer() + 1);
    int chunkY = layout.chunks().at(outer());
    int fromX = chunk[chunk.length - 1] * chunkX;
    int fromY = chunk[chunk.length - 2] * chunkY;
    int rowBytes = Math.min(chunkX, sizeX() - fromX) * width;
    int rows = Math.min(chunkY, sizeY() - fromY);
    for (int row = 0; row < rows; row++) {
      int to = ((fromY + row) * sizeX() + fromX) * width;
      if (decoded == null) {
        layout.fill().fill(plane, to, to + rowBytes);
      } else {
        System.arraycopy(decoded, offset + row * chunkX * width, plane, to, rowBytes);
      }
    }
  }

  private byte @Nullable [] decoded(Path file) throws UnreadableImageException {
    if (!Files.exists(file)) {
      return null;
    }
    byte[] chunk = new byte[chunkBytes];
    return decode(file, chunk) ? chunk : null;
  }

  /** Decodes a chunk; false if it is not there. */
  private boolean decode(Path file, byte[] chunk) throws UnreadableImageException {
    try {
      layout.decoder().decode(encoded(file), chunk);
      type().toLittleEndian(chunk);
      return true;
    } catch (UnreadableImageException known) {
      throw known;
    } catch (NoSuchFileException nobodyWroteIt) {
      return false;
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(file, "permission denied", denied);
    } catch (ClosedByInterruptException interrupted) {
      throw new UnreadableImageException(file, "reading was interrupted", interrupted);
    } catch (IOException | RuntimeException damaged) {
      String facts = damaged.getMessage() == null ? damaged.toString() : damaged.getMessage();
      throw new UnreadableImageException(file, "cannot be decoded: " + facts, damaged);
    }
  }

  private byte[] encoded(Path file) throws IOException {
    // No compressor makes data longer by more than a sixth and its heads.
    int most = chunkBytes + chunkBytes / 4 + (1 << 16);
    try (InputStream input = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > most) {
        throw new UnreadableImageException(
            file, "has %d bytes for a chunk of %d".formatted(size, chunkBytes));
      }
      return input.readNBytes(most);
    }
  }
}

package org.scopeside.source.zarr;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.UnreadableImageException;

/** Puts a plane together from the chunks that it lies in. */
final class PlaneAssembly {
  private final ZarrArray array;
  private final ChunkCache cache;
  private final int[] chunk;
  private final int firstRow;

  /**
   * @param leading index along each axis before y and x
   */
  PlaneAssembly(ZarrArray array, ChunkCache cache, int[] leading) {
    this.array = array;
    this.cache = cache;
    chunk = new int[array.shape().size()];
    int inner = 0;
    for (int axis = 0; axis < leading.length; axis++) {
      int size = array.chunks().get(axis);
      chunk[axis] = leading[axis] / size;
      inner = inner * size + leading[axis] % size;
    }
    firstRow = inner * chunkY();
  }

  private int chunkY() {
    return array.chunks().get(array.chunks().size() - 2);
  }

  private int chunkX() {
    return array.chunks().get(array.chunks().size() - 1);
  }

  /**
   * The plane's samples, little-endian.
   *
   * @throws UnreadableImageException if a chunk is damaged; one that is missing is its fill value
   */
  byte[] plane(PlaneBuffers buffers) throws UnreadableImageException {
    byte[] plane = buffers.take(array.planeBytes());
    int last = chunk.length - 1;
    for (int y = 0; y < array.sizeY(); y += chunkY()) {
      for (int x = 0; x < array.sizeX(); x += chunkX()) {
        chunk[last - 1] = y / chunkY();
        chunk[last] = x / chunkX();
        place(chunk(array.chunkFile(chunk)), plane, y, x);
      }
    }
    array.type().toLittleEndian(plane);
    return plane;
  }

  private void place(byte @Nullable [] samples, byte[] plane, int y, int x) {
    int size = array.type().bytes();
    int columns = Math.min(chunkX(), array.sizeX() - x) * size;
    byte[] fill = samples == null ? array.fill() : new byte[0];
    for (int row = 0; row < Math.min(chunkY(), array.sizeY() - y); row++) {
      int target = ((y + row) * array.sizeX() + x) * size;
      if (samples != null) {
        System.arraycopy(samples, (firstRow + row) * chunkX() * size, plane, target, columns);
        continue;
      }
      for (int i = 0; i < columns; i++) {
        plane[target + i] = fill[i % size];
      }
    }
  }

  /** Null where the chunk is missing. */
  private byte @Nullable [] chunk(Path file) throws UnreadableImageException {
    if (!array.chunksHoldSeveralPlanes()) {
      return decoded(file);
    }
    byte[] known = cache.get(file);
    if (known == null) {
      known = decoded(file);
      if (known != null) {
        cache.put(file, known);
      }
    }
    return known;
  }

  private byte @Nullable [] decoded(Path file) throws UnreadableImageException {
    try {
      byte[] in = bytes(file);
      byte[] chunk = new byte[array.chunkBytes()];
      array.codec().decode(in, chunk);
      if (array.delta()) {
        array.type().sumUp(chunk);
      }
      return chunk;
    } catch (NoSuchFileException missing) {
      return folderIsThere(file);
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(file, "permission denied", denied);
    } catch (MalformedChunkException damaged) {
      throw new UnreadableImageException(file, String.valueOf(damaged.getMessage()), damaged);
    } catch (UnreadableImageException known) {
      throw known;
    } catch (IOException failure) {
      throw new UnreadableImageException(file, "cannot be read: " + failure, failure);
    }
  }

  /** No codec makes a chunk much larger than it was; a larger file is not read. */
  private byte[] bytes(Path file) throws IOException {
    long length = Files.size(file);
    if (length > 2L * array.chunkBytes() + 65_536) {
      throw new UnreadableImageException(
          file, "has %d bytes for a chunk of %d".formatted(length, array.chunkBytes()));
    }
    return Files.readAllBytes(file);
  }

  /** A missing chunk is the fill value, but not where the array was deleted meanwhile. */
  private byte @Nullable [] folderIsThere(Path file) throws UnreadableImageException {
    if (!Files.exists(array.folder().resolve(ZarrFolder.ARRAY))) {
      throw new UnreadableImageException(file, "does not exist, nor does its array any more");
    }
    return null;
  }
}

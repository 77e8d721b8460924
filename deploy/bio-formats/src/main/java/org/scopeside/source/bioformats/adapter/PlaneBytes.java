package org.scopeside.source.bioformats.adapter;

import java.util.Arrays;
import org.scopeside.source.PlaneBuffers;

/** From the bytes of a stored plane to those of a plane as it is handed over. */
final class PlaneBytes {
  private static final byte ON = (byte) 255;

  private PlaneBytes() {}

  /**
   * The plane's pixels {@code [y][x][sample]}, little-endian.
   *
   * @param stored what Bio-Formats read, {@code [y][x][sample]} or {@code [sample][y][x]}; used up
   *     by the call
   * @param sample which of the stored samples it is where they are channels
   */
  static byte[] of(SeriesShape shape, byte[] stored, int sample, PlaneBuffers buffers) {
    byte[] plane = stored;
    if (shape.isColour()) {
      plane = colour(shape, stored, buffers);
    } else if (shape.stored() > 1) {
      plane = channel(shape, stored, sample, buffers);
    }
    if (shape.pixelType().equals(SeriesShape.BIT)) {
      spread(plane);
    }
    if (!shape.littleEndian()) {
      reverse(plane, shape.sampleBytes());
    }
    return plane;
  }

  private static byte[] colour(SeriesShape shape, byte[] stored, PlaneBuffers buffers) {
    int samples = shape.stored();
    if (shape.interleaved() && samples == 3) {
      return stored;
    }
    byte[] plane = buffers.take((int) shape.bytes());
    int pixels = plane.length / 3;
    int pixelStep = shape.interleaved() ? samples : 1;
    int sampleStep = shape.interleaved() ? 1 : pixels;
    for (int pixel = 0, at = 0; pixel < pixels; pixel++) {
      int from = pixel * pixelStep;
      plane[at++] = stored[from];
      plane[at++] = stored[from + sampleStep];
      plane[at++] = stored[from + 2 * sampleStep];
    }
    return plane;
  }

  private static byte[] channel(
      SeriesShape shape, byte[] stored, int sample, PlaneBuffers buffers) {
    byte[] plane = buffers.take((int) shape.bytes());
    if (!shape.interleaved()) {
      System.arraycopy(stored, sample * plane.length, plane, 0, plane.length);
      return plane;
    }
    int bytes = shape.sampleBytes();
    int step = bytes * shape.stored();
    for (int at = 0, from = sample * bytes; at < plane.length; at += bytes, from += step) {
      for (int i = 0; i < bytes; i++) {
        plane[at + i] = stored[from + i];
      }
    }
    return plane;
  }

  /** Masks become 0 and 255, as those of other files. */
  private static void spread(byte[] plane) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] = plane[i] == 0 ? 0 : ON;
    }
  }

  private static void reverse(byte[] plane, int bytes) {
    for (int at = 0; at < plane.length && bytes > 1; at += bytes) {
      for (int low = at, high = at + bytes - 1; low < high; low++, high--) {
        byte kept = plane[low];
        plane[low] = plane[high];
        plane[high] = kept;
      }
    }
  }

  /** Whether what was read is a whole plane of that shape. */
  static void check(SeriesShape shape, byte[] stored) throws java.io.IOException {
    if (stored.length < shape.storedBytes()) {
      throw new java.io.IOException(
          "%d bytes came for a plane of %s, which takes %d"
              .formatted(stored.length, shape.shown(), shape.storedBytes()));
    }
  }

  /** Without what a reader gave beyond the plane. */
  static byte[] trimmed(SeriesShape shape, byte[] stored) {
    return stored.length == shape.storedBytes()
        ? stored
        : Arrays.copyOf(stored, (int) shape.storedBytes());
  }
}

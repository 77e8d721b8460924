package org.scopeside.source.image;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/**
 * The pixels of a plane as they stand in a file, {@code [y][x][sample]} row-major.
 *
 * @param samplesPerPixel 1 for grey, 3 for RGB, interleaved
 * @param significantBits bits of a sample that the file says are used; null where it does not say
 * @param samples {@code byte[]} for 8-bit types, {@code short[]} for 16, {@code int[]} for 32,
 *     {@code float[]} for float; bits of unsigned types as they are. It belongs to the plane.
 */
public record FilePlane(
    int sizeX,
    int sizeY,
    int samplesPerPixel,
    PixelType pixelType,
    @Nullable Integer significantBits,
    Object samples) {

  public FilePlane {
    if (Array.getLength(samples) != sizeX * sizeY * samplesPerPixel) {
      throw new IllegalArgumentException(
          "%d samples for a plane of %dx%dx%d"
              .formatted(Array.getLength(samples), sizeX, sizeY, samplesPerPixel));
    }
  }

  /** The samples as the wire wants them: little-endian. For 8-bit types it is the array itself. */
  public byte[] littleEndian() {
    if (samples instanceof byte[] bytes) {
      return bytes;
    }
    byte[] bytes = new byte[Array.getLength(samples) * pixelType.bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (samples instanceof short[] shorts) {
      buffer.asShortBuffer().put(shorts);
    } else if (samples instanceof int[] ints) {
      buffer.asIntBuffer().put(ints);
    } else {
      buffer.asFloatBuffer().put((float[]) samples);
    }
    return bytes;
  }
}

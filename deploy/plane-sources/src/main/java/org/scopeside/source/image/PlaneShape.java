package org.scopeside.source.image;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/**
 * What the pixels of a plane will be once it is read.
 *
 * @param samplesPerPixel 1 for grey, 3 for RGB, interleaved
 * @param significantBits bits of a sample that the file says are used; null where it does not say
 */
public record PlaneShape(
    int sizeX,
    int sizeY,
    int samplesPerPixel,
    PixelType pixelType,
    @Nullable Integer significantBits) {

  /** Bytes of the pixels. */
  int bytes() {
    return sizeX * sizeY * samplesPerPixel * pixelType.bytes();
  }
}

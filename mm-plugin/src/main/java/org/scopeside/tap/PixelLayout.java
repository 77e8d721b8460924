package org.scopeside.tap;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.publish.CapturedPlane;

/** The kinds of images that are sent, by how their samples lie in memory. */
enum PixelLayout {
  GREY8(PixelType.UINT8, 1, 1),
  GREY16(PixelType.UINT16, 1, 1),
  GREY32(PixelType.UINT32, 1, 1),
  FLOAT32(PixelType.FLOAT, 1, 1),
  /** Bytes blue, green, red, nothing. */
  RGB32(PixelType.UINT8, 3, 4),
  /** The same of 16 bits. */
  RGB64(PixelType.UINT16, 3, 4);

  /** Type of each sample as it is sent. */
  final PixelType type;

  /** Samples a pixel as they are sent. */
  final int samplesPerPixel;

  private final int samplesInMemory;

  PixelLayout(PixelType type, int samplesPerPixel, int samplesInMemory) {
    this.type = type;
    this.samplesPerPixel = samplesPerPixel;
    this.samplesInMemory = samplesInMemory;
  }

  /** The kind of an image; null for one that is not sent. */
  static @Nullable PixelLayout of(ImageSamples image) {
    boolean grey = image.components == 1;
    boolean colour = image.components == 3 || image.components == 4;
    Object array = image.array;
    if (array instanceof byte[]) {
      return grey && image.bytesPerPixel == 1
          ? GREY8
          : colour && image.bytesPerPixel == 4 ? RGB32 : null;
    }
    if (array instanceof short[]) {
      return grey && image.bytesPerPixel == 2
          ? GREY16
          : colour && image.bytesPerPixel == 8 ? RGB64 : null;
    }
    if (!grey || image.bytesPerPixel != 4) {
      return null;
    }
    return array instanceof float[] ? FLOAT32 : array instanceof int[] ? GREY32 : null;
  }

  /** Samples that the array of an image of that size must have. */
  long length(int width, int height) {
    return (long) width * height * samplesInMemory;
  }

  /** A plane on the very array; colour is put in order when it is encoded. */
  CapturedPlane plane(PlaneHeader header, Object array) {
    switch (this) {
      case RGB32:
        return CapturedPlane.ofBgra(header, (byte[]) array);
      case RGB64:
        return CapturedPlane.ofBgra(header, (short[]) array);
      case GREY16:
        return CapturedPlane.of(header, (short[]) array);
      case GREY32:
        return CapturedPlane.of(header, (int[]) array);
      case FLOAT32:
        return CapturedPlane.of(header, (float[]) array);
      default:
        return CapturedPlane.of(header, (byte[]) array);
    }
  }
}

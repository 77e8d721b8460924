package org.scopeside.overlay;

import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneHeader;

/** Labels {@code [y][x]} read in place from the little-endian bytes of a label image. */
final class LabelPixels {
  private final byte[] pixels;
  private final boolean wide;
  final int width;
  final int height;

  /**
   * @param pixels 4 bytes a label where wide, else 2
   */
  LabelPixels(byte[] pixels, boolean wide, int width, int height) {
    this.pixels = pixels;
    this.wide = wide;
    this.width = width;
    this.height = height;
  }

  /**
   * @throws IllegalArgumentException if it is no image of one uint16 or uint32 a pixel
   */
  static LabelPixels of(Plane labels) {
    PlaneHeader header = labels.header();
    PixelType type = header.pixelType();
    if (header.samplesPerPixel() != 1 || (type != PixelType.UINT16 && type != PixelType.UINT32)) {
      throw new IllegalArgumentException(
          header.frameId()
              + ": "
              + header.samplesPerPixel()
              + " "
              + type.omeName()
              + " a pixel are no labels");
    }
    return new LabelPixels(
        labels.pixels(), type == PixelType.UINT32, header.sizeX(), header.sizeY());
  }

  /** The label as unsigned 32 bits; background, 0, outside the image. */
  int at(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : label(y * width + x);
  }

  private int label(int pixel) {
    int at = wide ? pixel << 2 : pixel << 1;
    int low = (pixels[at] & 0xFF) | ((pixels[at + 1] & 0xFF) << 8);
    return wide ? low | ((pixels[at + 2] & 0xFF) << 16) | (pixels[at + 3] << 24) : low;
  }
}

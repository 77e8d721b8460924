package org.scopeside.source.image;

import java.awt.image.Raster;
import org.scopeside.contract.PixelType;

/** The samples of a decoded raster as the wire wants them. */
final class RasterSamples {
  private RasterSamples() {}

  /**
   * Copies samples of 8 or 16 bits, {@code [y][x][sample]} little-endian.
   *
   * @param kept the first samples of a pixel that are taken
   */
  static void copy(Raster raster, int kept, PixelType type, byte[] target) {
    int width = raster.getWidth();
    int stored = raster.getNumBands();
    int[] row = new int[width * stored];
    boolean wide = type.bytes() == 2;
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int sample = 0; sample < kept; sample++) {
          int value = row[x * stored + sample];
          target[at++] = (byte) value;
          if (wide) {
            target[at++] = (byte) (value >> 8);
          }
        }
      }
    }
  }
}

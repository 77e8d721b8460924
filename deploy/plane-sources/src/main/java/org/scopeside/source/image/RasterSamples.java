package org.scopeside.source.image;

import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import org.scopeside.contract.PixelType;

/** The samples of a raster, {@code [y][x][sample]}, as {@link FilePlane#samples()} wants them. */
final class RasterSamples {
  private RasterSamples() {}

  /**
   * @param kept the first samples of a pixel that are taken
   * @param bits of a stored sample; masks of one bit become 0 and 255
   */
  static Object of(Raster raster, int kept, PixelType type, int bits) {
    if (isInterleaved(raster, kept) && bits == type.bytes() * 8) {
      if (type.bytes() == 1 && raster.getDataBuffer() instanceof DataBufferByte bytes) {
        return bytes.getData();
      }
      if (type.bytes() == 2 && raster.getDataBuffer() instanceof DataBufferUShort shorts) {
        return shorts.getData();
      }
    }
    return switch (type) {
      case INT8, UINT8 -> bytes(raster, kept, bits == 1 ? 255 : 1);
      case INT16, UINT16 -> shorts(raster, kept);
      case FLOAT -> floats(raster, kept);
      default -> ints(raster, kept);
    };
  }

  /** True where the raster's own array is already the result. */
  private static boolean isInterleaved(Raster raster, int kept) {
    if (!(raster.getSampleModel() instanceof ComponentSampleModel model)) {
      return false;
    }
    boolean inOrder = true;
    int[] offsets = model.getBandOffsets();
    for (int band = 0; band < offsets.length; band++) {
      inOrder &= offsets[band] == band;
    }
    return inOrder
        && raster.getNumBands() == kept
        && raster.getDataBuffer().getNumBanks() == 1
        && raster.getDataBuffer().getSize() == raster.getWidth() * raster.getHeight() * kept
        && model.getPixelStride() == kept
        && model.getScanlineStride() == raster.getWidth() * kept;
  }

  private static byte[] bytes(Raster raster, int kept, int factor) {
    int width = raster.getWidth();
    byte[] samples = new byte[width * raster.getHeight() * kept];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int band = 0; band < kept; band++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          samples[(y * width + x) * kept + band] = (byte) (row[x] * factor);
        }
      }
    }
    return samples;
  }

  private static short[] shorts(Raster raster, int kept) {
    int width = raster.getWidth();
    short[] samples = new short[width * raster.getHeight() * kept];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int band = 0; band < kept; band++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          samples[(y * width + x) * kept + band] = (short) row[x];
        }
      }
    }
    return samples;
  }

  private static int[] ints(Raster raster, int kept) {
    int width = raster.getWidth();
    int[] samples = new int[width * raster.getHeight() * kept];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int band = 0; band < kept; band++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          samples[(y * width + x) * kept + band] = row[x];
        }
      }
    }
    return samples;
  }

  private static float[] floats(Raster raster, int kept) {
    int width = raster.getWidth();
    float[] samples = new float[width * raster.getHeight() * kept];
    float[] row = new float[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int band = 0; band < kept; band++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          samples[(y * width + x) * kept + band] = row[x];
        }
      }
    }
    return samples;
  }
}

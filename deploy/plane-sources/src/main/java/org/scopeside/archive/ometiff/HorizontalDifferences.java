package org.scopeside.archive.ometiff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** TIFF's predictor 2: each sample less the one of the pixel to its left, modulo its width. */
final class HorizontalDifferences {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private HorizontalDifferences() {}

  /**
   * Takes differences in place, from the right so that each neighbour is still itself.
   *
   * @param rows little-endian samples of whole rows
   * @param length bytes of it
   * @param width bytes of a sample: 1, 2 or 4
   */
  static void take(byte[] rows, int length, int rowBytes, int width, int samplesPerPixel) {
    int step = width * samplesPerPixel;
    for (int row = 0; row < length; row += rowBytes) {
      int first = row + step;
      int last = row + rowBytes - width;
      switch (width) {
        case 1 -> bytes(rows, first, last, step);
        case 2 -> shorts(rows, first, last, step);
        case 4 -> ints(rows, first, last, step);
        default -> throw new IllegalArgumentException("samples of " + width + " bytes");
      }
    }
  }

  private static void bytes(byte[] rows, int first, int last, int step) {
    for (int at = last; at >= first; at--) {
      rows[at] -= rows[at - step];
    }
  }

  private static void shorts(byte[] rows, int first, int last, int step) {
    for (int at = last; at >= first; at -= 2) {
      int difference = (short) SHORTS.get(rows, at) - (short) SHORTS.get(rows, at - step);
      SHORTS.set(rows, at, (short) difference);
    }
  }

  private static void ints(byte[] rows, int first, int last, int step) {
    for (int at = last; at >= first; at -= 4) {
      INTS.set(rows, at, (int) INTS.get(rows, at) - (int) INTS.get(rows, at - step));
    }
  }
}

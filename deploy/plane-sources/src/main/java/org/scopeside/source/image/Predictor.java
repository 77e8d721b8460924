package org.scopeside.source.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Undoes what is done to samples before they are compressed, in place, and puts them in
 * little-endian order.
 */
final class Predictor {
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);
  private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;

  private Predictor() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Reverses the bytes of each sample. */
  static void swap(byte[] bytes, int at, int length, int sampleBytes) {
    int end = at + length;
    int i = at;
    switch (sampleBytes) {
      case 2 -> {
        for (; i + 8 <= end; i += 8) {
          long four = (long) LONGS.get(bytes, i);
          LONGS.set(bytes, i, ((four & EVEN_BYTES) << 8) | ((four >>> 8) & EVEN_BYTES));
        }
        for (; i + 2 <= end; i += 2) {
          SHORTS.set(bytes, i, Short.reverseBytes((short) SHORTS.get(bytes, i)));
        }
      }
      case 4 -> {
        for (; i + 4 <= end; i += 4) {
          INTS.set(bytes, i, Integer.reverseBytes((int) INTS.get(bytes, i)));
        }
      }
      case 8 -> {
        for (; i + 8 <= end; i += 8) {
          LONGS.set(bytes, i, Long.reverseBytes((long) LONGS.get(bytes, i)));
        }
      }
      default -> {
        // Single bytes have no order.
      }
    }
  }

  /**
   * Horizontal differencing (TIFF 6.0 section 14): each sample was stored less the one before it in
   * its row and channel.
   *
   * @param stride samples a pixel
   */
  static void sumRow(byte[] bytes, int at, int rowBytes, int sampleBytes, int stride) {
    int end = at + rowBytes;
    int step = stride * sampleBytes;
    switch (sampleBytes) {
      case 1 -> {
        for (int i = at + step; i < end; i++) {
          bytes[i] += bytes[i - step];
        }
      }
      case 2 -> sumShorts(bytes, at, end, step);
      case 4 -> {
        for (int i = at + step; i + 4 <= end; i += 4) {
          INTS.set(bytes, i, (int) INTS.get(bytes, i) + (int) INTS.get(bytes, i - step));
        }
      }
      default -> {
        for (int i = at + step; i + 8 <= end; i += 8) {
          LONGS.set(bytes, i, (long) LONGS.get(bytes, i) + (long) LONGS.get(bytes, i - step));
        }
      }
    }
  }

  private static void sumShorts(byte[] bytes, int at, int end, int step) {
    if (step == 2) {
      sumGrey(bytes, at, end);
      return;
    }
    for (int i = at + step; i + 2 <= end; i += 2) {
      int sum = (short) SHORTS.get(bytes, i) + (short) SHORTS.get(bytes, i - step);
      SHORTS.set(bytes, i, (short) sum);
    }
  }

  /** Four samples a step; what they add up to stays in a register. */
  private static void sumGrey(byte[] bytes, int at, int end) {
    int sum = 0;
    int i = at;
    for (; i + 8 <= end; i += 8) {
      long four = (long) LONGS.get(bytes, i);
      int first = sum + (int) four;
      int second = first + (int) (four >>> 16);
      int third = second + (int) (four >>> 32);
      sum = third + (int) (four >>> 48);
      long low = (first & 0xFFFFL) | ((second & 0xFFFFL) << 16);
      LONGS.set(bytes, i, low | ((third & 0xFFFFL) << 32) | ((long) sum << 48));
    }
    for (; i + 2 <= end; i += 2) {
      sum += (short) SHORTS.get(bytes, i);
      SHORTS.set(bytes, i, (short) sum);
    }
  }

  /**
   * Floating-point predictor (TIFF Technical Note 3): a row holds the highest bytes of all its
   * samples, then the next, and so on, whatever the file's byte order; then each byte was stored
   * less the one a pixel before it.
   *
   * @param stride samples a pixel
   * @param row room for a row
   */
  static void joinRow(byte[] bytes, int at, int rowBytes, int sampleBytes, int stride, byte[] row) {
    for (int i = at + stride; i < at + rowBytes; i++) {
      bytes[i] += bytes[i - stride];
    }
    int samples = rowBytes / sampleBytes;
    for (int b = 0; b < sampleBytes; b++) {
      int from = at + (sampleBytes - 1 - b) * samples;
      for (int i = 0; i < samples; i++) {
        row[i * sampleBytes + b] = bytes[from + i];
      }
    }
    System.arraycopy(row, 0, bytes, at, samples * sampleBytes);
  }
}

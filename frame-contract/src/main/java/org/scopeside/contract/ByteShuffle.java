package org.scopeside.contract;

/**
 * Groups the bytes of samples by significance, and back: byte k of sample i stands at {@code k·n +
 * i}. 16-bit samples have a faster way there, {@link ShortPlanes}.
 */
final class ByteShuffle {
  private ByteShuffle() {}

  static void shuffle(int[] samples, byte[] out) {
    int n = samples.length;
    for (int k = 0; k < 4; k++) {
      int offset = k * n;
      int shift = 8 * k;
      for (int i = 0; i < n; i++) {
        out[offset + i] = (byte) (samples[i] >>> shift);
      }
    }
  }

  static void shuffle(float[] samples, byte[] out) {
    int n = samples.length;
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(samples[i]);
      out[i] = (byte) bits;
      out[n + i] = (byte) (bits >>> 8);
      out[2 * n + i] = (byte) (bits >>> 16);
      out[3 * n + i] = (byte) (bits >>> 24);
    }
  }

  /** Shuffles little-endian samples of {@code width} bytes. */
  static void shuffle(byte[] littleEndian, int length, int width, byte[] out) {
    int n = length / width;
    for (int k = 0; k < width; k++) {
      int offset = k * n;
      for (int i = 0, from = k; i < n; i++, from += width) {
        out[offset + i] = littleEndian[from];
      }
    }
  }

  /** The inverse: little-endian samples of {@code width} bytes. */
  static void unshuffle(byte[] shuffled, int length, int width, byte[] littleEndian) {
    int n = length / width;
    if (width == 2) {
      for (int i = 0; i < n; i++) {
        littleEndian[2 * i] = shuffled[i];
        littleEndian[2 * i + 1] = shuffled[n + i];
      }
      return;
    }
    for (int k = 0; k < width; k++) {
      int offset = k * n;
      for (int i = 0, to = k; i < n; i++, to += width) {
        littleEndian[to] = shuffled[offset + i];
      }
    }
  }
}

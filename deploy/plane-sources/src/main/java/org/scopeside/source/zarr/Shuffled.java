package org.scopeside.source.zarr;

/**
 * Blosc's two ways to put bytes of samples before they are compressed. Samples of {@code size}
 * bytes become planes of their first bytes, second bytes and so on, or planes of bits, the lowest
 * first, where bit i of a plane's byte k is of sample 8 k + i.
 */
final class Shuffled {
  private Shuffled() {}

  /** Puts the first {@code count} bytes of {@code from} back into {@code to}, at {@code at}. */
  static void unshuffleBytes(byte[] from, byte[] to, int at, int count, int size) {
    int samples = count / size;
    for (int b = 0; b < size; b++) {
      int source = b * samples;
      for (int i = 0, target = at + b; i < samples; i++, target += size) {
        to[target] = from[source + i];
      }
    }
    int whole = samples * size;
    System.arraycopy(from, whole, to, at + whole, count - whole);
  }

  /** As above for bits; where samples do not come in eights Blosc leaves all as they are. */
  static void unshuffleBits(byte[] from, byte[] to, int at, int count, int size) {
    int samples = count / size;
    if (samples % 8 != 0) {
      System.arraycopy(from, 0, to, at, count);
      return;
    }
    int plane = samples / 8;
    for (int b = 0; b < size; b++) {
      for (int k = 0; k < plane; k++) {
        long bits = 0;
        for (int bit = 0; bit < 8; bit++) {
          bits |= (from[(b * 8 + bit) * plane + k] & 0xFFL) << (8 * bit);
        }
        bits = transposed(bits);
        for (int i = 0; i < 8; i++) {
          to[at + (8 * k + i) * size + b] = (byte) (bits >>> (8 * i));
        }
      }
    }
    int whole = samples * size;
    System.arraycopy(from, whole, to, at + whole, count - whole);
  }

  /** An 8×8 matrix of bits, a byte a row, mirrored (Warren, Hacker's Delight, 7-3). */
  private static long transposed(long rows) {
    long x = rows;
    long t = (x ^ x >>> 7) & 0x00AA00AA00AA00AAL;
    x = x ^ t ^ t << 7;
    t = (x ^ x >>> 14) & 0x0000CCCC0000CCCCL;
    x = x ^ t ^ t << 14;
    t = (x ^ x >>> 28) & 0x00000000F0F0F0F0L;
    return x ^ t ^ t << 28;
  }
}

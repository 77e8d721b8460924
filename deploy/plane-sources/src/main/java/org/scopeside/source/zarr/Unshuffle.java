package org.scopeside.source.zarr;

/** Puts the bytes or bits of samples together again that Blosc had sorted by their significance. */
final class Unshuffle {
  private Unshuffle() {}

  /**
   * First bytes of all samples, then second bytes, and so on; what is no whole sample stands as it
   * is at the end.
   */
  static void bytes(byte[] from, byte[] to, int toAt, int size, int width) {
    int samples = size / width;
    for (int part = 0; part < width; part++) {
      int in = part * samples;
      for (int sample = 0, out = toAt + part; sample < samples; sample++, out += width) {
        to[out] = from[in + sample];
      }
    }
    int whole = samples * width;
    System.arraycopy(from, whole, to, toAt + whole, size - whole);
  }

  /**
   * Lowest bits of the first bytes of all samples, eight samples a byte, then the next bits, and so
   * on. Blosc leaves blocks alone whose samples are no multiple of eight.
   */
  static void bits(byte[] from, byte[] to, int toAt, int size, int width) {
    int samples = size / width;
    int whole = samples % 8 == 0 ? samples * width : 0;
    int rowBytes = samples / 8;
    for (int part = 0; part < width && whole > 0; part++) {
      for (int group = 0; group < rowBytes; group++) {
        long rows = 0;
        for (int bit = 0; bit < 8; bit++) {
          rows |= (from[(part * 8 + bit) * rowBytes + group] & 0xFFL) << (8 * bit);
        }
        long columns = transpose(rows);
        int out = toAt + group * 8 * width + part;
        for (int sample = 0; sample < 8; sample++, out += width) {
          to[out] = (byte) (columns >>> (8 * sample));
        }
      }
    }
    System.arraycopy(from, whole, to, toAt + whole, size - whole);
  }

  /** Turns a matrix of 8 by 8 bits over (Hacker's Delight, 7-3). */
  private static long transpose(long rows) {
    long x = rows;
    long t = (x ^ (x >>> 7)) & 0x00AA00AA00AA00AAL;
    x = x ^ t ^ (t << 7);
    t = (x ^ (x >>> 14)) & 0x0000CCCC0000CCCCL;
    x = x ^ t ^ (t << 14);
    t = (x ^ (x >>> 28)) & 0x00000000F0F0F0F0L;
    return x ^ t ^ (t << 28);
  }
}

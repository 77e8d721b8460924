package org.scopeside.source.image;

/** Samples narrower than their bytes, the highest bit first, rows beginning at whole bytes. */
final class PackedSamples {
  private static final byte[] REVERSED = new byte[256];

  static {
    for (int i = 0; i < REVERSED.length; i++) {
      REVERSED[i] = (byte) (Integer.reverse(i) >>> 24);
    }
  }

  private PackedSamples() {}

  /** Turns bytes that begin with their lowest bit (FillOrder 2). */
  static void reverseBits(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      bytes[i] = REVERSED[bytes[i] & 0xFF];
    }
  }

  /**
   * Unpacks samples of one row; masks of one bit become 0 and 255.
   *
   * @param bits of a packed sample, 1 to 8 into single bytes, 9 to 15 into two, little-endian
   */
  static void unpack(byte[] packed, int at, int bits, byte[] target, int to, int samples) {
    int factor = bits == 1 ? 255 : 1;
    int mask = (1 << bits) - 1;
    int held = 0;
    int in = at;
    int out = to;
    int word = 0;
    for (int i = 0; i < samples; i++) {
      while (held < bits) {
        word = (word << 8) | (packed[in++] & 0xFF);
        held += 8;
      }
      held -= bits;
      int value = ((word >>> held) & mask) * factor;
      target[out++] = (byte) value;
      if (bits > 8) {
        target[out++] = (byte) (value >>> 8);
      }
    }
  }
}

package org.scopeside.source.image;

import java.util.Arrays;

/** Runs of bytes (TIFF 6.0 section 9). */
final class PackBits {
  private PackBits() {}

  /**
   * Decodes until the target is full or the data end.
   *
   * @return bytes written
   */
  static int decode(byte[] source, int sourceLength, byte[] target, int at, int length) {
    int end = at + length;
    int out = at;
    int in = 0;
    while (out < end && in < sourceLength) {
      int head = source[in++];
      if (head >= 0) {
        int count = Math.min(Math.min(head + 1, end - out), sourceLength - in);
        System.arraycopy(source, in, target, out, count);
        in += head + 1;
        out += count;
      } else if (head != -128 && in < sourceLength) {
        int count = Math.min(1 - head, end - out);
        Arrays.fill(target, out, out + count, source[in++]);
        out += count;
      }
    }
    return out - at;
  }
}

package org.scopeside.source.zarr;

import java.io.IOException;

/**
 * Decodes BloscLZ: FastLZ's level 2 with matches as far back as 8191 + 65536 bytes.
 *
 * <pre>
 * 000nnnnn                        n + 1 bytes as they are
 * lllddddd [255… rest] d          l + 2 bytes (l = 7: plus what follows) from d + 1 bytes back
 * lll11111 [255… rest] 255 D D    the same from D + 8192 bytes back
 * </pre>
 *
 * The first byte's upper three bits say nothing.
 */
final class BloscLz {
  private static final int FAR = 8191;

  private final byte[] from;
  private final int end;
  private final byte[] to;
  private final int start;
  private final int limit;
  private int in;
  private int out;

  private BloscLz(byte[] from, int at, int length, byte[] to, int toAt, int toLength) {
    this.from = from;
    this.in = at;
    this.end = at + length;
    this.to = to;
    this.start = toAt;
    this.out = toAt;
    this.limit = toAt + toLength;
  }

  /** Decodes to exactly that many bytes. */
  static void decode(byte[] from, int at, int length, byte[] to, int toAt, int toLength)
      throws IOException {
    BloscLz decoding = new BloscLz(from, at, length, to, toAt, toLength);
    decoding.run();
    if (decoding.out != decoding.limit) {
      throw new IOException(
          "BloscLZ holds %d of %d bytes".formatted(decoding.out - toAt, toLength));
    }
  }

  private void run() throws IOException {
    int control = next() & 31;
    while (true) {
      if (control >= 32) {
        match(control);
      } else {
        literals(control + 1);
      }
      if (in >= end) {
        return;
      }
      control = next();
    }
  }

  private void literals(int count) throws IOException {
    require(count <= end - in && count <= limit - out);
    System.arraycopy(from, in, to, out, count);
    in += count;
    out += count;
  }

  private void match(int control) throws IOException {
    int length = (control >> 5) + 2;
    if (length == 9) {
      int more;
      do {
        more = next();
        length += more;
        require(length <= limit - out);
      } while (more == 255);
    }
    int near = next();
    int distance = ((control & 31) << 8) + near + 1;
    if (near == 255 && (control & 31) == 31) {
      int high = next();
      distance = (high << 8) + next() + FAR + 1;
    }
    require(length <= limit - out && distance <= out - start);
    // Byte by byte: a match may run into what it makes.
    for (int i = 0; i < length; i++, out++) {
      to[out] = to[out - distance];
    }
  }

  private int next() throws IOException {
    require(in < end);
    return from[in++] & 0xFF;
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw new IOException("BloscLZ is damaged");
    }
  }
}

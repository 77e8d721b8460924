package org.scopeside.source.zarr;

/**
 * BloscLZ, the codec of Blosc's own, a kin of FastLZ: a control byte below 32 announces that many
 * literals and one more; any other one is a match, its length in the upper three bits and its
 * distance in the lower five and the byte that follows. A distance of all ones is far: 16 bits
 * beyond 8191 follow.
 */
final class BloscLzBlock {
  private static final int NEAR = 8191;
  private static final int LEAST_MATCH = 2;
  private static final int LONG_MATCH = 7;

  private BloscLzBlock() {}

  /** Decodes to exactly the bytes from {@code start} to {@code end} of {@code out}. */
  static void decode(CompressedBytes in, byte[] out, int start, int end)
      throws MalformedChunkException {
    int at = start;
    // The upper bits of the first control byte say which format it is; it is always literals.
    int control = in.next() & 31;
    while (true) {
      if (control < 32) {
        in.copy(out, at, end, control + 1);
        at += control + 1;
      } else {
        int match = length(in, control >>> 5);
        CompressedBytes.repeat(out, start, at, end, distance(in, control & 31), match);
        at += match;
      }
      if (in.isAtEnd()) {
        break;
      }
      control = in.next();
    }
    if (at != end) {
      throw new MalformedChunkException(
          "BloscLZ holds %d bytes, %d are wanted".formatted(at - start, end - start));
    }
  }

  private static int length(CompressedBytes in, int code) throws MalformedChunkException {
    int length = code + LEAST_MATCH;
    for (int more = code == LONG_MATCH ? 255 : 0; more == 255; length += more) {
      more = in.next();
      if (length > Integer.MAX_VALUE - 1024) {
        throw new MalformedChunkException("BloscLZ claims a length beyond 2^31");
      }
    }
    return length;
  }

  private static int distance(CompressedBytes in, int high) throws MalformedChunkException {
    int low = in.next();
    boolean far = high == 31 && low == 255;
    return 1 + (far ? (in.next() << 8 | in.next()) + NEAR : high << 8 | low);
  }
}

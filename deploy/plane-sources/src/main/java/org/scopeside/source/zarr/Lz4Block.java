package org.scopeside.source.zarr;

/**
 * The LZ4 block format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md): sequences of
 * a token, literals, and a match by distance and length.
 */
final class Lz4Block {
  private static final int LEAST_MATCH = 4;

  private Lz4Block() {}

  /** Decodes to exactly the bytes from {@code start} to {@code end} of {@code out}. */
  static void decode(CompressedBytes in, byte[] out, int start, int end)
      throws MalformedChunkException {
    int at = start;
    while (true) {
      int token = in.next();
      int literals = length(in, token >>> 4);
      in.copy(out, at, end, literals);
      at += literals;
      if (in.isAtEnd()) {
        break;
      }
      int distance = in.next() | in.next() << 8;
      int match = length(in, token & 15) + LEAST_MATCH;
      CompressedBytes.repeat(out, start, at, end, distance, match);
      at += match;
    }
    if (at != end) {
      throw new MalformedChunkException(
          "LZ4 holds %d bytes, %d are wanted".formatted(at - start, end - start));
    }
  }

  private static int length(CompressedBytes in, int nibble) throws MalformedChunkException {
    int length = nibble;
    for (int more = nibble == 15 ? 255 : 0; more == 255; length += more) {
      more = in.next();
      if (length > Integer.MAX_VALUE - 1024) {
        throw new MalformedChunkException("LZ4 claims a length beyond 2^31");
      }
    }
    return length;
  }
}

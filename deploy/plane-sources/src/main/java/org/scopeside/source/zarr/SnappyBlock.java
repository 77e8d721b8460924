package org.scopeside.source.zarr;

/**
 * Snappy's raw format (https://github.com/google/snappy/blob/main/format_description.txt): the
 * length as a varint, then literals and copies told apart by the two low bits of their tag.
 */
final class SnappyBlock {
  private SnappyBlock() {}

  /** Decodes to exactly the bytes from {@code start} to {@code end} of {@code out}. */
  static void decode(CompressedBytes in, byte[] out, int start, int end)
      throws MalformedChunkException {
    long claimed = varint(in);
    if (claimed != end - start) {
      throw new MalformedChunkException(
          "Snappy claims %d bytes, %d are wanted".formatted(claimed, end - start));
    }
    int at = start;
    while (at < end) {
      int tag = in.next();
      int length;
      if ((tag & 3) == 0) {
        length = literalLength(in, tag >>> 2);
        in.copy(out, at, end, length);
      } else {
        length = (tag & 3) == 1 ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
        CompressedBytes.repeat(out, start, at, end, distance(in, tag), length);
      }
      at += length;
    }
  }

  private static long varint(CompressedBytes in) throws MalformedChunkException {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.next();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedChunkException("Snappy's length has more than five bytes");
  }

  private static int literalLength(CompressedBytes in, int code) throws MalformedChunkException {
    int length = code < 60 ? code : littleEndian(in, code - 59);
    return length + 1;
  }

  private static int distance(CompressedBytes in, int tag) throws MalformedChunkException {
    return switch (tag & 3) {
      case 1 -> (tag & 0xE0) << 3 | in.next();
      case 2 -> littleEndian(in, 2);
      default -> littleEndian(in, 4);
    };
  }

  /** May be negative for four bytes, which no length or distance may be. */
  private static int littleEndian(CompressedBytes in, int bytes) throws MalformedChunkException {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= in.next() << (8 * i);
    }
    return value;
  }
}

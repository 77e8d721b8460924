package org.scopeside.source.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Blosc's container, version 1
 * (https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst), little-endian:
 *
 * <pre>
 *  0 version  1 codec's version  2 flags  3 bytes a sample
 *  4 int32 bytes decoded  8 int32 bytes a block  12 int32 bytes encoded with this head
 *  16 int32 start of each block; a block is one stream or one for each byte of a sample,
 *     a stream an int32 length and its bytes, not compressed where the length is the decoded one
 * </pre>
 *
 * Flags: 1 bytes shuffled, 2 not compressed, 4 bits shuffled, 16 blocks in one stream, 5 to 7
 * codec.
 */
final class BloscChunk {
  private static final int HEAD = 16;
  private static final int LAST_VERSION = 2;
  private static final int MOST_STREAMS = 16;
  private static final int LEAST_BYTES_A_STREAM = 128;

  private final byte[] in;
  private final byte[] out;
  private final int flags;
  private final int sampleBytes;
  private final int blockBytes;
  private final int end;

  private BloscChunk(byte[] in, byte[] out, ByteBuffer head, int end) {
    this.in = in;
    this.out = out;
    flags = head.get(2) & 0xFF;
    sampleBytes = Math.max(1, head.get(3) & 0xFF);
    blockBytes = head.getInt(8);
    this.end = end;
  }

  /** Decodes to exactly the bytes of {@code out}. */
  static void decode(byte[] in, byte[] out) throws MalformedChunkException {
    if (in.length < HEAD) {
      throw new MalformedChunkException(
          "has %d bytes, less than Blosc's head".formatted(in.length));
    }
    ByteBuffer head = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
    int version = head.get(0);
    boolean extended = (head.get(2) & 5) == 5;
    if (version < 1 || version > LAST_VERSION || extended) {
      throw new MalformedChunkException(
          "is Blosc of version %d%s; version 1 and 2 are read"
              .formatted(version, extended ? " with the head of Blosc2" : ""));
    }
    int encoded = head.getInt(12);
    if (head.getInt(4) != out.length || encoded < HEAD || encoded > in.length) {
      throw new MalformedChunkException(
          "Blosc claims %d bytes of %d, there are %d and %d are wanted; it may be cut"
              .formatted(head.getInt(4), encoded, in.length, out.length));
    }
    new BloscChunk(in, out, head, encoded).blocks(head);
  }

  private void blocks(ByteBuffer head) throws MalformedChunkException {
    if ((flags & 2) != 0) {
      new CompressedBytes(in, HEAD, end).copy(out, 0, out.length, out.length);
      return;
    }
    long blocks = blockBytes < 1 ? 0 : ((long) out.length + blockBytes - 1) / blockBytes;
    if (blocks < 1 || HEAD + 4 * blocks > end) {
      throw new MalformedChunkException(
          "Blosc's blocks of %d bytes do not fit in %d".formatted(blockBytes, end));
    }
    byte[] shuffled = new byte[Math.min(blockBytes, out.length)];
    for (int block = 0; block < blocks; block++) {
      int at = block * blockBytes;
      block(
          head, head.getInt(HEAD + 4 * block), at, Math.min(blockBytes, out.length - at), shuffled);
    }
  }

  private void block(ByteBuffer head, int from, int at, int count, byte[] shuffled)
      throws MalformedChunkException {
    boolean bytes = (flags & 1) != 0 && sampleBytes > 1;
    boolean bits = (flags & 4) != 0;
    byte[] target = bytes || bits ? shuffled : out;
    streams(head, from, target, target == out ? at : 0, count);
    if (bytes) {
      Shuffled.unshuffleBytes(shuffled, out, at, count, sampleBytes);
    } else if (bits) {
      Shuffled.unshuffleBits(shuffled, out, at, count, sampleBytes);
    }
  }

  private void streams(ByteBuffer head, int from, byte[] target, int at, int count)
      throws MalformedChunkException {
    int streams = count == blockBytes && isSplit() ? sampleBytes : 1;
    int each = count / streams;
    int next = from;
    for (int stream = 0; stream < streams; stream++) {
      if (next < HEAD || next > end - 4) {
        throw new MalformedChunkException("Blosc's block at byte %d is not there".formatted(next));
      }
      int length = head.getInt(next);
      next += 4;
      if (length < 1 || length > end - next) {
        throw new MalformedChunkException(
            "Blosc's stream at byte %d claims %d bytes, %d are there"
                .formatted(next, length, end - next));
      }
      int start = at + stream * each;
      stream(next, length, target, start, start + each);
      next += length;
    }
  }

  private boolean isSplit() {
    return (flags & 16) == 0
        && sampleBytes <= MOST_STREAMS
        && blockBytes / sampleBytes >= LEAST_BYTES_A_STREAM
        && blockBytes % sampleBytes == 0;
  }

  private void stream(int from, int length, byte[] target, int start, int stop)
      throws MalformedChunkException {
    CompressedBytes stream = new CompressedBytes(in, from, from + length);
    if (length == stop - start) {
      stream.copy(target, start, stop, length);
      return;
    }
    int codec = flags >>> 5;
    switch (codec) {
      case 0 -> BloscLzBlock.decode(stream, target, start, stop);
      case 1 -> Lz4Block.decode(stream, target, start, stop);
      case 2 -> SnappyBlock.decode(stream, target, start, stop);
      case 3 -> Decompressed.zlib(in, from, length, target, start, stop);
      case 4 -> Decompressed.zstd(in, from, length, target, start, stop);
      default -> throw new MalformedChunkException("Blosc's codec " + codec + " is not known");
    }
  }
}

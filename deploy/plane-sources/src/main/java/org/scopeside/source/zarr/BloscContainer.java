package org.scopeside.source.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * Decodes what Blosc 1 writes (format version 2, c-blosc's README_HEADER): 16 bytes of head, the
 * offset of each block, then blocks that were shuffled, cut into one piece for each byte of a
 * sample, and compressed piece by piece.
 *
 * <pre>
 * 0 version   1 version of the compressor   2 flags   3 bytes of a sample
 * 4 decoded bytes   8 bytes of a block   12 encoded bytes with this head
 * </pre>
 */
final class BloscContainer implements ChunkDecoder {
  private static final int HEAD = 16;
  private static final int SHUFFLED = 0x01;
  private static final int STORED = 0x02;
  private static final int BITS_SHUFFLED = 0x04;
  private static final int NOT_SPLIT = 0x10;

  @Override
  public void decode(byte[] encoded, byte[] chunk) throws IOException {
    if (encoded.length < HEAD) {
      throw new IOException("Blosc of %d bytes has no head".formatted(encoded.length));
    }
    new Decoding(encoded, chunk).run();
  }

  /** One chunk while it is decoded. */
  private static final class Decoding {
    private final byte[] encoded;
    private final byte[] chunk;
    private final ByteBuffer bytes;
    private final int flags;
    private final int typeSize;
    private final int blockSize;

    Decoding(byte[] encoded, byte[] chunk) throws IOException {
      this.encoded = encoded;
      this.chunk = chunk;
      this.bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
      int version = encoded[0];
      this.flags = encoded[2] & 0xFF;
      this.typeSize = Math.max(1, encoded[3] & 0xFF);
      this.blockSize = bytes.getInt(8);
      require(version >= 1 && version <= 2, "is Blosc of version %d; 1 and 2 are read", version);
      require(
          bytes.getInt(4) == chunk.length,
          "Blosc holds %d bytes of a chunk of %d",
          bytes.getInt(4),
          chunk.length);
      require(
          bytes.getInt(12) == encoded.length,
          "Blosc has %d bytes and says %d; it may be cut",
          encoded.length,
          bytes.getInt(12));
    }

    void run() throws IOException {
      if ((flags & STORED) != 0) {
        require(encoded.length - HEAD == chunk.length, "Blosc stores another size than it says");
        System.arraycopy(encoded, HEAD, chunk, 0, chunk.length);
      } else if (chunk.length > 0) {
        decodeBlocks();
      }
    }

    private void decodeBlocks() throws IOException {
      require(blockSize > 0 && blockSize <= chunk.length, "Blosc has blocks of %d", blockSize);
      int blocks = (int) (((long) chunk.length + blockSize - 1) / blockSize);
      require(HEAD + 4L * blocks <= encoded.length, "Blosc is cut among its block offsets");
      byte[] shuffled = isShuffled() ? new byte[blockSize] : chunk;
      for (int block = 0; block < blocks; block++) {
        int to = block * blockSize;
        int size = Math.min(blockSize, chunk.length - to);
        int from = bytes.getInt(HEAD + 4 * block);
        if (isShuffled()) {
          decodeBlock(from, shuffled, 0, size);
          unshuffle(shuffled, to, size);
        } else {
          decodeBlock(from, chunk, to, size);
        }
      }
    }

    private boolean isShuffled() {
      return ((flags & SHUFFLED) != 0 && typeSize > 1) || (flags & BITS_SHUFFLED) != 0;
    }

    private void unshuffle(byte[] shuffled, int to, int size) {
      if ((flags & SHUFFLED) != 0 && typeSize > 1) {
        Unshuffle.bytes(shuffled, chunk, to, size, typeSize);
      } else {
        Unshuffle.bits(shuffled, chunk, to, size, typeSize);
      }
    }

    private void decodeBlock(int from, byte[] to, int toAt, int size) throws IOException {
      boolean whole = (flags & NOT_SPLIT) != 0 || size < blockSize;
      int pieces = whole ? 1 : typeSize;
      int pieceSize = size / pieces;
      require(pieceSize * pieces == size, "Blosc cuts %d bytes into %d pieces", size, pieces);
      int at = from;
      for (int piece = 0; piece < pieces; piece++) {
        require(at >= HEAD && at <= encoded.length - 4, "Blosc is cut before a piece at %d", at);
        int length = bytes.getInt(at);
        at += 4;
        require(
            length > 0 && length <= encoded.length - at,
            "Blosc has a piece of %d bytes at %d of %d",
            length,
            at,
            encoded.length);
        decodePiece(at, length, to, toAt + piece * pieceSize, pieceSize);
        at += length;
      }
    }

    private void decodePiece(int at, int length, byte[] to, int toAt, int toLength)
        throws IOException {
      if (length == toLength) {
        System.arraycopy(encoded, at, to, toAt, length);
        return;
      }
      switch (flags >> 5) {
        case 0 -> BloscLz.decode(encoded, at, length, to, toAt, toLength);
        case 1 -> ChunkDecoder.lz4(encoded, at, length, to, toAt, toLength);
        case 2 -> snappy(at, length, to, toAt, toLength);
        case 3 -> ChunkDecoder.inflate(encoded, at, length, to, toAt, toLength);
        case 4 -> ChunkDecoder.zstd(encoded, at, length, to, toAt, toLength);
        default -> throw new IOException("Blosc with compressor " + (flags >> 5) + " is not read");
      }
    }

    private void snappy(int at, int length, byte[] to, int toAt, int toLength) throws IOException {
      require(
          Snappy.isValidCompressedBuffer(encoded, at, length)
              && Snappy.uncompressedLength(encoded, at, length) == toLength,
          "Snappy is damaged");
      Snappy.uncompress(encoded, at, length, to, toAt);
    }

    private static void require(boolean holds, String facts, int... values) throws IOException {
      if (!holds) {
        throw new IOException(facts.formatted(Arrays.stream(values).boxed().toArray()));
      }
    }
  }
}

package org.scopeside.source.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How chunks are compressed, by the {@code id} in {@code .zarray}. */
enum ChunkCodec {
  NONE,
  ZLIB,
  GZIP,
  ZSTD,
  LZ4,
  BLOSC;

  /** Null where it is none of these. */
  static @Nullable ChunkCodec named(String id) {
    for (ChunkCodec codec : values()) {
      if (codec != NONE && codec.name().toLowerCase(Locale.ROOT).equals(id)) {
        return codec;
      }
    }
    return null;
  }

  /**
   * Decodes a chunk.
   *
   * @param in the chunk's file
   * @param out filled exactly; the chunk's claimed size, already checked
   */
  void decode(byte[] in, byte[] out) throws MalformedChunkException {
    switch (this) {
      case NONE -> none(in, out);
      case ZLIB -> Decompressed.zlib(in, 0, in.length, out, 0, out.length);
      case GZIP -> Decompressed.gzip(in, out);
      case ZSTD -> Decompressed.zstd(in, 0, in.length, out, 0, out.length);
      case LZ4 -> lz4(in, out);
      case BLOSC -> BloscChunk.decode(in, out);
    }
  }

  private static void none(byte[] in, byte[] out) throws MalformedChunkException {
    if (in.length != out.length) {
      throw new MalformedChunkException(
          "has %d bytes, %d are wanted; it may be cut".formatted(in.length, out.length));
    }
    System.arraycopy(in, 0, out, 0, out.length);
  }

  /** Numcodecs puts the decoded size before the block, int32 little-endian. */
  private static void lz4(byte[] in, byte[] out) throws MalformedChunkException {
    int claimed = in.length < 4 ? -1 : ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (claimed != out.length) {
      throw new MalformedChunkException(
          "LZ4 claims %d bytes, %d are wanted".formatted(claimed, out.length));
    }
    Lz4Block.decode(new CompressedBytes(in, 4, in.length), out, 0, out.length);
  }
}

package org.scopeside.contract;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.zip.Checksum;

/**
 * Compresses planes as {@link PixelCodec#DELTA_SHUFFLE_ZSTD}. Each block of samples is transformed,
 * summed and handed to zstd while it is in the second-level cache; with the plane as one block the
 * same steps take a quarter more CPU time, waiting for memory.
 */
final class DeltaShuffleZstd implements Closeable {
  /** Samples of a block; the last one of a plane has what remains. Part of the wire format. */
  static final int BLOCK = 1 << 17;

  /**
   * The low bytes of differences are little but noise: coding their entropy takes more than all
   * else together and saves a sixth. The negative levels of zstd store them as they are.
   */
  private static final int LEVEL = -7;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final ShortPlanes planes = new ShortPlanes();
  private final byte[] block = new byte[2 * BLOCK];
  private final ByteBuffer in = ByteBuffer.allocateDirect(2 * BLOCK);
  private ByteBuffer out = ByteBuffer.allocateDirect(0);
  private long crc;

  /**
   * One zstd frame of the transformed plane, with its content size.
   *
   * @param samples the whole plane
   * @param stride samples a pixel
   */
  byte[] compress(ShortBuffer samples, int stride) {
    int n = samples.limit();
    start(n);
    Checksum checksum = Crc32c.start();
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      planes.deltaShuffle(samples, from, count, stride, block);
      checksum.update(block, 0, 2 * count);
      append(2 * count, from + count == n);
    }
    crc = checksum.getValue();
    out.flip();
    byte[] value = new byte[out.remaining()];
    out.get(value);
    return value;
  }

  /** CRC-32C of the transformed plane that was compressed last. */
  long crc() {
    return crc;
  }

  private void start(int n) {
    long bound = Zstd.compressBound(2L * n);
    if (out.capacity() < bound) {
      out = ByteBuffer.allocateDirect((int) bound);
    }
    out.clear();
    zstd.reset();
    zstd.setLevel(LEVEL).setContentSize(true).setChecksum(false);
    zstd.setPledgedSrcSize(2L * n);
  }

  private void append(int length, boolean last) {
    in.clear();
    in.put(block, 0, length);
    in.flip();
    EndDirective directive = last ? EndDirective.END : EndDirective.CONTINUE;
    boolean flushed = zstd.compressDirectByteBufferStream(out, in, directive);
    while (in.hasRemaining() || (last && !flushed)) {
      flushed = zstd.compressDirectByteBufferStream(out, in, directive);
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}

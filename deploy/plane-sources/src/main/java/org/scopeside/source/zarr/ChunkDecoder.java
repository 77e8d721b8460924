package org.scopeside.source.zarr;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Undoes the compression of a chunk. May be used by several threads. */
interface ChunkDecoder {
  /**
   * Fills a chunk.
   *
   * @param encoded the file's content
   * @param chunk as long as a decoded chunk is; whatever it holds is replaced
   * @throws IOException if the data are damaged or decode to another size; says how
   */
  void decode(byte[] encoded, byte[] chunk) throws IOException;

  /** Bytes as they are. */
  ChunkDecoder NONE =
      (encoded, chunk) -> {
        requireSize(encoded.length, chunk);
        System.arraycopy(encoded, 0, chunk, 0, chunk.length);
      };

  /** Deflate with zlib's head. */
  ChunkDecoder ZLIB =
      (encoded, chunk) -> inflate(encoded, 0, encoded.length, chunk, 0, chunk.length);

  /** Deflate with gzip's head. */
  ChunkDecoder GZIP =
      (encoded, chunk) -> {
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(encoded), 64 << 10)) {
          requireSize(input.readNBytes(chunk, 0, chunk.length), chunk);
          requireEnd(input.read() < 0, chunk);
        }
      };

  /** One Zstandard frame. */
  ChunkDecoder ZSTD = (encoded, chunk) -> zstd(encoded, 0, encoded.length, chunk, 0, chunk.length);

  /** A block of LZ4 behind its decoded size in four bytes, as numcodecs writes it. */
  ChunkDecoder LZ4 =
      (encoded, chunk) -> {
        if (encoded.length < 4) {
          throw new IOException("LZ4 of " + encoded.length + " bytes");
        }
        ByteBuffer head = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        requireSize(head.getInt(0), chunk);
        lz4(encoded, 4, encoded.length - 4, chunk, 0, chunk.length);
      };

  /** The same behind a checksum of four bytes at the end. */
  default ChunkDecoder checked() {
    return (encoded, chunk) -> {
      int length = encoded.length - 4;
      CRC32C sum = new CRC32C();
      sum.update(encoded, 0, Math.max(0, length));
      ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
      if (length < 0 || bytes.getInt(length) != (int) sum.getValue()) {
        throw new IOException("the CRC32C does not fit the data");
      }
      decode(Arrays.copyOf(encoded, length), chunk);
    };
  }

  private static void requireSize(int decoded, byte[] chunk) throws IOException {
    if (decoded != chunk.length) {
      throw new IOException("holds %d bytes of a chunk of %d".formatted(decoded, chunk.length));
    }
  }

  private static void requireEnd(boolean ended, byte[] chunk) throws IOException {
    if (!ended) {
      throw new IOException("holds more than the %d bytes of a chunk".formatted(chunk.length));
    }
  }

  /** Inflates to exactly that many bytes. */
  static void inflate(byte[] from, int at, int length, byte[] to, int toAt, int toLength)
      throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(from, at, length);
      int done = 0;
      while (done < toLength) {
        int more = inflater.inflate(to, toAt + done, toLength - done);
        if (more == 0) {
          throw new IOException("Deflate ends after %d of %d bytes".formatted(done, toLength));
        }
        done += more;
      }
      if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
        throw new IOException("Deflate holds more than %d bytes".formatted(toLength));
      }
    } catch (DataFormatException damaged) {
      throw new IOException("Deflate is damaged: " + damaged.getMessage(), damaged);
    } finally {
      inflater.end();
    }
  }

  /** Decodes a Zstandard frame to exactly that many bytes. */
  static void zstd(byte[] from, int at, int length, byte[] to, int toAt, int toLength)
      throws IOException {
    long done = Zstd.decompressByteArray(to, toAt, toLength, from, at, length);
    if (Zstd.isError(done)) {
      throw new IOException("Zstandard is damaged: " + Zstd.getErrorName(done));
    }
    if (done != toLength) {
      throw new IOException("Zstandard holds %d of %d bytes".formatted(done, toLength));
    }
  }

  /** Decodes a block of LZ4 to exactly that many bytes. */
  static void lz4(byte[] from, int at, int length, byte[] to, int toAt, int toLength)
      throws IOException {
    LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
    try {
      int done = decompressor.decompress(from, at, length, to, toAt, toLength);
      if (done != toLength) {
        throw new IOException("LZ4 holds %d of %d bytes".formatted(done, toLength));
      }
    } catch (LZ4Exception damaged) {
      throw new IOException("LZ4 is damaged: " + damaged.getMessage(), damaged);
    }
  }
}

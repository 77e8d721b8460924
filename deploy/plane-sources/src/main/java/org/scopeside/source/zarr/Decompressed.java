package org.scopeside.source.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** The codecs of others, each decoding to exactly the bytes that are wanted. */
final class Decompressed {
  private Decompressed() {}

  static void zlib(byte[] in, int from, int length, byte[] out, int start, int end)
      throws MalformedChunkException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in, from, length);
      int at = start;
      while (at < end) {
        int count = inflater.inflate(out, at, end - at);
        if (count == 0) {
          throw new MalformedChunkException(
              "zlib ends after %d bytes, %d are wanted".formatted(at - start, end - start));
        }
        at += count;
      }
      if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
        throw new MalformedChunkException(
            "zlib holds more than the %d bytes that are wanted".formatted(end - start));
      }
    } catch (DataFormatException damaged) {
      throw new MalformedChunkException("zlib is damaged: " + damaged.getMessage());
    } finally {
      inflater.end();
    }
  }

  static void gzip(byte[] in, byte[] out) throws MalformedChunkException {
    try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(in))) {
      int count = input.readNBytes(out, 0, out.length);
      if (count != out.length || input.read() >= 0) {
        throw new MalformedChunkException(
            "gzip holds %s bytes, %d are wanted"
                .formatted(count == out.length ? "more" : count, out.length));
      }
    } catch (IOException damaged) {
      throw new MalformedChunkException("gzip is damaged: " + damaged.getMessage());
    }
  }

  static void zstd(byte[] in, int from, int length, byte[] out, int start, int end)
      throws MalformedChunkException {
    try {
      long count = Zstd.decompressByteArray(out, start, end - start, in, from, length);
      if (Zstd.isError(count) || count != end - start) {
        throw new MalformedChunkException(
            Zstd.isError(count)
                ? "zstd is damaged: " + Zstd.getErrorName(count)
                : "zstd holds %d bytes, %d are wanted".formatted(count, end - start));
      }
    } catch (ZstdException damaged) {
      throw new MalformedChunkException("zstd is damaged: " + damaged.getMessage());
    }
  }
}

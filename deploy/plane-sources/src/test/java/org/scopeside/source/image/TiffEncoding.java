package org.scopeside.source.image;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;

/** How writers pack the samples of strips and tiles, written after the specification. */
final class TiffEncoding {
  private TiffEncoding() {}

  /** The number of a codec in the Compression field. */
  static int number(String codec) {
    return switch (codec) {
      case "none" -> 1;
      case "LZW" -> 5;
      case "Deflate" -> 8;
      case "PackBits" -> 32773;
      case "Zstandard" -> 50000;
      default -> throw new IllegalArgumentException(codec);
    };
  }

  static byte[] encode(String codec, byte[] bytes) {
    return switch (codec) {
      case "none" -> bytes.clone();
      case "LZW" -> lzw(bytes);
      case "Deflate" -> deflate(bytes);
      case "PackBits" -> packBits(bytes);
      case "Zstandard" -> Zstd.compress(bytes, 3);
      default -> throw new IllegalArgumentException(codec);
    };
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(6);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] room = new byte[bytes.length + bytes.length / 100 + 64];
    int length = deflater.deflate(room);
    deflater.end();
    return Arrays.copyOf(room, length);
  }

  /** Runs of two and more as repeats, everything else as it is (TIFF 6.0 section 9). */
  private static byte[] packBits(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int run = 1;
      while (run < 128 && at + run < bytes.length && bytes[at + run] == bytes[at]) {
        run++;
      }
      if (run > 1) {
        packed.write(1 - run);
        packed.write(bytes[at]);
        at += run;
        continue;
      }
      int end = at + 1;
      while (end < bytes.length
          && end - at < 128
          && (end + 1 == bytes.length || bytes[end] != bytes[end + 1])) {
        end++;
      }
      packed.write(end - at - 1);
      packed.write(bytes, at, end - at);
      at = end;
    }
    return packed.toByteArray();
  }

  /** Codes of 9 to 12 bits, the highest bit first, one code early (TIFF 6.0 section 13). */
  private static byte[] lzw(byte[] bytes) {
    BitWriter codes = new BitWriter();
    Map<Integer, Integer> table = new HashMap<>();
    codes.write(256, 9);
    int width = 9;
    int next = 258;
    int prefix = -1;
    for (byte b : bytes) {
      int value = b & 0xFF;
      Integer longer = prefix < 0 ? Integer.valueOf(value) : table.get((prefix << 8) | value);
      if (longer != null) {
        prefix = longer;
        continue;
      }
      codes.write(prefix, width);
      table.put((prefix << 8) | value, next++);
      if (next == (1 << width) && width < 12) {
        width++;
      } else if (next == 4095) {
        codes.write(256, 12);
        table.clear();
        width = 9;
        next = 258;
      }
      prefix = value;
    }
    if (prefix >= 0) {
      codes.write(prefix, width);
      next++;
    }
    codes.write(257, next == (1 << width) && width < 12 ? width + 1 : width);
    return codes.bytes();
  }

  private static final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int held;
    private int bits;

    void write(int code, int width) {
      held = (held << width) | code;
      bits += width;
      while (bits >= 8) {
        bits -= 8;
        bytes.write(held >>> bits);
      }
      held &= (1 << bits) - 1;
    }

    void fill() {
      if (bits > 0) {
        write(0, 8 - bits);
      }
    }

    byte[] bytes() {
      fill();
      return bytes.toByteArray();
    }
  }

  /** The samples in the other byte order. */
  static byte[] swapped(byte[] bytes, int sampleBytes) {
    byte[] swapped = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      swapped[i] = bytes[i / sampleBytes * sampleBytes + sampleBytes - 1 - i % sampleBytes];
    }
    return swapped;
  }

  /** Predictor 2, in place: each sample less the one a pixel before it. */
  static void difference(
      byte[] bytes, int rowBytes, int sampleBytes, int samples, ByteOrder order) {
    ByteBuffer values = ByteBuffer.wrap(bytes).order(order);
    int step = sampleBytes * samples;
    for (int row = 0; row < bytes.length; row += rowBytes) {
      for (int at = row + rowBytes - sampleBytes; at >= row + step; at -= sampleBytes) {
        put(
            values,
            at,
            sampleBytes,
            get(values, at, sampleBytes) - get(values, at - step, sampleBytes));
      }
    }
  }

  private static long get(ByteBuffer values, int at, int sampleBytes) {
    return switch (sampleBytes) {
      case 1 -> values.get(at);
      case 2 -> values.getShort(at);
      case 4 -> values.getInt(at);
      default -> values.getLong(at);
    };
  }

  private static void put(ByteBuffer values, int at, int sampleBytes, long value) {
    switch (sampleBytes) {
      case 1 -> values.put(at, (byte) value);
      case 2 -> values.putShort(at, (short) value);
      case 4 -> values.putInt(at, (int) value);
      default -> values.putLong(at, value);
    }
  }

  /** Predictor 3 (TIFF Technical Note 3) of little-endian floats. */
  static byte[] splitFloats(byte[] bytes, int rowBytes, int sampleBytes, int samples) {
    byte[] split = new byte[bytes.length];
    int columns = rowBytes / sampleBytes;
    for (int row = 0; row < bytes.length; row += rowBytes) {
      for (int i = 0; i < rowBytes; i++) {
        int rank = sampleBytes - 1 - i % sampleBytes;
        split[row + rank * columns + i / sampleBytes] = bytes[row + i];
      }
      for (int i = row + rowBytes - 1; i >= row + samples; i--) {
        split[i] -= split[i - samples];
      }
    }
    return split;
  }

  /** Packs samples, the highest bit first, every row up to a whole byte. */
  static byte[] pack(long[] samples, int rows, int bits) {
    BitWriter packed = new BitWriter();
    int columns = samples.length / rows;
    for (int i = 0; i < samples.length; i++) {
      packed.write((int) samples[i], bits);
      if ((i + 1) % columns == 0) {
        packed.fill();
      }
    }
    return packed.bytes();
  }

  /** FillOrder 2, in place. */
  static void reverseBits(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
    }
  }
}

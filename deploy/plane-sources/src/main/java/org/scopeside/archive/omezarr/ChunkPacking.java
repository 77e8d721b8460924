package org.scopeside.archive.omezarr;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;

/** How chunks are compressed. */
public enum ChunkPacking {
  /** Read by every program that reads Zarr. */
  ZLIB,
  /** About five times as fast, read by those that bring numcodecs or its like. */
  ZSTD;

  static final int LEVEL = 1;

  /** As {@code .zarray} names it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  byte[] pack(byte[] plane) {
    return this == ZSTD ? Zstd.compress(plane, LEVEL) : deflated(plane);
  }

  private static byte[] deflated(byte[] plane) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(plane);
      deflater.finish();
      // What cannot be compressed is stored, in pieces of 16 KiB at most with 5 bytes each.
      byte[] packed = new byte[plane.length + plane.length / 1000 + 1024];
      int length = 0;
      while (!deflater.finished()) {
        if (length == packed.length) {
          packed = Arrays.copyOf(packed, 2 * packed.length);
        }
        length += deflater.deflate(packed, length, packed.length - length);
      }
      return Arrays.copyOf(packed, length);
    } finally {
      deflater.end();
    }
  }
}

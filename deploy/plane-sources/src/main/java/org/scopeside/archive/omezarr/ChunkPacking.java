package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;

/** Chunks compressed as numcodecs names it: none, {@code zlib} and {@code zstd}. */
final class ChunkPacking {
  private static final int LEVEL = 1;

  private ChunkPacking() {}

  /** The compressor as {@code .zarray} has it. */
  static void describe(Packing packing, ObjectNode array) {
    String id = id(packing);
    if (id == null) {
      array.putNull("compressor");
    } else {
      array.putObject("compressor").put("id", id).put("level", LEVEL);
    }
  }

  private static @Nullable String id(Packing packing) {
    return switch (packing) {
      case NONE -> null;
      case DEFLATE -> "zlib";
      case ZSTD -> "zstd";
    };
  }

  /** What a compressor's id stands for; "" for none. Null where no archive writes it. */
  static @Nullable Packing named(String id) {
    return switch (id) {
      case "" -> Packing.NONE;
      case "zlib" -> Packing.DEFLATE;
      case "zstd" -> Packing.ZSTD;
      default -> null;
    };
  }

  static byte[] pack(Packing packing, byte[] plane) {
    return switch (packing) {
      case NONE -> plane;
      case DEFLATE -> deflated(plane);
      case ZSTD -> Zstd.compress(plane, LEVEL);
    };
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

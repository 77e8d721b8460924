package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;

/** How chunks are compressed, by the names of numcodecs. */
enum ChunkCompression {
  NONE(null),
  /** numcodecs' {@code zlib}. */
  DEFLATE("zlib"),
  /** numcodecs' {@code zstd}. */
  ZSTD("zstd");

  /** The fastest: planes must keep up with the microscope. */
  private static final int LEVEL = 1;

  private final @Nullable String id;

  ChunkCompression(@Nullable String id) {
    this.id = id;
  }

  static ChunkCompression of(Packing packing) {
    return switch (packing) {
      case NONE -> NONE;
      case DEFLATE -> DEFLATE;
      case ZSTD -> ZSTD;
    };
  }

  /** The compression that an array's metadata name; null if it is none of these. */
  static @Nullable ChunkCompression of(JsonNode compressor) {
    if (compressor.isNull()) {
      return NONE;
    }
    for (ChunkCompression compression : values()) {
      if (compression.id != null && compression.id.equals(compressor.path("id").asText())) {
        return compression;
      }
    }
    return null;
  }

  /** For {@code compressor} of an array's metadata. */
  JsonNode compressor() {
    return id == null
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.objectNode().put("id", id).put("level", LEVEL);
  }

  byte[] encode(byte[] chunk) {
    return switch (this) {
      case NONE -> chunk;
      case DEFLATE -> deflate(chunk);
      case ZSTD -> Zstd.compress(chunk, LEVEL);
    };
  }

  private static byte[] deflate(byte[] chunk) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(chunk);
      deflater.finish();
      ByteArrayOutputStream encoded = new ByteArrayOutputStream(chunk.length / 2 + 64);
      byte[] buffer = new byte[64 << 10];
      while (!deflater.finished()) {
        encoded.write(buffer, 0, deflater.deflate(buffer));
      }
      return encoded.toByteArray();
    } finally {
      deflater.end();
    }
  }
}

package org.scopeside.source.image;

import org.jspecify.annotations.Nullable;

/** How strips and tiles are packed, by the number in the Compression field. */
enum TiffCompression {
  NONE,
  LZW,
  DEFLATE,
  PACK_BITS,
  ZSTANDARD,
  JPEG,
  JPEG_2000;

  /** The ways that are read, for people. */
  static final String READ =
      "uncompressed, LZW, Deflate, PackBits, Zstandard, JPEG and JPEG 2000 are";

  /** Null where it is not read. */
  static @Nullable TiffCompression of(long number) {
    return switch ((int) Math.min(number, Integer.MAX_VALUE)) {
      case 1 -> NONE;
      case 5 -> LZW;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACK_BITS;
      case 34926, 50000 -> ZSTANDARD;
      case 7 -> JPEG;
      case 33003, 33004, 33005, 34712 -> JPEG_2000;
      default -> null;
    };
  }

  /** For people. */
  static String shown(long number) {
    return switch ((int) Math.min(number, Integer.MAX_VALUE)) {
      case 2, 3, 4 -> number + " (fax)";
      case 6 -> number + " (old JPEG)";
      case 34925 -> number + " (LZMA)";
      case 34887 -> number + " (LERC)";
      case 50001 -> number + " (WebP)";
      case 50002 -> number + " (JPEG XL)";
      default -> String.valueOf(number);
    };
  }

  /** True where the codec gives samples of its own, which neither bit nor byte order concern. */
  boolean isImageCodec() {
    return this == JPEG || this == JPEG_2000;
  }
}

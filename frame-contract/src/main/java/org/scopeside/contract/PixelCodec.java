package org.scopeside.contract;

import org.jspecify.annotations.Nullable;

/** How the samples of a plane are stored in a record's value. */
public enum PixelCodec {
  /** The samples themselves, little-endian, row-major. */
  IDENTITY("identity"),

  /**
   * The bytes of all samples grouped by significance (all lowest bytes first, then all second
   * bytes, …), then one zstd frame that states its content size. Grouping separates the noisy low
   * byte of a camera's samples from the almost constant high byte, which makes them both smaller
   * and faster to compress (Alted 2010, "Why modern CPUs are starving", the shuffle filter of Blosc
   * and HDF5).
   */
  SHUFFLE_ZSTD("shuffle-zstd"),

  /**
   * Of 16-bit samples, the differences to the pixel before, folded to unsigned numbers (zigzag):
   * noise of less than ±128 around whatever signal then has a high byte of 0, which costs next to
   * nothing. Blocks of 131,072 samples, in each all low bytes, then all high bytes; together one
   * zstd frame that states its content size. Only for int16 and uint16; planes of other types are
   * written as {@link #SHUFFLE_ZSTD} by an encoder of this codec.
   */
  DELTA_SHUFFLE_ZSTD("delta-shuffle-zstd");

  private final String wireName;

  PixelCodec(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the header {@code ce_codec}. */
  public String wireName() {
    return wireName;
  }

  /** The codec in which an encoder of this one writes samples of {@code type}. */
  public PixelCodec appliedTo(PixelType type) {
    return this == DELTA_SHUFFLE_ZSTD && type.bytes() != 2 ? SHUFFLE_ZSTD : this;
  }

  static @Nullable PixelCodec named(String wireName) {
    for (PixelCodec codec : values()) {
      if (codec.wireName.equals(wireName)) {
        return codec;
      }
    }
    return null;
  }
}

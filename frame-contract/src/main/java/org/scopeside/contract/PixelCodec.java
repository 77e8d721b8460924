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
  SHUFFLE_ZSTD("shuffle-zstd");

  private final String wireName;

  PixelCodec(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the header {@code ce_codec}. */
  public String wireName() {
    return wireName;
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

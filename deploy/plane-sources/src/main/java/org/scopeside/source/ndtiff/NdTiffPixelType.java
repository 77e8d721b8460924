package org.scopeside.source.ndtiff;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/** Pixel types by their codes in {@code NDTiff.index}, from 0. */
enum NdTiffPixelType {
  GREY8(PixelType.UINT8, 1, null),
  GREY16(PixelType.UINT16, 1, null),
  RGB8(PixelType.UINT8, 3, null),
  GREY10(PixelType.UINT16, 1, 10),
  GREY12(PixelType.UINT16, 1, 12),
  GREY14(PixelType.UINT16, 1, 14),
  GREY11(PixelType.UINT16, 1, 11);

  private final PixelType samples;
  private final int samplesPerPixel;
  private final @Nullable Integer significantBits;

  NdTiffPixelType(PixelType samples, int samplesPerPixel, @Nullable Integer significantBits) {
    this.samples = samples;
    this.samplesPerPixel = samplesPerPixel;
    this.significantBits = significantBits;
  }

  /** Null where the code is not known. */
  static @Nullable NdTiffPixelType of(int code) {
    return code < 0 || code >= values().length ? null : values()[code];
  }

  PixelType samples() {
    return samples;
  }

  int samplesPerPixel() {
    return samplesPerPixel;
  }

  /** Null where the code does not say. */
  @Nullable Integer significantBits() {
    return significantBits;
  }
}

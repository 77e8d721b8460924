package org.scopeside.source;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/** A plane that was read. */
public final class PlanePixels {
  private final int sizeX;
  private final int sizeY;
  private final int samplesPerPixel;
  private final PixelType pixelType;
  private final @Nullable Integer significantBits;
  private final PlaneFacts facts;
  private final byte[] littleEndian;

  /**
   * A plane of pixels.
   *
   * @param samplesPerPixel 1 for grey, 3 for RGB, interleaved
   * @param significantBits bits of a sample that the file says are used; null where it does not say
   * @param littleEndian the pixels {@code [y][x][sample]} row-major, as the wire wants them;
   *     exactly {@code sizeX * sizeY * samplesPerPixel * pixelType.bytes()} bytes; not copied
   */
  public PlanePixels(
      int sizeX,
      int sizeY,
      int samplesPerPixel,
      PixelType pixelType,
      @Nullable Integer significantBits,
      PlaneFacts facts,
      byte[] littleEndian) {
    long bytes = (long) sizeX * sizeY * samplesPerPixel * pixelType.bytes();
    if (littleEndian.length != bytes) {
      throw new IllegalArgumentException(
          "%d bytes for a plane of %dx%dx%d %s"
              .formatted(littleEndian.length, sizeX, sizeY, samplesPerPixel, pixelType.omeName()));
    }
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.samplesPerPixel = samplesPerPixel;
    this.pixelType = pixelType;
    this.significantBits = significantBits;
    this.facts = facts;
    this.littleEndian = littleEndian;
  }

  public int sizeX() {
    return sizeX;
  }

  public int sizeY() {
    return sizeY;
  }

  /** 1 for grey, 3 for RGB, interleaved. */
  public int samplesPerPixel() {
    return samplesPerPixel;
  }

  public PixelType pixelType() {
    return pixelType;
  }

  /** Bits of a sample that the file says are used; null where it does not say. */
  public @Nullable Integer significantBits() {
    return significantBits;
  }

  /** What the file says of the plane besides its pixels. */
  public PlaneFacts facts() {
    return facts;
  }

  /** The pixels {@code [y][x][sample]} row-major; the array belongs to whoever read the plane. */
  public byte[] littleEndian() {
    return littleEndian;
  }

  /** The same pixels, the array shared, with other facts. */
  public PlanePixels withFacts(PlaneFacts other) {
    return new PlanePixels(
        sizeX, sizeY, samplesPerPixel, pixelType, significantBits, other, littleEndian);
  }
}

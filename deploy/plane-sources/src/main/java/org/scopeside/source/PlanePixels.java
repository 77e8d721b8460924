package org.scopeside.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

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

  /**
   * The header of this plane as far as the file tells it: place, shape and facts. Whoever publishes
   * it adds acquisition, source, time, the extents of the plan and the channel.
   */
  public PlaneHeader.Builder header(PlanePlace place) {
    return new PlaneHeader.Builder()
        .well(place.well())
        .field(place.field())
        .theT(place.theT())
        .theZ(place.theZ())
        .theC(place.theC())
        .sizeX(sizeX)
        .sizeY(sizeY)
        .samplesPerPixel(samplesPerPixel)
        .pixelType(pixelType)
        .significantBits(significantBits)
        .physicalSizeXUm(facts.physicalSizeXUm())
        .physicalSizeYUm(facts.physicalSizeYUm())
        .deltaTMs(facts.deltaTMs())
        .exposureMs(facts.exposureMs())
        .positionXUm(facts.positionXUm())
        .positionYUm(facts.positionYUm())
        .positionZUm(facts.positionZUm());
  }

  /** What the file says of the plane besides its pixels. */
  public PlaneFacts facts() {
    return facts;
  }

  /** The pixels {@code [y][x][sample]} row-major; the array belongs to whoever read the plane. */
  public byte[] littleEndian() {
    return littleEndian;
  }

  /** The samples as numbers, in the order of the bytes; a new array. */
  public double[] values() {
    ByteBuffer bytes = ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[littleEndian.length / pixelType.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (pixelType) {
            case INT8 -> bytes.get();
            case UINT8 -> Byte.toUnsignedInt(bytes.get());
            case INT16 -> bytes.getShort();
            case UINT16 -> Short.toUnsignedInt(bytes.getShort());
            case INT32 -> bytes.getInt();
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
            case FLOAT -> bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
          };
    }
    return values;
  }

  /** The same pixels, the array shared, with other facts. */
  public PlanePixels withFacts(PlaneFacts other) {
    return new PlanePixels(
        sizeX, sizeY, samplesPerPixel, pixelType, significantBits, other, littleEndian);
  }
}

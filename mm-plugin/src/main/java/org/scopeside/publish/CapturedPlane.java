package org.scopeside.publish;

import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.WireRecord;

/**
 * A plane as a source hands it over: samples in the array the camera's driver or reader made, which
 * is only read, and not after the plane was encoded.
 */
public final class CapturedPlane {
  private final PlaneHeader header;
  private final Object samples;
  private final boolean bgra;

  private CapturedPlane(PlaneHeader header, Object samples) {
    this(header, samples, false);
  }

  private CapturedPlane(PlaneHeader header, Object samples, boolean bgra) {
    this.header = header;
    this.samples = samples;
    this.bgra = bgra;
  }

  /** Little-endian bytes of any pixel type, {@code [y][x][sample]}. */
  public static CapturedPlane of(PlaneHeader header, byte[] littleEndian) {
    return new CapturedPlane(header, littleEndian);
  }

  /** 16-bit samples. */
  public static CapturedPlane of(PlaneHeader header, short[] samples) {
    return new CapturedPlane(header, samples);
  }

  /** 32-bit integer samples. */
  public static CapturedPlane of(PlaneHeader header, int[] samples) {
    return new CapturedPlane(header, samples);
  }

  /** 32-bit float samples. */
  public static CapturedPlane of(PlaneHeader header, float[] samples) {
    return new CapturedPlane(header, samples);
  }

  /**
   * Colour of 8 bits as cameras' drivers store it, {@code [y][x]} blue, green, red and one sample
   * that means nothing; it becomes red, green, blue when the plane is encoded.
   *
   * @param header with three samples a pixel
   */
  public static CapturedPlane ofBgra(PlaneHeader header, byte[] bgra) {
    return new CapturedPlane(header, bgra, true);
  }

  /** As {@link #ofBgra(PlaneHeader, byte[])}, of 16 bits. */
  public static CapturedPlane ofBgra(PlaneHeader header, short[] bgra) {
    return new CapturedPlane(header, bgra, true);
  }

  public PlaneHeader header() {
    return header;
  }

  WireRecord encode(PlaneEncoder encoder) {
    return encode(encoder, bgra ? BgraSamples.toRgb(samples) : samples);
  }

  private WireRecord encode(PlaneEncoder encoder, Object samples) {
    if (samples instanceof short[]) {
      return encoder.encode(header, (short[]) samples);
    }
    if (samples instanceof int[]) {
      return encoder.encode(header, (int[]) samples);
    }
    if (samples instanceof float[]) {
      return encoder.encode(header, (float[]) samples);
    }
    return encoder.encode(header, (byte[]) samples);
  }
}

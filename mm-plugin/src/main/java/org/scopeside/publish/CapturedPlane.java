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

  private CapturedPlane(PlaneHeader header, Object samples) {
    this.header = header;
    this.samples = samples;
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

  public PlaneHeader header() {
    return header;
  }

  WireRecord encode(PlaneEncoder encoder) {
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

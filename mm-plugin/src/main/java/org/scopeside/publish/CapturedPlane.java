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
  private final Runnable encoded;
  private final Runnable acknowledged;

  private CapturedPlane(PlaneHeader header, Object samples) {
    this(header, samples, false);
  }

  private CapturedPlane(PlaneHeader header, Object samples, boolean bgra) {
    this(header, samples, bgra, () -> {}, () -> {});
  }

  private CapturedPlane(
      PlaneHeader header, Object samples, boolean bgra, Runnable encoded, Runnable acknowledged) {
    this.header = header;
    this.samples = samples;
    this.bgra = bgra;
    this.encoded = encoded;
    this.acknowledged = acknowledged;
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

  /**
   * The same plane, whose source is told when its pixels are not read any more because they were
   * encoded, so that it may fill the array again. It is not told of a plane that is dropped.
   *
   * @param encoded runs on the encoder's thread and must be quick
   */
  public CapturedPlane whenEncoded(Runnable encoded) {
    return new CapturedPlane(header, samples, bgra, encoded, acknowledged);
  }

  /**
   * The same plane, whose source is told when the broker has it. It is not told of a plane that is
   * lost, or that went through the spool.
   *
   * @param acknowledged runs on the Kafka client's thread and must be quick
   */
  public CapturedPlane whenAcknowledged(Runnable acknowledged) {
    return new CapturedPlane(header, samples, bgra, encoded, acknowledged);
  }

  public PlaneHeader header() {
    return header;
  }

  void encoded() {
    encoded.run();
  }

  /** What to run when the broker has it; holds no pixels. */
  Runnable acknowledged() {
    return acknowledged;
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

package org.scopeside.publish;

import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneDecoder;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.WireRecord;

/** What a captured plane becomes at the other end. */
public final class PlaneContents {
  private PlaneContents() {}

  /** Encodes and decodes it. */
  public static Plane received(CapturedPlane plane) {
    try (PlaneEncoder encoder = new PlaneEncoder(PixelCodec.DELTA_SHUFFLE_ZSTD);
        PlaneDecoder decoder = new PlaneDecoder()) {
      WireRecord record = plane.encode(encoder);
      return decoder.decode(record.headers(), record.value());
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }
}

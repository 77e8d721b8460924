package org.scopeside.micromanager;

import java.time.Instant;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;

/**
 * Makes and encodes a plane of nothing, so that classes and the codec's native library are loaded
 * before the camera delivers a first image that would wait for them.
 */
final class FirstPlane {
  private static final int SIDE = 8;

  private FirstPlane() {}

  static void prepare() {
    PlaneHeader header =
        new PlaneHeader.Builder()
            .acquisition("none")
            .source("urn:scopeside:none")
            .capturedAt(Instant.EPOCH)
            .sizeX(SIDE)
            .sizeY(SIDE)
            .pixelType(PixelType.UINT16)
            .build();
    try (PlaneEncoder encoder = new PlaneEncoder(PixelCodec.DELTA_SHUFFLE_ZSTD)) {
      encoder.encode(header, new short[SIDE * SIDE]);
    }
  }
}

package org.scopeside.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** Small planes with known content that the tests share. */
final class SamplePlanes {
  static final Instant CAPTURED = Instant.parse("2026-11-20T09:30:15.250Z");

  private SamplePlanes() {}

  /** A plane of 7 x 5 with nothing but what is required. */
  static PlaneHeader.Builder small(PixelType type) {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("urn:scopeside:scope-3")
        .capturedAt(CAPTURED)
        .sizeX(7)
        .sizeY(5)
        .pixelType(type);
  }

  /** A plane of 7 x 5 of which everything is known. */
  static PlaneHeader.Builder described(PixelType type) {
    return small(type)
        .plateName("Plåt 7 – β-catenin 🔬")
        .well(new Well(1, 2))
        .field(3)
        .sizeC(3)
        .theC(2)
        .sizeZ(5)
        .theZ(4)
        .sizeT(7)
        .theT(6)
        .significantBits(type.bytes() * 8)
        .physicalSizeXUm(0.108)
        .physicalSizeYUm(0.109)
        .channelName("DAPI")
        .channelRole(ChannelRole.NUCLEUS)
        .exposureMs(25.5)
        .positionXUm(-1204.25)
        .positionYUm(33.0)
        .positionZUm(1.0e-3)
        .deltaTMs(1500.0)
        .binning("2x2")
        .detector("Zyla 4.2");
  }

  /** Bytes that neither repeat nor follow a simple rule, the same on every run. */
  static byte[] pixels(PlaneHeader header) {
    byte[] pixels = new byte[header.planeBytes()];
    int state = 12345;
    for (int i = 0; i < pixels.length; i++) {
      state = state * 1103515245 + 12345;
      pixels[i] = (byte) (state >>> 16);
    }
    return pixels;
  }

  /** 16-bit samples as a camera has them: offset 100, a bright spot, noise of ±8. */
  static byte[] camera(PlaneHeader header) {
    byte[] pixels = new byte[header.planeBytes()];
    ByteBuffer samples = ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN);
    int state = 99;
    int spp = header.samplesPerPixel();
    for (int i = 0; i < header.samples(); i++) {
      state = state * 1103515245 + 12345;
      int x = i / spp % header.sizeX() - header.sizeX() / 2;
      int y = i / spp / header.sizeX() - header.sizeY() / 2;
      int signal = (int) (900 * Math.exp(-(x * x + y * y) / 4.0)) >> (i % spp);
      samples.putShort((short) (100 + signal + (state >>> 16 & 15) - 8));
    }
    return pixels;
  }
}

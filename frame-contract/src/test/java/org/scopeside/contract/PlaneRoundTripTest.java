package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PlaneRoundTripTest {
  @Property(tries = 400)
  void shouldDecodeWhatWasEncoded(
      @ForAll PixelType type,
      @ForAll PixelCodec codec,
      @ForAll @IntRange(min = 1, max = 90) int sizeX,
      @ForAll @IntRange(min = 1, max = 70) int sizeY,
      @ForAll @IntRange(min = 1, max = 4) int samples,
      @ForAll long seed)
      throws MalformedRecordException {
    PlaneHeader header =
        SamplePlanes.small(type).sizeX(sizeX).sizeY(sizeY).samplesPerPixel(samples).build();
    byte[] pixels = new byte[header.planeBytes()];
    new Random(seed).nextBytes(pixels);
    try (PlaneEncoder encoder = new PlaneEncoder(codec);
        PlaneDecoder decoder = new PlaneDecoder()) {
      WireRecord record = encoder.encode(header, pixels);
      assertArrayEquals(pixels, decoder.decode(record.headers(), record.value()).pixels());
    }
  }

  @Property(tries = 500)
  void shouldReadEveryHeaderThatWasWritten(@ForAll("headers") PlaneHeader header)
      throws MalformedRecordException {
    Map<String, String> written = PlaneHeaders.write(EventType.PLANE, header);
    Map<String, String> withUnknown = new LinkedHashMap<>(written);
    withUnknown.put("ce_ofthefuture", "\u0000ignored");
    PlaneHeader read = PlaneHeaders.read(EventType.PLANE, withUnknown);
    assertEquals(written, PlaneHeaders.write(EventType.PLANE, read));
    assertEquals(header.plateName(), read.plateName());
    assertEquals(header.well(), read.well());
    assertEquals(header.capturedAt(), read.capturedAt());
    assertEquals(header.positionXUm(), read.positionXUm());
    assertEquals(FrameRef.of(header), FrameRef.ofHeaders(written));
  }

  /** Blocks of the delta codec, over their border and in a last one of one sample. */
  @Test
  void shouldDecodePlanesOfSeveralBlocks() throws MalformedRecordException {
    int block = DeltaShuffleZstd.BLOCK;
    int[][] sizes = {{block / 64, 64, 1}, {511, 257, 1}, {1, 65_535, 3}, {1024, 129, 4}};
    for (int[] size : sizes) {
      PlaneHeader header =
          SamplePlanes.small(PixelType.UINT16)
              .sizeX(size[0])
              .sizeY(size[1])
              .samplesPerPixel(size[2])
              .build();
      byte[] pixels = SamplePlanes.pixels(header);
      try (PlaneEncoder encoder = new PlaneEncoder();
          PlaneDecoder decoder = new PlaneDecoder()) {
        WireRecord record = encoder.encode(header, pixels);
        assertArrayEquals(pixels, decoder.decode(record.headers(), record.value()).pixels());
      }
    }
  }

  /** One encoder for planes of different sizes and types, as a publisher has it. */
  @Test
  void shouldForgetTheFormerPlane() throws MalformedRecordException {
    try (PlaneEncoder encoder = new PlaneEncoder();
        PlaneDecoder decoder = new PlaneDecoder()) {
      for (int side : new int[] {400, 3, 512, 1}) {
        for (PixelType type : new PixelType[] {PixelType.UINT16, PixelType.UINT8}) {
          PlaneHeader header = SamplePlanes.small(type).sizeX(side).sizeY(side).build();
          byte[] pixels = SamplePlanes.pixels(header);
          WireRecord record = encoder.encode(header, pixels);
          assertArrayEquals(pixels, decoder.decode(record.headers(), record.value()).pixels());
        }
      }
    }
  }

  @Property(tries = 60)
  void shouldEncodeTypedArraysAsTheirBytes(
      @ForAll PixelCodec codec, @ForAll @IntRange(min = 1, max = 40) int width, @ForAll long seed) {
    Random random = new Random(seed);
    int n = width * 5;
    short[] shorts = new short[n];
    int[] ints = new int[n];
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      shorts[i] = (short) random.nextInt();
      ints[i] = random.nextInt();
      floats[i] = random.nextFloat();
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
    PlaneHeader.Builder header = SamplePlanes.small(PixelType.UINT16).sizeX(width);
    try (PlaneEncoder encoder = new PlaneEncoder(codec)) {
      bytes.asShortBuffer().put(shorts);
      byte[] half = java.util.Arrays.copyOf(bytes.array(), 2 * n);
      assertSame(encoder.encode(header.build(), half), encoder.encode(header.build(), shorts));
      header.pixelType(PixelType.INT32);
      bytes.asIntBuffer().put(ints);
      assertSame(
          encoder.encode(header.build(), bytes.array()), encoder.encode(header.build(), ints));
      header.pixelType(PixelType.FLOAT);
      bytes.asFloatBuffer().put(floats);
      assertSame(
          encoder.encode(header.build(), bytes.array()), encoder.encode(header.build(), floats));
    }
  }

  @Test
  void shouldRefuseArraysOfAnotherTypeOrLength() {
    PlaneHeader floats = SamplePlanes.small(PixelType.FLOAT).build();
    try (PlaneEncoder encoder = new PlaneEncoder()) {
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(floats, new int[35]));
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(floats, new short[35]));
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(floats, new float[34]));
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(floats, new byte[139]));
    }
  }

  @Test
  void shouldRefuseToBuildWhatNoReaderWouldAccept() {
    assertRefused(SamplePlanes.small(PixelType.UINT8).acquisition("../etc"));
    assertRefused(SamplePlanes.small(PixelType.UINT8).plateName("line\nbreak"));
    assertRefused(SamplePlanes.small(PixelType.UINT8).channelName("\ud83d half a pair"));
    assertRefused(SamplePlanes.small(PixelType.UINT8).detector("x".repeat(1025)));
    assertRefused(SamplePlanes.small(PixelType.UINT8).source(""));
    assertRefused(SamplePlanes.small(PixelType.UINT8).exposureMs(Double.NaN));
    assertRefused(SamplePlanes.small(PixelType.UINT8).physicalSizeXUm(0.0));
    assertRefused(SamplePlanes.small(PixelType.UINT8).capturedAt(Instant.MAX));
    assertRefused(SamplePlanes.small(PixelType.UINT8).sizeX(0));
    assertRefused(SamplePlanes.small(PixelType.UINT8).theZ(1));
    assertRefused(SamplePlanes.small(PixelType.UINT8).significantBits(9));
    assertRefused(SamplePlanes.small(PixelType.DOUBLE).sizeX(4096).sizeY(4096));
  }

  @Provide
  Arbitrary<PlaneHeader> headers() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(60).filter(PlaneRoundTripTest::fits);
    Arbitrary<Double> number = Arbitraries.doubles().between(-1e9, 1e9);
    Arbitrary<Double> positive = Arbitraries.doubles().between(1e-6, 1e3).ofScale(7);
    Arbitrary<PlaneHeader.Builder> texts =
        Combinators.combine(
                text.injectNull(0.3),
                text.injectNull(0.3),
                text.injectNull(0.3),
                text.injectNull(0.3),
                Arbitraries.of(ChannelRole.class).injectNull(0.3),
                Arbitraries.longs().between(-60_000_000_000L, 250_000_000_000L))
            .as(
                (plate, channel, binning, detector, role, second) ->
                    SamplePlanes.small(PixelType.UINT16)
                        .plateName(plate)
                        .channelName(channel)
                        .binning(binning)
                        .detector(detector)
                        .channelRole(role)
                        .capturedAt(Instant.ofEpochSecond(second, second & 0xFFFFFF)));
    Arbitrary<PlaneHeader.Builder> measured =
        Combinators.combine(
                texts,
                number.injectNull(0.3),
                number.injectNull(0.3),
                number.injectNull(0.3),
                number.injectNull(0.3),
                number.injectNull(0.3),
                positive.filter(size -> size > 0).injectNull(0.3))
            .as(
                (plane, x, y, z, exposure, delta, size) ->
                    plane
                        .positionXUm(x)
                        .positionYUm(y)
                        .positionZUm(z)
                        .exposureMs(exposure)
                        .deltaTMs(delta)
                        .physicalSizeXUm(size)
                        .physicalSizeYUm(size));
    return Combinators.combine(
            measured,
            Arbitraries.integers().between(0, 6143).injectNull(0.2),
            Arbitraries.integers().between(0, PlaneHeader.MAX_INDEX),
            Arbitraries.integers().between(1, PlaneHeader.MAX_INDEX),
            Arbitraries.integers().between(1, 16).injectNull(0.3))
        .as(
            (plane, well, field, size, bits) ->
                plane
                    .well(well == null ? null : new Well(well / 96, well % 96))
                    .field(field)
                    .sizeC(size)
                    .theC(size - 1)
                    .sizeZ(size)
                    .theZ(size / 2)
                    .sizeT(size)
                    .theT(0)
                    .significantBits(bits)
                    .build());
  }

  private static boolean fits(String text) {
    return WireText.fault(text) == null;
  }

  private static void assertSame(WireRecord expected, WireRecord actual) {
    assertEquals(expected.headers(), actual.headers());
    assertArrayEquals(expected.value(), actual.value());
  }

  private static void assertRefused(PlaneHeader.Builder header) {
    assertThrows(IllegalArgumentException.class, header::build);
  }
}

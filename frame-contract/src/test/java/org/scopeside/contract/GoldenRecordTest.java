package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GoldenRecordTest {
  static List<GoldenRecord> golden() throws IOException, MalformedRecordException {
    return GoldenRecord.all();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldDecodeWhatTheFirstReleaseWrote(GoldenRecord golden) throws MalformedRecordException {
    try (PlaneDecoder decoder = golden.decoder()) {
      Plane plane = decoder.decode(golden.wire().headers(), golden.wire().value());
      assertArrayEquals(golden.plane().pixels(), plane.pixels());
      assertEquals(golden.wire().headers().get("ce_id"), plane.header().frameId());
    }
  }

  /** Another zstd may compress to other bytes, but identity and every header must stay. */
  @ParameterizedTest
  @MethodSource("golden")
  void shouldStillWriteWhatTheFirstReleaseWrote(GoldenRecord golden)
      throws MalformedRecordException {
    try (PlaneEncoder encoder = golden.encoder();
        PlaneDecoder decoder = golden.decoder()) {
      WireRecord again = encoder.encode(golden.plane().header(), golden.plane().pixels());
      assertEquals(
          new ArrayList<>(golden.wire().headers().entrySet()),
          new ArrayList<>(again.headers().entrySet()));
      if (golden.name().contains("identity")) {
        assertArrayEquals(golden.wire().value(), again.value());
      }
      Plane plane = decoder.decode(golden.wire().headers(), again.value());
      assertArrayEquals(golden.plane().pixels(), plane.pixels());
    }
  }

  @Test
  void shouldCoverCodecsTypesAndOptions() throws IOException, MalformedRecordException {
    String all = "";
    for (GoldenRecord golden : golden()) {
      all += golden.wire().headers();
    }
    for (PixelCodec codec : PixelCodec.values()) {
      assertTrue(all.contains("ce_codec=" + codec.wireName() + ","), codec.wireName());
    }
    assertTrue(all.contains("β-catenin 🔬"), "a Unicode plate name");
    assertTrue(all.contains(EventType.LABELS.wireName()), "labels");
    assertTrue(all.contains("ce_samplesperpixel=3"), "RGB");
  }
}

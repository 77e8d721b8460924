package org.scopeside.segmenter.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

class SegmentedChannelTest {
  @ParameterizedTest(name = "{0}: channel {1} of {2}, named {3}, role {4}: {5}")
  @CsvSource({
    // A role decides, whatever the name says.
    "auto, 1, 3, GFP,     NUCLEUS,  true",
    "auto, 0, 3, DAPI,    OTHER,    false",
    "auto, 0, 3, DAPI,    MEMBRANE, false",
    "AUTO, 1, 3, GFP,     NUCLEUS,  true",
    // Without one, the name.
    "auto, 2, 3, Hoechst, ,         true",
    "auto, 0, 3, GFP,     ,         false",
    // Without a name, the first; and the only channel, whatever its name.
    "auto, 0, 2, ,        ,         true",
    "auto, 1, 2, ,        ,         false",
    "auto, 0, 1, GFP,     ,         true",
    "auto, 0, 1, ,        ,         true",
    // A name that was set, in any case.
    "gfp,  1, 3, GFP,     OTHER,    true",
    "GFP,  1, 3, gfp,     ,         true",
    "GFP,  0, 3, DAPI,    NUCLEUS,  false",
    "GFP,  0, 3, ,        NUCLEUS,  false",
    "GFP,  0, 1, DAPI,    ,         false",
    // An index that was set.
    "1,    1, 3, GFP,     OTHER,    true",
    "1,    0, 3, DAPI,    NUCLEUS,  false",
    "0,    0, 1, ,        ,         true",
  })
  void shouldDecideFromThePlanesOwnHeaders(
      String setting,
      int theC,
      int sizeC,
      @Nullable String name,
      @Nullable ChannelRole role,
      boolean segmented) {
    PlaneHeader plane =
        new PlaneHeader.Builder()
            .acquisition("run-1")
            .source("/scopes/1")
            .capturedAt(Instant.EPOCH)
            .theC(theC)
            .sizeC(sizeC)
            .channelName(name)
            .channelRole(role)
            .sizeX(1)
            .sizeY(1)
            .pixelType(PixelType.UINT8)
            .build();
    assertEquals(segmented, new SegmentedChannel(setting, ChannelRole.NUCLEUS).includes(plane));
  }
}

package org.scopeside.segmenter.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
    PlaneHeader plane = plane(theC, sizeC, name, role);
    assertEquals(segmented, new SegmentedChannel(setting, ChannelRole.NUCLEUS).includes(plane));
  }

  @ParameterizedTest(name = "channel {0} of {1}, role {2}: place {3}")
  @CsvSource({
    // Roles decide where they are told.
    "0, 2, CELL,    0",
    "1, 2, NUCLEUS, 1",
    "0, 3, OTHER,   -1",
    "2, 3, CELL,    0",
    // Of two channels the one that does not show nuclei shows cells.
    "1, 2, OTHER,   0",
    "0, 2, ,        1",
    "1, 2, ,        0",
    // Of three without roles nobody can tell.
    "1, 3, ,        -1",
    "1, 2, MEMBRANE, -1",
  })
  void shouldPlaceChannelsOfModelThatTakesCellsAndNuclei(
      int theC, int sizeC, @Nullable ChannelRole role, int position) {
    FieldChannels channels =
        new FieldChannels(List.of(ChannelRole.CELL, ChannelRole.NUCLEUS), List.of("auto"));
    assertEquals(position, channels.position(plane(theC, sizeC, null, role)));
  }

  @Test
  void shouldTakeSecondChannelThatWasSet() {
    FieldChannels channels =
        new FieldChannels(List.of(ChannelRole.NUCLEUS, ChannelRole.CELL), List.of("0", "2"));
    assertEquals(0, channels.position(plane(0, 3, null, null)));
    assertEquals(FieldChannels.NONE, channels.position(plane(1, 3, null, null)));
    assertEquals(1, channels.position(plane(2, 3, null, null)));
  }

  private static PlaneHeader plane(
      int theC, int sizeC, @Nullable String name, @Nullable ChannelRole role) {
    return new PlaneHeader.Builder()
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
  }
}

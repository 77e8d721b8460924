package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/** Ids, roles and times made of what users and devices write. */
class NamesAndTimesTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.75Z");

  @Property
  void shouldMakeALegalIdOfAnyNameAndNeverTheSameTwice(@ForAll String name) {
    AcquisitionIds ids = new AcquisitionIds();
    String first = ids.next(name, START);
    String second = ids.next(name, START);

    assertTrue(PlaneHeader.isAcquisitionId(first), first);
    assertTrue(PlaneHeader.isAcquisitionId(second), second);
    assertEquals(first + "-2", second);
  }

  @Test
  void shouldKeepWhatIsReadableOfAName() {
    AcquisitionIds ids = new AcquisitionIds();

    assertEquals("plate_7_1-20260301T100000Z", ids.next("plate 7_1", START));
    assertEquals("Grosse-20260301T100000Z", ids.next("_Größe?".replace("ß", "ss"), START));
    assertEquals("acquisition-20260301T100000Z", ids.next(null, START));
    assertEquals("acquisition-20260301T100000Z-2", ids.next("///", START));
  }

  @Test
  void shouldTellRolesByNameEachOnceAndTheUsersWordFirst() {
    assertEquals(
        "[OTHER, NUCLEUS, OTHER]",
        ChannelRoles.BY_NAME.assign(List.of("BF", "Hoechst", "DAPI")).toString());
    assertEquals(
        "[CELL, MEMBRANE, NUCLEUS]",
        ChannelRoles.BY_NAME.assign(List.of("CellMask", "WGA", "mCherry_H2B")).toString());
    assertEquals("[NUCLEUS, OTHER]", ChannelRoles.BY_NAME.assign(List.of("405", "488")).toString());
    assertEquals("[NUCLEUS]", ChannelRoles.BY_NAME.assign(List.of("Default")).toString());
    assertEquals(
        "[OTHER, NUCLEUS, NUCLEUS]",
        ChannelRoles.of(
                Map.of(
                    "dapi",
                    ChannelRole.OTHER,
                    "GFP",
                    ChannelRole.NUCLEUS,
                    "rfp ",
                    ChannelRole.NUCLEUS))
            .assign(List.of("DAPI", "gfp", "RFP"))
            .toString());
    assertEquals(
        "[MEMBRANE, NUCLEUS]",
        ChannelRoles.of(Map.of("a", ChannelRole.MEMBRANE)).assign(List.of("a", "b")).toString());
  }

  @Test
  void shouldReadTimesAsMicroManagerWritesThem() {
    assertEquals(
        Instant.parse("2026-03-01T09:00:00.250Z"),
        ReceivedTime.parse("2026-03-01 10:00:00.250 +0100"));
    assertEquals(
        Instant.parse("2026-03-01T10:00:00Z"), ReceivedTime.parse("2026-03-01 10:00:00 +0000"));
    Instant local =
        LocalDateTime.parse("2026-03-01T10:00:00").atZone(ZoneId.systemDefault()).toInstant();
    assertEquals(local, ReceivedTime.parse("2026-03-01 10:00:00 -"));
    assertEquals(local.plusNanos(123_456_000), ReceivedTime.parse("2026-03-01 10:00:00.123456"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-01 10:00:00", "2026-03-01 10:00:00 +9999"})
  void shouldReadNoTimeWhereThereIsNone(String text) {
    assertNull(ReceivedTime.parse(text));
    assertNull(ReceivedTime.parse(null));
  }

  @Property
  void shouldMakeLegalTextOfAnything(@ForAll String text) {
    String legal = HeaderText.of(text);

    new PlaneHeader.Builder()
        .acquisition("a")
        .source("s")
        .capturedAt(START)
        .sizeX(1)
        .sizeY(1)
        .pixelType(PixelType.UINT8)
        .channelName(legal)
        .detector(HeaderText.of(text + "x".repeat(2000)))
        .build();
  }
}

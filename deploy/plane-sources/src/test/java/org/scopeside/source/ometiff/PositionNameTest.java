package org.scopeside.source.ometiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionNameTest {
  @Test
  void shouldReadWellsAsProgramsWriteThem() {
    assertEquals("A01 0, A01 1", seats("A1-Site_0", "A1-Site_1"));
    assertEquals("A01 0, B12 1", seats("A01_0", "B12_1"));
    assertEquals("A01 1, A01 0", seats("A01 f2", "A01 f1"));
    assertEquals("C04 0, D05 0", seats("C4", "d05"));
    assertEquals("AF48 0, B01 0", seats("Well AF48", "well_B1"));
    assertEquals("F01 0, G01 0", seats("F1", "G1"));
  }

  @Test
  void shouldCountFieldsOverAllWells() {
    // A field that one well lacks leaves a hole there.
    assertEquals(
        "A01 0, A01 2, A02 0, A02 1, A02 2", seats("A1_3", "A1_7", "A2_3", "A2_4", "A2_7"));
  }

  @Test
  void shouldTakeOtherNamesForNoWells() {
    assertNull(seats("A01_0", "Pos1"));
    assertNull(seats("A01_0", null));
    assertNull(seats("S1", "S2", "S3"));
    assertNull(seats("A01_0", "A1-Site_0"));
    assertNull(seats("A100"));
    assertNull(seats("1-Pos_000_001"));
  }

  private static @Nullable String seats(@Nullable String... names) {
    List<PositionName.Seat> seats = PositionName.seats(Arrays.asList(names));
    if (seats == null) {
      return null;
    }
    return String.join(
        ", ", seats.stream().map(seat -> seat.well().label() + " " + seat.field()).toList());
  }
}

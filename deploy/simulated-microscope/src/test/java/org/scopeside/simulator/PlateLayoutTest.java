package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PlateLayoutTest {

  @Test
  void shouldNameWellsForPeople() {
    assertEquals("A01", PlateLayout.wellName(0, 0));
    assertEquals("H12", PlateLayout.wellName(7, 11));
    assertEquals("Z09", PlateLayout.wellName(25, 8));
    assertEquals("AA01", PlateLayout.wellName(26, 0));
    assertEquals("AF48", PlateLayout.wellName(31, 47));
  }

  @Test
  void shouldPutControlsInOuterColumnsAndDosesBetween() {
    List<SimulatedWell> wells = PlateLayout.of96Wells(1).wells();
    assertEquals(96, wells.size());
    for (SimulatedWell well : wells) {
      if (well.column() < 2) {
        assertEquals(WellRole.NEGATIVE_CONTROL, well.role(), well.name());
      } else if (well.column() == 11) {
        assertEquals(WellRole.POSITIVE_CONTROL, well.role(), well.name());
      } else if (well.role() == WellRole.DOSE) {
        assertEquals(well.column() - 1, well.dose(), well.name());
      } else {
        assertEquals(WellRole.EMPTY, well.role(), well.name());
        assertTrue(Double.isNaN(well.dose()), well.name());
      }
    }
    assertEquals(4, wells.stream().filter(w -> w.role() == WellRole.EMPTY).count());
  }

  @Test
  void shouldRespondMoreToHigherDoses() {
    List<SimulatedWell> doses =
        PlateLayout.of96Wells(1).wells().stream()
            .filter(w -> w.role() == WellRole.DOSE && w.row() == 1)
            .toList();
    for (int i = 1; i < doses.size(); i++) {
      assertTrue(doses.get(i).response() > doses.get(i - 1).response(), doses.get(i).name());
    }
    assertTrue(doses.get(0).response() < 0.05);
    assertTrue(doses.get(doses.size() - 1).response() > 0.95);
  }

  @Test
  void shouldChooseEmptyWellsBySeed() {
    assertEquals(PlateLayout.of96Wells(5).wells(), PlateLayout.of96Wells(5).wells());
    assertNotEquals(PlateLayout.of96Wells(5).wells(), PlateLayout.of96Wells(6).wells());
  }

  @Test
  void shouldIncludeEveryRoleAmongTwelveWells() {
    List<WellRole> roles =
        PlateLayout.of96Wells(1).wells(12).stream().map(SimulatedWell::role).toList();
    assertEquals(12, roles.size());
    assertTrue(roles.containsAll(List.of(WellRole.values())), roles.toString());
    assertTrue(roles.stream().filter(r -> r == WellRole.DOSE).count() >= 6, roles.toString());
  }

  @Test
  void shouldIncludeBothControlsAmongTwoWells() {
    List<WellRole> roles =
        PlateLayout.of96Wells(1).wells(2).stream().map(SimulatedWell::role).toList();
    assertEquals(List.of(WellRole.NEGATIVE_CONTROL, WellRole.POSITIVE_CONTROL), roles);
  }

  @Property(tries = 200)
  void shouldGiveEachWellOnceInRowMajorOrder(
      @ForAll @IntRange(min = 1, max = 32) int rows,
      @ForAll @IntRange(min = 3, max = 48) int columns,
      @ForAll @IntRange(min = 1, max = 1600) int limit,
      @ForAll long seed) {
    List<SimulatedWell> wells = new PlateLayout(rows, columns, seed).wells(limit);
    assertEquals(Math.min(limit, rows * columns), wells.size());
    assertEquals(wells.size(), new HashSet<>(wells).size());
    for (int i = 1; i < wells.size(); i++) {
      SimulatedWell before = wells.get(i - 1);
      SimulatedWell here = wells.get(i);
      assertTrue(
          before.row() * columns + before.column() < here.row() * columns + here.column(),
          before.name() + " before " + here.name());
    }
  }

  @Test
  void shouldRefuseUnknownPlatesAndLimitsWithFacts() {
    refused(
        "plate of 8 rows x 2 columns: 1..32 rows x 3..48 columns are known",
        () -> new PlateLayout(8, 2, 1));
    refused("well limit 0 is less than 1", () -> PlateLayout.of96Wells(1).wells(0));
  }

  private static void refused(String facts, Executable layout) {
    assertEquals(facts, assertThrows(IllegalArgumentException.class, layout).getMessage());
  }
}

package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellFieldTest {

  private static final int SEEDS = 12;

  private static List<CellField> fields(CellKind kind) {
    List<CellField> fields = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      fields.add(CellField.draw(kind, 160, 128, seed));
    }
    return fields;
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEachCellOneConnectedLabel(CellKind kind) {
    for (CellField field : fields(kind)) {
      FieldTruth.requireOnePieceEach(field.cells(), field.sizeX(), field.count());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepNucleusInsideItsCell(CellKind kind) {
    for (CellField field : fields(kind)) {
      int[] cells = field.cells();
      int[] nuclei = field.nuclei();
      FieldTruth.requireAtMostOnePieceEach(nuclei, field.sizeX(), field.count());
      for (int i = 0; i < cells.length; i++) {
        assertTrue(nuclei[i] == 0 || nuclei[i] == cells[i], "pixel " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowTheNucleusOfMostCells(CellKind kind) {
    int cells = 0;
    int nuclei = 0;
    for (CellField field : fields(kind)) {
      Set<Integer> seen = new HashSet<>();
      for (int label : field.nuclei()) {
        seen.add(label);
      }
      cells += field.count();
      nuclei += seen.size() - 1;
    }
    assertTrue(nuclei > 0.8 * cells, nuclei + " nuclei in " + cells + " cells");
    assertTrue(nuclei < cells, nuclei + " nuclei in " + cells + " cells");
  }

  @ParameterizedTest
  @EnumSource
  void shouldShineWhereCellsAndNucleiAre(CellKind kind) {
    for (CellField field : fields(kind)) {
      if (field.count() > 0) {
        assertBrighterInside(field.cellPlane(), field.cells());
      }
    }
  }

  private static void assertBrighterInside(short[] plane, int[] labels) {
    double inside = FieldTruth.mean(plane, labels, false);
    double outside = FieldTruth.mean(plane, labels, true);
    assertTrue(Double.isNaN(outside) || inside > outside, inside + " against " + outside);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrawTheSameFieldForTheSameSeed(CellKind kind) {
    CellField once = CellField.draw(kind, 100, 80, 3);
    List<CellField> again =
        IntStream.range(0, 4).parallel().mapToObj(i -> CellField.draw(kind, 100, 80, 3)).toList();
    for (CellField field : again) {
      assertArrayEquals(once.cells(), field.cells());
      assertArrayEquals(once.nuclei(), field.nuclei());
      assertArrayEquals(once.cellPlane(), field.cellPlane());
      assertArrayEquals(once.nucleusPlane(), field.nucleusPlane());
    }
    CellField other = CellField.draw(kind, 100, 80, 4);
    assertFalse(Arrays.equals(once.cellPlane(), other.cellPlane()));
  }

  @Test
  void shouldDrawSmallAndLargeCells() {
    double[] diameters =
        IntStream.range(0, 40)
            .mapToDouble(i -> CellField.draw(CellKind.ROUND, 256, 256, i).medianDiameterPx())
            .filter(diameter -> diameter > 0)
            .sorted()
            .toArray();
    assertTrue(diameters[0] < 18, "smallest " + diameters[0]);
    assertTrue(diameters[diameters.length - 1] > 50, "largest " + diameters[diameters.length - 1]);
  }

  @Test
  void shouldLeaveNucleiOfUnstainedNeighboursWithoutLabel() {
    int unlabelled = 0;
    for (CellField field : fields(CellKind.TISSUE)) {
      short[] sorted = field.nucleusPlane().clone();
      Arrays.sort(sorted);
      int bright = Short.toUnsignedInt(sorted[sorted.length * 95 / 100]);
      for (int i = 0; i < sorted.length; i++) {
        boolean shines = Short.toUnsignedInt(field.nucleusPlane()[i]) > bright;
        unlabelled += shines && field.cells()[i] == 0 ? 1 : 0;
      }
    }
    assertTrue(unlabelled > 0.01 * SEEDS * 160 * 128, "bright without label: " + unlabelled);
  }

  @Test
  void shouldRefuseFieldsTooSmallToHoldACell() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> CellField.draw(CellKind.ROUND, 63, 64, 1));
    assertEquals("sizeX 63 not in 64..4096", refusal.getMessage());
  }
}

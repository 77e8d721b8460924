package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NucleusFieldTest {

  @Test
  void shouldGiveEachNucleusOneConnectedLabel() {
    for (long seed = 0; seed < 30; seed++) {
      NucleusField field = NucleusField.draw(160, 128, seed);
      FieldTruth.requireOnePieceEach(field.labels(), field.sizeX(), field.count());
    }
  }

  @Test
  void shouldShineWhereNucleiAre() {
    for (long seed = 0; seed < 30; seed++) {
      NucleusField field = NucleusField.draw(160, 128, seed);
      if (field.count() > 0) {
        double inside = FieldTruth.mean(field.plane(), field.labels(), false);
        double outside = FieldTruth.mean(field.plane(), field.labels(), true);
        assertTrue(inside > outside, inside + " against " + outside + ", seed " + seed);
      }
    }
  }

  @Test
  void shouldDrawEmptyCrowdedFineAndCoarseFields() {
    int empty = 0;
    int crowded = 0;
    int small = 0;
    int large = 0;
    for (long seed = 0; seed < 150; seed++) {
      NucleusField field = NucleusField.draw(96, 96, seed);
      double diameter = field.medianDiameterPx();
      int labelled = 0;
      for (int label : field.labels()) {
        labelled += label == 0 ? 0 : 1;
      }
      empty += field.count() == 0 ? 1 : 0;
      crowded += labelled > 0.4 * 96 * 96 ? 1 : 0;
      small += diameter > 0 && diameter < 12 ? 1 : 0;
      large += diameter > 35 ? 1 : 0;
    }
    assertTrue(empty > 0 && empty < 30, "empty: " + empty);
    assertTrue(crowded > 5, "crowded: " + crowded);
    assertTrue(small > 15, "small: " + small);
    assertTrue(large > 15, "large: " + large);
  }

  @Test
  void shouldDrawTheSameFieldForTheSameSeed() {
    NucleusField once = NucleusField.draw(128, 96, 5);
    NucleusField again = NucleusField.draw(128, 96, 5);
    assertArrayEquals(once.plane(), again.plane());
    assertArrayEquals(once.labels(), again.labels());
  }

  @Test
  void shouldDrawFieldsOfASeriesInAnyOrder() {
    FieldSeries series = new FieldSeries(9, 64, List.of(CellKind.TISSUE, CellKind.ROUND));
    short[] third = series.cells(2).cellPlane();
    assertEquals(series.cells(0).kind(), series.cells(0).kind());
    assertArrayEquals(third, series.cells(2).cellPlane());
    assertNotEquals(series.fieldSeed(0), series.fieldSeed(1));
    assertNotEquals(series.fieldSeed(1), new FieldSeries(10, 64, series.kinds()).fieldSeed(0));
  }
}

package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.Well;
import org.scopeside.panel.state.PlateState;
import org.scopeside.panel.state.WellState;

/** Colours, places and words of the plate map, which need no display. */
class PlateDrawingTest {
  @Test
  void shouldMapHigherValuesToLighterColours() {
    double former = -1;
    for (int i = 0; i <= 20; i++) {
      double light = Palette.luminance(Viridis.at(i / 20.0));
      assertTrue(light > former, "step " + i);
      former = light;
    }
    assertEquals(new Color(0x440154), Viridis.at(-1));
    assertEquals(new Color(0xFDE725), Viridis.at(2));
  }

  @Test
  void shouldSpanARangeThatStaysWhileAPlateFills() {
    assertNull(ColourRange.of(new double[] {Double.NaN}));
    assertRange(0, 600, 100, 548, Double.NaN);
    assertRange(0, 600, 100, 551);
    assertRange(-1.92, -1.6, -1.9, -1.6);
    assertRange(0, 1, 0, 0);
    assertRange(90, 105, 100, 100);
  }

  private static void assertRange(double low, double high, double... values) {
    ColourRange range = ColourRange.of(values);
    assertNotNull(range);
    assertEquals(low, range.low(), 1e-9);
    assertEquals(high, range.high(), 1e-9);
    for (double value : values) {
      boolean inside = range.fraction(value) >= 0 && range.fraction(value) <= 1;
      assertTrue(inside || Double.isNaN(value), value + " is outside");
    }
  }

  @Test
  void shouldPlaceWellsOfTheLargestPlateInsideTheDrawing() {
    PlateLayout layout = new PlateLayout(64, 96, 700, 500, 26, 20, 100);
    assertTrue(layout.well(63, 95).getMaxX() <= 700);
    assertTrue(layout.well(63, 95).getMaxY() <= 500);
    for (int column = 0; column < 96; column++) {
      assertEquals(column, layout.columnAt(layout.well(0, column).getCenterX()));
    }
    assertTrue(layout.labelStep(15) * layout.cell() >= 15);
  }

  @Test
  void shouldLeaveOutWellsThatAreNotOnThePlate() {
    List<WellState> wells = new ArrayList<>();
    wells.add(WellState.of(new Well(1, 1)).build());
    wells.add(WellState.of(new Well(20, 1)).build());
    PlateGrid grid = PlateGrid.of(PlateState.plate(8, 12, wells, "U02"), 1.5);
    assertEquals(13, grid.slot("B02"));
    assertEquals(-1, grid.slot("U02"));
    assertNull(grid.at(-1));
  }

  @Test
  void shouldArrangePositionsWithoutAPlateLikeTheirPlace() {
    List<WellState> positions = new ArrayList<>();
    for (int i = 0; i < 35; i++) {
      positions.add(WellState.position("Pos" + i).build());
    }
    PlateGrid wide = PlateGrid.of(PlateState.positions(positions, null), 4);
    PlateGrid narrow = PlateGrid.of(PlateState.positions(positions, null), 0.25);
    assertEquals(12, wide.columns());
    assertEquals(3, narrow.columns());
    assertEquals(34, wide.slot("Pos34"));
    assertEquals(1, PlateGrid.of(PlateState.NONE, 2).columns());
  }

  @Test
  void shouldKeepTextReadableInAnyTheme() {
    int[][] themes = {{0xF0F0F0, 0x141414}, {0x404040, 0xC8C8C8}, {0, 0xFFFFFF}, {0xFFFFFF, 0}};
    for (int[] theme : themes) {
      Palette palette = new Palette(new Color(theme[0]), new Color(theme[1]));
      for (Ink ink : Ink.values()) {
        for (Color ground : new Color[] {palette.background(), palette.card()}) {
          double contrast = Palette.contrast(palette.ink(ink), ground);
          assertTrue(contrast >= 4.5, ink + " on " + ground + ": " + contrast);
        }
      }
    }
  }

  @Test
  void shouldEscapeNamesInTooltips() {
    WellState odd = WellState.position("<b>&").planes(1, 0, 0).build();
    String tooltip = WellWords.tooltip(odd, SampleStates.MEASURES, "count");
    assertTrue(tooltip.contains("&lt;b&gt;&amp;"), tooltip);
  }
}

package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

class NucleusCellMatchTest {
  @Test
  void shouldGiveANucleusToTheCellThatItSharesMostPixelsWith() {
    NucleusCellMatch match = match(Drawing.labels(".111.."), Drawing.labels("112222"));
    assertArrayEquals(new int[] {1}, match.parents());
    assertArrayEquals(new int[] {1, 0}, match.nucleiCounts());
    assertArrayEquals(new String[] {"221111"}, Drawing.rows(match.cells().labels()));
  }

  @Test
  void shouldGiveANucleusToTheLowerCellWhereBothShareAsMuch() {
    NucleusCellMatch match = match(Drawing.labels(".11."), Drawing.labels("1122"));
    assertArrayEquals(new String[] {"1122"}, Drawing.rows(match.cells().labels()));
    assertArrayEquals(new int[] {1, 0}, match.nucleiCounts());
  }

  @Test
  void shouldNumberPairsFirstThenWhatIsLeftOver() {
    LabelImage cells = Drawing.labels("111.222.333.444...");
    LabelImage nuclei = Drawing.labels("....12..3...455..6");
    NucleusCellMatch match = match(nuclei, cells);

    // Cells 2, 3, 4 have nuclei, cell 1 has none; nucleus 2 is a further one of cell 2, nucleus 4
    // of cell 4, and nucleus 6 lies in no cell.
    assertEquals(3, match.pairs());
    assertArrayEquals(new String[] {"444.111.222.333..."}, Drawing.rows(match.cells().labels()));
    assertArrayEquals(new String[] {"....14..2...533..6"}, Drawing.rows(match.nuclei().labels()));
    assertArrayEquals(new int[] {1, 2, 3, 1, 3, 0}, match.parents());
    assertArrayEquals(new int[] {2, 1, 2, 0}, match.nucleiCounts());
    assertEquals(1, match.cellsWithoutNucleus());
    assertEquals(1, match.nucleiWithoutCell());
  }

  @Test
  void shouldTakeScoresAndClassesAlong() {
    FoundObjects cells =
        new FoundObjects(Drawing.labels("1122"), new float[] {0.1f, 0.2f}, new int[] {7, 8});
    NucleusCellMatch match = NucleusCellMatch.of(FoundObjects.of(Drawing.labels("...1")), cells);
    assertArrayEquals(new float[] {0.2f, 0.1f}, match.cells().scores());
    assertArrayEquals(new int[] {8, 7}, match.cells().classes());
    assertEquals(0, match.nuclei().scores().length);
  }

  @Test
  void shouldMatchNothingWhereOneKindIsMissing() {
    LabelImage none = LabelImage.empty(4, 1);
    NucleusCellMatch onlyCells = match(none, Drawing.labels("1122"));
    assertEquals(0, onlyCells.pairs());
    assertArrayEquals(new int[] {0, 0}, onlyCells.nucleiCounts());
    NucleusCellMatch onlyNuclei = match(Drawing.labels("1.2."), none);
    assertArrayEquals(new int[] {0, 0}, onlyNuclei.parents());
    assertEquals(2, onlyNuclei.nucleiWithoutCell());
    assertEquals(0, match(none, none).cells().labels().objectCount());
  }

  @Test
  void shouldRefusePlanesOfDifferentSize() {
    assertEquals(
        "nuclei are 1x1, cells are 2x1",
        assertThrows(
                IllegalArgumentException.class,
                () -> match(Drawing.labels("1"), Drawing.labels("11")))
            .getMessage());
  }

  @Property(tries = 100)
  void shouldKeepEveryObjectAndTellWhoBelongsTogetherByNumber(@ForAll long seed) {
    LabelImage cells = Drawing.discs(90, 70, 14, 7, seed);
    LabelImage nuclei = Drawing.discs(90, 70, 9, 3, seed + 1);
    NucleusCellMatch match = match(nuclei, cells);

    assertEquals(
        cells.objectCount(), LabelImage.of(match.cells().labels().labels(), 90, 70).objectCount());
    assertEquals(
        nuclei.objectCount(),
        LabelImage.of(match.nuclei().labels().labels(), 90, 70).objectCount());
    for (int pair = 1; pair <= match.pairs(); pair++) {
      assertEquals(pair, match.parents()[pair - 1]);
    }
    assertEquals(
        nuclei.objectCount(),
        Arrays.stream(match.nucleiCounts()).sum() + match.nucleiWithoutCell());
    NucleusCellMatch again = NucleusCellMatch.of(match.nuclei(), match.cells());
    assertArrayEquals(match.cells().labels().labels(), again.cells().labels().labels());
    assertArrayEquals(match.nuclei().labels().labels(), again.nuclei().labels().labels());
    assertArrayEquals(match.parents(), again.parents());
  }

  private static NucleusCellMatch match(LabelImage nuclei, LabelImage cells) {
    return NucleusCellMatch.of(FoundObjects.of(nuclei), FoundObjects.of(cells));
  }
}

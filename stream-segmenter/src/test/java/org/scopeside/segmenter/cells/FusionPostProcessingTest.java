package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

class FusionPostProcessingTest {
  // The smoothing is too narrow to do anything: what is drawn bright is above the threshold.
  private static final FusionSettings SHARP = new FusionSettings(0.1, 0, 1, 0);
  private static final FusionPostProcessing FUSION = new FusionPostProcessing(SHARP);

  @Test
  void shouldMergeCellsThatShareANucleus() {
    var result =
        FUSION.apply(channel("........"), Drawing.labels(".111...2"), Drawing.labels("1122.334"));
    assertArrayEquals(new String[] {"1111.223"}, Drawing.rows(result.cells()));
    assertEquals(1, result.merged());
  }

  @Test
  void shouldMergeAChainOfCellsIntoOne() {
    var result =
        FUSION.apply(channel("........"), Drawing.labels(".1122..."), Drawing.labels("33112244"));
    assertArrayEquals(new String[] {"11111122"}, Drawing.rows(result.cells()));
    assertEquals(2, result.merged());
  }

  @Test
  void shouldNotMergeCellsThatHardlyShareANucleusWhereThatIsChosen() {
    FusionPostProcessing strict = new FusionPostProcessing(new FusionSettings(0.1, 0, 1, 0.3));
    var result =
        strict.apply(channel("......"), Drawing.labels(".1111."), Drawing.labels("112222"));
    assertArrayEquals(new String[] {"112222"}, Drawing.rows(result.cells()));
  }

  @Test
  void shouldJoinARegionToTheOneCellThatItTouches() {
    var result =
        FUSION.apply(
            channel("######..", "........"), none(8, 2), Drawing.labels(".11.....", "........"));
    assertArrayEquals(new String[] {"111111..", "........"}, Drawing.rows(result.cells()));
    // On both sides of the cell: two regions.
    assertEquals(2, result.joinedRegions());
  }

  @Test
  void shouldDiscardARegionThatTouchesSeveralCells() {
    var result = FUSION.apply(channel("#######."), none(8, 1), Drawing.labels("11...22."));
    assertArrayEquals(new String[] {"11...22."}, Drawing.rows(result.cells()));
    assertEquals(1, result.discardedRegions());
  }

  @Test
  void shouldJoinARegionThatTouchesSeveralPiecesOfOneMergedCell() {
    var result =
        FUSION.apply(
            channel("#######.", "........"),
            Drawing.labels("........", ".11111.."),
            Drawing.labels("11...22.", "11...22."));
    assertArrayEquals(new String[] {"1111111.", "1111111."}, Drawing.rows(result.cells()));
    assertEquals(1, result.joinedRegions());
  }

  @Test
  void shouldMakeACellOfARegionThatTouchesNone() {
    var result =
        FUSION.apply(
            channel("......##", "......##"), none(8, 2), Drawing.labels("11......", "11......"));
    assertArrayEquals(new String[] {"11....22", "11....22"}, Drawing.rows(result.cells()));
    assertEquals(1, result.newRegions());
  }

  @Test
  void shouldNotTakeACornerForATouch() {
    var result = FUSION.apply(channel("....", "..##"), none(4, 2), Drawing.labels("11..", "...."));
    assertArrayEquals(new String[] {"11..", "..22"}, Drawing.rows(result.cells()));
  }

  @Test
  void shouldDropRegionsThatAreSmall() {
    FusionPostProcessing coarse = new FusionPostProcessing(new FusionSettings(0.1, 0, 3, 0));
    var result = coarse.apply(channel("##...###"), none(8, 1), none(8, 1));
    assertArrayEquals(new String[] {".....111"}, Drawing.rows(result.cells()));
  }

  @Test
  void shouldEnlargeTheCellOfANucleusThatStandsOut() {
    var result =
        FUSION.apply(channel("......"), Drawing.labels(".1111."), Drawing.labels("111..."));
    assertArrayEquals(new String[] {"11111."}, Drawing.rows(result.cells()));
    assertEquals(1, result.enlarged());
    assertEquals(0, result.newNuclei());
  }

  @Test
  void shouldMakeACellOfANucleusThatLiesInNone() {
    var result =
        FUSION.apply(channel("......"), Drawing.labels("1..22."), Drawing.labels("11...."));
    assertArrayEquals(new String[] {"11.22."}, Drawing.rows(result.cells()));
    assertEquals(0, result.enlarged());
    assertEquals(1, result.newNuclei());
  }

  @Test
  void shouldMergeACellWithARegionThatTheNucleusBetweenThemShows() {
    var result =
        FUSION.apply(channel(".....###"), Drawing.labels(".11111.."), Drawing.labels("11......"));
    assertArrayEquals(new String[] {"11111111"}, Drawing.rows(result.cells()));
    assertEquals(1, result.merged());
  }

  @Test
  void shouldFindNothingInPlanesWithoutAnything() {
    for (GreyImage plane :
        new GreyImage[] {
          new GreyImage(new float[1], 1, 1),
          new GreyImage(new float[4096], 4096, 1),
          new GreyImage(new float[4096], 1, 4096)
        }) {
      LabelImage empty = LabelImage.empty(plane.width(), plane.height());
      var fusion = new FusionPostProcessing(FusionSettings.defaults());
      assertEquals(0, fusion.apply(plane, empty, empty).cells().objectCount());
    }
  }

  @Test
  void shouldNotTakeNoiseForCells() {
    SplittableRandom random = new SplittableRandom(3);
    float[] noise = new float[256 * 256];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 100 + (float) random.nextDouble() + (float) random.nextDouble();
    }
    LabelImage empty = LabelImage.empty(256, 256);
    var fusion = new FusionPostProcessing(FusionSettings.defaults());
    assertEquals(
        0, fusion.apply(new GreyImage(noise, 256, 256), empty, empty).cells().objectCount());
  }

  @Test
  void shouldRefusePlanesThatDoNotFitAndValuesThatAreNoNumbers() {
    assertEquals(
        "cell channel is 2x1, cells are 1x1",
        assertThrows(
                IllegalArgumentException.class,
                () -> FUSION.apply(channel(".."), none(1, 1), none(1, 1)))
            .getMessage());
    GreyImage broken = new GreyImage(new float[] {1, Float.NaN}, 2, 1);
    assertThrows(
        NonFinitePixelsException.class, () -> FUSION.apply(broken, none(2, 1), none(2, 1)));
    assertEquals(
        "minSharedFraction = 2.0 lies outside 0.0 to 1.0",
        assertThrows(IllegalArgumentException.class, () -> new FusionSettings(1, 4, 30, 2))
            .getMessage());
  }

  @Property(tries = 100)
  void shouldLeaveEveryNucleusInExactlyOneCell(@ForAll long seed) {
    LabelImage cells = Drawing.discs(110, 80, 17, 8, seed);
    LabelImage nuclei = Drawing.discs(110, 80, 13, 4, seed + 1);
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[110 * 80];
    LabelImage shown = Drawing.discs(110, 80, 15, 7, seed + 2);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (shown.labels()[i] > 0 ? 1000 : 100) + random.nextInt(50);
    }
    var result =
        new FusionPostProcessing(new FusionSettings(1, 4, 10, 0))
            .apply(new GreyImage(pixels, 110, 80), nuclei, cells);

    LabelImage.of(result.cells().labels(), 110, 80); // checks that no number is missing
    int[] cellOf = new int[nuclei.objectCount() + 1];
    for (int i = 0; i < pixels.length; i++) {
      int nucleus = nuclei.labels()[i];
      if (nucleus > 0) {
        int cell = result.cells().labels()[i];
        assertEquals(cellOf[nucleus] == 0 ? cell : cellOf[nucleus], cell, "two cells, or none");
        cellOf[nucleus] = cell;
      }
      assertTrue(cells.labels()[i] == 0 || result.cells().labels()[i] > 0, "a pixel lost");
    }
    var match = NucleusCellMatch.of(FoundObjects.of(nuclei), FoundObjects.of(result.cells()));
    assertEquals(0, match.nucleiWithoutCell());
    assertEquals(
        cells.objectCount() - result.merged() + result.newRegions() + result.newNuclei(),
        result.cells().objectCount());
  }

  /** {@code #} is bright. */
  private static GreyImage channel(String... rows) {
    int width = rows[0].length();
    float[] pixels = new float[width * rows.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = rows[i / width].charAt(i % width) == '#' ? 1000 : 100;
    }
    return new GreyImage(pixels, width, rows.length);
  }

  private static LabelImage none(int width, int height) {
    return LabelImage.empty(width, height);
  }
}

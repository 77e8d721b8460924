package org.scopeside.segmenter.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

class ObjectMatchingTest {
  private static final double[] HALF = {0.5};

  private static LabelImage row(int... labels) {
    return LabelImage.of(labels, labels.length, 1);
  }

  private static ContingencyTable table(LabelImage truth, LabelImage predicted) {
    return ContingencyTable.of(truth, predicted);
  }

  private static ImageEvaluation evaluate(LabelImage truth, LabelImage predicted) {
    return ImageEvaluation.of(truth, FoundObjects.of(predicted), IouThresholds.standard());
  }

  @Test
  void shouldCountOverlapsOfTheOnlyPixelsThatAreShared() {
    ContingencyTable table = table(row(0, 1, 1, 2, 2, 2, 0), row(1, 1, 2, 2, 0, 2, 2));
    assertEquals(3, table.pairs());
    assertEquals(1, table.overlap(0));
    assertEquals(1, table.overlap(1));
    assertEquals(2, table.overlap(2));
    assertEquals(2, table.truth(2));
    assertEquals(2, table.predicted(2));
    assertEquals(5, table.union(2));
    assertEquals(7, table.pixels());
    assertEquals(7, table.foregroundUnion());
    assertEquals(2, table.trueArea(0));
  }

  @Test
  void shouldGiveTwoHalvesOfAnObjectOnePartnerAtExactlyHalf() {
    ContingencyTable table = table(row(1, 1, 1, 1), row(1, 1, 2, 2));
    assertEquals(new MatchCounts(1, 1, 0), ObjectMatching.of(table, 0.5).counts());
    assertEquals(new MatchCounts(0, 2, 1), ObjectMatching.of(table, 0.55).counts());
    // Strictly above, as Caicedo counts, there is none.
    assertEquals(new MatchCounts(0, 2, 1), CaicedoScores.of(table).counts()[0]);
    assertEquals(0, ImageEvaluation.of(row(1, 1), FoundObjects.of(row(1, 0)), HALF).dsbPrecision());
  }

  @Test
  void shouldPreferTwoPairsAboveTheThresholdToOneBetterPair() {
    // True 1 and predicted 1 share most, yet each has another partner.
    LabelImage truth = row(1, 1, 1, 1, 1, 1, 2, 2, 2);
    LabelImage predicted = row(1, 1, 1, 2, 2, 2, 2, 2, 2);
    ContingencyTable table = table(truth, predicted);
    ObjectMatching matching = ObjectMatching.of(table, 0.3);
    assertEquals(new MatchCounts(2, 0, 0), matching.counts());
    assertEquals(1, matching.partner(1));
    assertEquals(2, matching.partner(2));
  }

  @Test
  void shouldCountAnIouOfThreeFifthsAtSixtyPercentButNotAboveIt() {
    ContingencyTable table = table(row(1, 1, 1, 1, 0), row(0, 1, 1, 1, 1));
    assertEquals(0.6, table.iou(0));
    assertEquals(1, ObjectMatching.of(table, IouThresholds.standard()[2]).counts().truePositives());
    assertEquals(1, StarDistScores.of(table, 0.6).counts().truePositives());
    assertEquals(0, CaicedoScores.of(table).counts()[2].truePositives());
    assertEquals(1, CaicedoScores.of(table).counts()[1].truePositives());
  }

  @Test
  void shouldTellMergedFromSplitObjects() {
    CaicedoScores merged = CaicedoScores.of(table(row(1, 1, 0, 2, 2), row(1, 1, 1, 1, 1)));
    assertEquals(1, merged.merges());
    assertEquals(0, merged.splits());
    CaicedoScores split = CaicedoScores.of(table(row(1, 1, 1, 1, 1), row(1, 1, 0, 2, 2)));
    assertEquals(0, split.merges());
    assertEquals(1, split.splits());
  }

  @Test
  void shouldSayNothingOfAnEmptyImageWhereTheOriginalsSayZero() {
    ImageEvaluation empty = evaluate(LabelImage.empty(4, 3), LabelImage.empty(4, 3));
    assertEquals(Double.NaN, empty.counts()[0].f1());
    assertEquals(Double.NaN, empty.cellpose().ap()[0]);
    assertEquals(Double.NaN, empty.cellpose().aggregatedJaccard());
    assertEquals(Double.NaN, empty.aggregatedJaccard());
    assertEquals(Double.NaN, empty.dsbPrecision());
    assertEquals(0, empty.starDist()[0].f1());
    assertEquals(0, empty.caicedo().meanF1());
    assertEquals(0, empty.caicedo().jaccard());
    assertEquals(1, empty.rand().adjusted());
    assertEquals(0, empty.countError().percent());
  }

  @Test
  void shouldCountEveryObjectAsMissedOrExtraWhereTheOtherSideIsEmpty() {
    LabelImage objects = row(1, 0, 2);
    ImageEvaluation missed = evaluate(objects, LabelImage.empty(3, 1));
    assertEquals(new MatchCounts(0, 0, 2), missed.counts()[0]);
    assertEquals(0, missed.cellpose().ap()[0]);
    assertEquals(0, missed.aggregatedJaccard());
    assertEquals(Double.NaN, missed.caicedo().jaccard());
    assertEquals(-100, missed.countError().percent());
    ImageEvaluation extra = evaluate(LabelImage.empty(3, 1), objects);
    assertEquals(new MatchCounts(0, 2, 0), extra.counts()[0]);
    assertEquals(0, extra.caicedo().jaccard());
    assertEquals(2, extra.countError().signed());
    assertEquals(Double.NaN, extra.countError().percent());
    assertEquals(0, extra.starDist()[0].panopticQuality());
  }

  @Test
  void shouldBePerfectOnItself() {
    LabelImage labels = row(1, 1, 0, 2, 3, 3);
    ImageEvaluation same = evaluate(labels, labels);
    for (MatchCounts counts : same.counts()) {
      assertEquals(new MatchCounts(3, 0, 0), counts);
    }
    assertEquals(1, same.aggregatedJaccard());
    assertEquals(1, same.cellpose().aggregatedJaccard());
    assertEquals(1, same.rand().adjusted());
    assertEquals(0, same.rand().adaptedError());
    assertEquals(1, same.dsbPrecision());
  }

  @Test
  void shouldPunishExtraPixelsByKumarButOverlapsByCellpose() {
    // One pair 2/4, an extra object of 2, a missed one of 1.
    LabelImage truth = row(1, 1, 1, 0, 0, 0, 0, 2);
    LabelImage predicted = row(0, 1, 1, 1, 0, 2, 2, 0);
    ImageEvaluation image = evaluate(truth, predicted);
    assertEquals(2.0 / 7, image.aggregatedJaccard());
    assertEquals(2.0 / 7, image.cellpose().aggregatedJaccard());
  }

  @Test
  void shouldRefuseImagesOfDifferentSizesWithTheirSizes() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ContingencyTable.of(LabelImage.empty(4, 3), LabelImage.empty(3, 4)));
    assertTrue(String.valueOf(refused.getMessage()).contains("4x3"), refused::getMessage);
    assertTrue(String.valueOf(refused.getMessage()).contains("3x4"), refused::getMessage);
  }

  @Test
  void shouldNumberGappyLabelsInTheirOrderWithoutSmallOnes() {
    int[] raw = {900, 900, 0, 7, 2_000_000_000, 2_000_000_000, 7, 5};
    NumberedObjects all = NumberedObjects.of(raw, 4, 2, 0);
    assertArrayEquals(new int[] {3, 3, 0, 2, 4, 4, 2, 1}, all.labels().labels());
    assertArrayEquals(new int[] {5, 7, 900, 2_000_000_000}, all.originals());
    NumberedObjects large = NumberedObjects.of(raw, 4, 2, 2);
    assertArrayEquals(new int[] {2, 2, 0, 1, 3, 3, 1, 0}, large.labels().labels());
    assertArrayEquals(new int[] {7, 900, 2_000_000_000}, large.originals());
    assertThrows(IllegalArgumentException.class, () -> NumberedObjects.of(new int[] {-1}, 1, 1, 0));
  }

  /** A grid of 2x2 objects, moved by one pixel: every object overlaps its neighbours. */
  @Test
  void shouldMatchSixtyThousandObjectsThatAllHangTogether() {
    int side = 490;
    int[] truth = new int[side * side];
    int[] moved = new int[side * side];
    for (int i = 0; i < truth.length; i++) {
      int y = i / side;
      int x = i % side;
      truth[i] = (y / 2) * (side / 2) + x / 2 + 1;
      moved[i] = (y / 2) * (side / 2 + 1) + (x + 1) / 2 + 1;
    }
    ImageEvaluation image =
        ImageEvaluation.of(
            LabelImage.of(truth, side, side),
            FoundObjects.of(LabelImage.of(moved, side, side)),
            new double[] {0.3, 0.5});
    assertEquals(60_025, image.truth().count());
    // Each shares half with either neighbour, 2/6; all find one.
    assertEquals(60_025, image.counts()[0].truePositives());
    // In each row, the two halves at the ends are wholly within an object: 2/4.
    assertEquals(2 * 245, image.counts()[1].truePositives());
  }
}

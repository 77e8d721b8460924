package org.scopeside.segmenter.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

class RankedPrecisionTest {
  private static final LabelImage TWO = LabelImage.of(new int[] {1, 1, 0, 2, 2, 0}, 6, 1);
  private static final LabelImage TWO_AND_EXTRA = LabelImage.of(new int[] {1, 1, 2, 3, 3, 0}, 6, 1);

  private static CocoPrecision coco(float... scores) {
    ImageEvaluation image =
        ImageEvaluation.of(
            TWO, new FoundObjects(TWO_AND_EXTRA, scores, new int[0]), IouThresholds.standard());
    return Objects.requireNonNull(new PooledEvaluation(List.of(image)).coco());
  }

  @Test
  void shouldForgiveAnExtraObjectThatIsRankedLast() {
    assertEquals(1, coco(0.9f, 0.1f, 0.8f).mean());
  }

  @Test
  void shouldPunishAnExtraObjectThatIsRankedBetweenTheRightOnes() {
    // Precision 1 up to recall 1/2 (51 steps), then 2/3.
    assertEquals((51 + 50 * 2.0 / 3) / 101, coco(0.9f, 0.8f, 0.7f).ap()[0], 1e-12);
    assertEquals((51 + 50 * 2.0 / 3) / 101, coco(0.9f, 0.8f, 0.7f).meanUpTo90(), 1e-12);
  }

  @Test
  void shouldPunishAnExtraObjectThatIsRankedFirstMost() {
    assertEquals(2.0 / 3, coco(0.7f, 0.9f, 0.8f).mean(), 1e-12);
  }

  @Test
  void shouldRankObjectsOfAllImagesTogether() {
    ImageEvaluation empty =
        ImageEvaluation.of(
            LabelImage.empty(6, 1),
            new FoundObjects(
                LabelImage.of(new int[] {1, 0, 0, 0, 0, 0}, 6, 1), new float[] {1}, new int[0]),
            IouThresholds.standard());
    ImageEvaluation right =
        ImageEvaluation.of(
            TWO,
            new FoundObjects(TWO, new float[] {0.5f, 0.5f}, new int[0]),
            IouThresholds.standard());
    CocoPrecision pooled = new PooledEvaluation(List.of(empty, right)).coco();
    assertNotNull(pooled);
    assertEquals(2.0 / 3, pooled.mean(), 1e-12);
  }

  @Test
  void shouldGiveNoRankedPrecisionWhereAnImageHasNoScores() {
    ImageEvaluation bare = ImageEvaluation.of(TWO, FoundObjects.of(TWO), IouThresholds.standard());
    assertNull(new PooledEvaluation(List.of(bare)).coco());
  }

  @Test
  void shouldPoolCountsAndAverageImages() {
    ImageEvaluation right = ImageEvaluation.of(TWO, FoundObjects.of(TWO), IouThresholds.standard());
    ImageEvaluation missed =
        ImageEvaluation.of(TWO, FoundObjects.of(LabelImage.empty(6, 1)), IouThresholds.standard());
    ImageEvaluation nothing =
        ImageEvaluation.of(
            LabelImage.empty(6, 1),
            FoundObjects.of(LabelImage.empty(6, 1)),
            IouThresholds.standard());
    PooledEvaluation pooled = new PooledEvaluation(List.of(right, missed, nothing));
    assertEquals(new MatchCounts(2, 0, 2), pooled.counts(0));
    assertEquals(2.0 / 3, pooled.counts(0).f1());
    assertEquals(0.5, pooled.mean(image -> image.counts()[0].f1()));
    assertEquals(0.5, pooled.mean(ImageEvaluation::dsbPrecision));
    assertEquals(1.0 / 3, pooled.mean(image -> image.caicedo().meanF1()), 1e-9);
    assertEquals(-50, pooled.countError().percent());
    SizeScores sizes = pooled.byArea();
    assertEquals(4, sizes.trueObjects()[0]);
    assertEquals(0.5, sizes.recall(0, 0));
    assertEquals(1, sizes.precision(0, 0));
  }

  @Test
  void shouldKnowTheAdjustedRandIndexOfAWorkedExample() {
    // Hubert and Arabie's formula by hand: pairs together in both 4, truth 6, prediction 6, of 28.
    LabelImage truth = LabelImage.of(new int[] {1, 1, 1, 2, 2, 2, 0, 0}, 8, 1);
    LabelImage predicted = LabelImage.of(new int[] {1, 1, 1, 2, 2, 0, 0, 0}, 8, 1);
    double both = 3 + 1 + 1;
    double expected = 7.0 * 7 / 28;
    assertEquals(
        (both - expected) / (7 - expected),
        RandIndex.of(ContingencyTable.of(truth, predicted)).adjusted(),
        1e-12);
  }

  @Test
  void shouldQuarterObjectsByArea() {
    SizeClasses quarters = SizeClasses.quartiles(new int[] {10, 40, 20, 30});
    assertEquals(
        List.of(0, 1, 2, 3),
        List.of(quarters.of(10), quarters.of(20), quarters.of(30), quarters.of(40)));
  }
}

package org.scopeside.segmenter.evaluate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Every measure of one image. What it keeps grows with the objects, not with the pixels.
 *
 * @param cellpose with the counts by optimal assignment that are ours too
 * @param starDist one a threshold
 * @param dsbPrecision mean of TP / (TP + FP + FN) over IoU 0.50 to 0.95 by 0.05, IoU strictly above
 *     t, as the Data Science Bowl 2018 scored; NaN without any object
 * @param aggregatedJaccard by Kumar et al. 2017
 * @param truth the true objects
 * @param predicted the predicted objects
 * @param ranked the predicted objects by score; null where they have none
 */
// Arrays: one entry a threshold, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record ImageEvaluation(
    CellposeScores cellpose,
    CaicedoScores caicedo,
    StarDistScores[] starDist,
    double dsbPrecision,
    double aggregatedJaccard,
    RandIndex rand,
    ObjectOutcomes truth,
    ObjectOutcomes predicted,
    @Nullable CocoDetections ranked) {
  private static final int MOST_THRESHOLDS = Integer.SIZE - 1;

  /**
   * Measures a prediction. Either image may be without objects.
   *
   * @param truth consecutive labels
   * @param predicted of the same size; scores are used where it has them
   * @param thresholds IoU to match at, above 0 and at most 1, 1 to 31 of them
   * @throws IllegalArgumentException if the sizes differ or a threshold cannot be
   */
  public static ImageEvaluation of(LabelImage truth, FoundObjects predicted, double[] thresholds) {
    check(thresholds);
    ContingencyTable table = ContingencyTable.of(truth, predicted.labels());
    StarDistScores[] starDist =
        Arrays.stream(thresholds)
            .mapToObj(threshold -> StarDistScores.of(table, threshold))
            .toArray(StarDistScores[]::new);
    ObjectOutcomes trueObjects = ObjectOutcomes.ofTruth(table);
    ObjectOutcomes predictedObjects = ObjectOutcomes.ofPredicted(table);
    for (int k = 0; k < thresholds.length; k++) {
      mark(k, ObjectMatching.of(table, thresholds[k]), trueObjects, predictedObjects);
    }
    return new ImageEvaluation(
        CellposeScores.of(truth, predicted.labels(), table, thresholds),
        CaicedoScores.of(table),
        starDist,
        dsbPrecision(table),
        AggregatedJaccard.kumar(table),
        RandIndex.of(table),
        trueObjects,
        predictedObjects,
        predicted.scores().length == 0 && predicted.labels().objectCount() > 0
            ? null
            : CocoDetections.of(table, predicted.scores()));
  }

  private static void check(double[] thresholds) {
    if (thresholds.length == 0 || thresholds.length > MOST_THRESHOLDS) {
      throw new IllegalArgumentException(
          thresholds.length + " thresholds; 1 to " + MOST_THRESHOLDS + " are possible");
    }
    for (double threshold : thresholds) {
      if (!(threshold > 0 && threshold <= 1)) {
        throw new IllegalArgumentException(
            "an IoU threshold of " + threshold + "; it must be above 0 and at most 1");
      }
    }
  }

  private static void mark(
      int bit, ObjectMatching matching, ObjectOutcomes truth, ObjectOutcomes predicted) {
    for (int label = 1; label <= truth.count(); label++) {
      if (matching.isFound(label)) {
        truth.mark(label, bit);
        predicted.mark(matching.partner(label), bit);
      }
    }
  }

  private static double dsbPrecision(ContingencyTable table) {
    double[] thresholds = IouThresholds.standard();
    int[] above = new int[thresholds.length];
    for (int pair = 0; pair < table.pairs(); pair++) {
      for (int k = 0; k < above.length; k++) {
        above[k] += table.iou(pair) > thresholds[k] ? 1 : 0;
      }
    }
    double sum = 0;
    for (int found : above) {
      sum +=
          new MatchCounts(found, table.predictedObjects() - found, table.trueObjects() - found)
              .averagePrecision();
    }
    return sum / above.length;
  }

  /** IoU that objects were matched at. */
  public double[] thresholds() {
    return cellpose.thresholds();
  }

  /** TP, FP, FN at each threshold, by optimal assignment, IoU ≥ t. */
  public MatchCounts[] counts() {
    return cellpose.counts();
  }

  public CountError countError() {
    return new CountError(truth.count(), predicted.count());
  }
}

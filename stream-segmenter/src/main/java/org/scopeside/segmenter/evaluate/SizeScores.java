package org.scopeside.segmenter.evaluate;

import java.util.List;

/**
 * Recall and precision by area: true objects are classed by their own area, predicted ones by
 * theirs, so that an object found too large moves no other class's recall.
 *
 * @param classes the bounds
 * @param trueObjects true objects of each class
 * @param predictedObjects predicted objects of each class
 * @param foundTrue {@code [class][threshold]} true objects with a partner
 * @param foundPredicted {@code [class][threshold]} predicted objects with a partner
 */
// Arrays: one entry a class, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SizeScores(
    SizeClasses classes,
    int[] trueObjects,
    int[] predictedObjects,
    int[][] foundTrue,
    int[][] foundPredicted) {

  /**
   * Counts the objects of several images together.
   *
   * @param thresholds number of thresholds that all images were matched at
   */
  public static SizeScores of(SizeClasses classes, int thresholds, List<ImageEvaluation> images) {
    SizeScores scores =
        new SizeScores(
            classes,
            new int[classes.count()],
            new int[classes.count()],
            new int[classes.count()][thresholds],
            new int[classes.count()][thresholds]);
    for (ImageEvaluation image : images) {
      scores.count(image.truth(), scores.trueObjects, scores.foundTrue);
      scores.count(image.predicted(), scores.predictedObjects, scores.foundPredicted);
    }
    return scores;
  }

  private void count(ObjectOutcomes objects, int[] all, int[][] found) {
    for (int label = 1; label <= objects.count(); label++) {
      int at = classes.of(objects.area(label));
      all[at]++;
      for (int k = 0; k < found[at].length; k++) {
        found[at][k] += objects.isFound(label, k) ? 1 : 0;
      }
    }
  }

  /** Share of the true objects of a class that were found; NaN without any. */
  public double recall(int sizeClass, int threshold) {
    return (double) foundTrue[sizeClass][threshold] / trueObjects[sizeClass];
  }

  /** Share of the predicted objects of a class that are right; NaN without any. */
  public double precision(int sizeClass, int threshold) {
    return (double) foundPredicted[sizeClass][threshold] / predictedObjects[sizeClass];
  }
}

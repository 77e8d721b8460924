package org.scopeside.segmenter.evaluate;

import org.scopeside.segmenter.image.LabelImage;

/**
 * Which true and which predicted object share how many pixels: the table that every measure of
 * agreement starts from, held sparse, counted in one pass over the two label images.
 *
 * <p>Pairs are the overlaps of objects, without background, ordered by true and then by predicted
 * label; those of true object {@code i} are {@code firstPair(i)} to {@code firstPair(i + 1)}.
 * Immutable.
 */
public final class ContingencyTable {
  private final int[] trueAreas;
  private final int[] predictedAreas;
  private final int[] firstPair;
  private final int[] truths;
  private final int[] predictions;
  private final int[] overlaps;

  private ContingencyTable(int[] trueAreas, int[] predictedAreas, PairCounts counts) {
    this.trueAreas = trueAreas;
    this.predictedAreas = predictedAreas;
    int pairs = counts.size();
    int[][] unordered = new int[3][pairs];
    counts.copyTo(unordered[0], unordered[1], unordered[2]);
    // Two stable counting sorts: by the minor key first.
    int[][] byPredicted = sorted(unordered, unordered[1], starts(unordered[1], predictedAreas));
    this.firstPair = starts(byPredicted[0], trueAreas);
    int[][] ordered = sorted(byPredicted, byPredicted[0], firstPair.clone());
    this.truths = ordered[0];
    this.predictions = ordered[1];
    this.overlaps = ordered[2];
  }

  /**
   * Counts the overlaps of two label images of one plane.
   *
   * @throws IllegalArgumentException if their sizes differ
   */
  public static ContingencyTable of(LabelImage truth, LabelImage predicted) {
    if (truth.width() != predicted.width() || truth.height() != predicted.height()) {
      throw new IllegalArgumentException(
          "truth of %dx%d and prediction of %dx%d cannot be compared"
              .formatted(truth.width(), truth.height(), predicted.width(), predicted.height()));
    }
    int[] t = truth.labels();
    int[] p = predicted.labels();
    int[] trueAreas = new int[truth.objectCount() + 1];
    int[] predictedAreas = new int[predicted.objectCount() + 1];
    PairCounts counts = new PairCounts();
    int start = 0;
    for (int i = 1; i <= t.length; i++) {
      if (i == t.length || t[i] != t[start] || p[i] != p[start]) {
        int pixels = i - start;
        trueAreas[t[start]] += pixels;
        predictedAreas[p[start]] += pixels;
        if (t[start] != 0 && p[start] != 0) {
          counts.add(t[start], p[start], pixels);
        }
        start = i;
      }
    }
    return new ContingencyTable(trueAreas, predictedAreas, counts);
  }

  private static int[] starts(int[] keys, int[] areas) {
    // One more than there are labels, so that the last one has an end.
    int[] starts = new int[areas.length + 1];
    for (int key : keys) {
      starts[key + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    return starts;
  }

  private static int[][] sorted(int[][] columns, int[] keys, int[] starts) {
    int[][] sorted = new int[columns.length][keys.length];
    for (int i = 0; i < keys.length; i++) {
      int to = starts[keys[i]]++;
      for (int column = 0; column < columns.length; column++) {
        sorted[column][to] = columns[column][i];
      }
    }
    return sorted;
  }

  /** True objects, and the largest true label. */
  public int trueObjects() {
    return trueAreas.length - 1;
  }

  /** Predicted objects, and the largest predicted label. */
  public int predictedObjects() {
    return predictedAreas.length - 1;
  }

  /** Pixels of a true object; of the background for 0. */
  public int trueArea(int label) {
    return trueAreas[label];
  }

  /** Pixels of a predicted object; of the background for 0. */
  public int predictedArea(int label) {
    return predictedAreas[label];
  }

  /** Pairs of objects that share a pixel. */
  public int pairs() {
    return overlaps.length;
  }

  /** First pair of a true object; for {@code trueObjects() + 1} the end of the last one's. */
  public int firstPair(int truth) {
    return firstPair[truth];
  }

  /** True label of a pair. */
  public int truth(int pair) {
    return truths[pair];
  }

  /** Predicted label of a pair. */
  public int predicted(int pair) {
    return predictions[pair];
  }

  /** Pixels that a pair shares, at least 1. */
  public int overlap(int pair) {
    return overlaps[pair];
  }

  /** Pixels in either object of a pair. */
  public int union(int pair) {
    return trueAreas[truths[pair]] + predictedAreas[predictions[pair]] - overlaps[pair];
  }

  /** Intersection over union (Jaccard 1901) of a pair, above 0 and at most 1. */
  public double iou(int pair) {
    return (double) overlaps[pair] / union(pair);
  }

  /** All pixels of the plane. */
  public long pixels() {
    long pixels = 0;
    for (int area : trueAreas) {
      pixels += area;
    }
    return pixels;
  }

  /** Pixels in any object, true or predicted. */
  public long foregroundUnion() {
    long shared = 0;
    for (int overlap : overlaps) {
      shared += overlap;
    }
    return 2 * pixels() - trueAreas[0] - predictedAreas[0] - shared;
  }
}

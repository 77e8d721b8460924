package org.scopeside.segmenter.evaluate;

import java.util.Arrays;

/**
 * One-to-one pairs of true and predicted objects.
 *
 * <p>The assignment is the one of Cellpose and StarDist: of all one-to-one assignments it takes the
 * one with most pairs of IoU ≥ t and, among these, the largest sum of all IoU: maximise Σ ([IoU ≥
 * t] + IoU / (2·min(n, m))), the second term staying below one pair in sum. Above 0.5 no object has
 * two partners (Kirillov et al. 2019, doi: 10.1109/CVPR.2019.00963), so that all pairs of such an
 * IoU are in it and nothing needs to be searched.
 */
public final class ObjectMatching {
  private final ContingencyTable table;
  private final int[] pairOfTruth;
  private final double threshold;

  private ObjectMatching(ContingencyTable table, int[] pairOfTruth, double threshold) {
    this.table = table;
    this.pairOfTruth = pairOfTruth;
    this.threshold = threshold;
  }

  /**
   * Pairs of at least an IoU.
   *
   * @param threshold t, above 0 and at most 1
   */
  public static ObjectMatching of(ContingencyTable table, double threshold) {
    return threshold > 0.5 ? unique(table, threshold) : assignment(table, threshold);
  }

  /**
   * The whole assignment, with pairs of any IoU above 0.
   *
   * @param threshold t of the IoU that is preferred
   */
  static ObjectMatching assignment(ContingencyTable table, double threshold) {
    int[] firstEdge = new int[table.trueObjects() + 1];
    for (int truth = 0; truth <= table.trueObjects(); truth++) {
      firstEdge[truth] = table.firstPair(truth + 1);
    }
    double half = 1.0 / (2.0 * Math.min(table.trueObjects(), table.predictedObjects()));
    int[] columnOf = new int[table.pairs()];
    double[] weight = new double[table.pairs()];
    for (int pair = 0; pair < weight.length; pair++) {
      columnOf[pair] = table.predicted(pair) - 1;
      weight[pair] = (table.iou(pair) >= threshold ? 1 : 0) + half * table.iou(pair);
    }
    int[] columns =
        SparseAssignment.maximise(table.predictedObjects(), firstEdge, columnOf, weight);
    int[] pairOfTruth = new int[table.trueObjects() + 1];
    for (int truth = 1; truth < pairOfTruth.length; truth++) {
      pairOfTruth[truth] = pairWith(table, truth, columns[truth - 1] + 1);
    }
    pairOfTruth[0] = -1;
    return new ObjectMatching(table, pairOfTruth, threshold);
  }

  private static int pairWith(ContingencyTable table, int truth, int predicted) {
    for (int pair = table.firstPair(truth); pair < table.firstPair(truth + 1); pair++) {
      if (table.predicted(pair) == predicted) {
        return pair;
      }
    }
    return -1;
  }

  private static ObjectMatching unique(ContingencyTable table, double threshold) {
    int[] pairOfTruth = new int[table.trueObjects() + 1];
    Arrays.fill(pairOfTruth, -1);
    for (int pair = 0; pair < table.pairs(); pair++) {
      if (table.iou(pair) >= threshold) {
        pairOfTruth[table.truth(pair)] = pair;
      }
    }
    return new ObjectMatching(table, pairOfTruth, threshold);
  }

  /** True positives, false positives, false negatives. */
  public MatchCounts counts() {
    int found = 0;
    for (int truth = 1; truth < pairOfTruth.length; truth++) {
      found += isFound(truth) ? 1 : 0;
    }
    return new MatchCounts(found, table.predictedObjects() - found, table.trueObjects() - found);
  }

  /** True if a true object has a partner of IoU ≥ t. */
  public boolean isFound(int truth) {
    return iouOfTruth(truth) >= threshold;
  }

  /** Pair of a true object in the table; -1 where it is in none. */
  int pair(int truth) {
    return pairOfTruth[truth];
  }

  /** IoU of a true object with its partner; 0 without one. */
  public double iouOfTruth(int truth) {
    return pairOfTruth[truth] < 0 ? 0 : table.iou(pairOfTruth[truth]);
  }

  /** The predicted partner of a true object; 0 without one. */
  public int partner(int truth) {
    return pairOfTruth[truth] < 0 ? 0 : table.predicted(pairOfTruth[truth]);
  }
}

package org.scopeside.segmenter.evaluate;

/**
 * Aggregated Jaccard index: one number a plane that punishes missed, extra, merged and split
 * objects by their pixels. 0 to 1; NaN where no pixel is in any object.
 */
public final class AggregatedJaccard {
  private AggregatedJaccard() {}

  /**
   * As Kumar et al. 2017 (doi: 10.1109/TMI.2017.2677499) define it: every true object takes the
   * predicted one of highest IoU, also one that another took; Σ intersection / (Σ union + pixels of
   * predicted objects that nobody took). A true object that nothing overlaps adds its pixels below.
   */
  public static double kumar(ContingencyTable table) {
    boolean[] taken = new boolean[table.predictedObjects() + 1];
    long intersection = 0;
    long union = 0;
    for (int truth = 1; truth <= table.trueObjects(); truth++) {
      int best = best(table, truth);
      if (best < 0) {
        union += table.trueArea(truth);
      } else {
        intersection += table.overlap(best);
        union += table.union(best);
        taken[table.predicted(best)] = true;
      }
    }
    for (int predicted = 1; predicted < taken.length; predicted++) {
      union += taken[predicted] ? 0 : table.predictedArea(predicted);
    }
    return (double) intersection / union;
  }

  private static int best(ContingencyTable table, int truth) {
    int best = -1;
    for (int pair = table.firstPair(truth); pair < table.firstPair(truth + 1); pair++) {
      if (best < 0 || table.iou(pair) > table.iou(best)) {
        best = pair;
      }
    }
    return best;
  }

  /**
   * As {@code cellpose.metrics.aggregated_jaccard_index} computes it: pixels shared by the pairs of
   * the optimal assignment, over all pixels that are in any object.
   *
   * @param assignment of IoU 0.5, with the pairs below it
   */
  static double cellpose(ContingencyTable table, ObjectMatching assignment) {
    long shared = 0;
    for (int truth = 1; truth <= table.trueObjects(); truth++) {
      int pair = assignment.pair(truth);
      shared += pair < 0 ? 0 : table.overlap(pair);
    }
    return (double) shared / table.foregroundUnion();
  }
}

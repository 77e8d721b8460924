package org.scopeside.segmenter.evaluate;

/**
 * Objects found, extra and missed at one IoU, and the rates that follow. A rate of nothing, 0/0, is
 * NaN: it says nothing and is left out of means.
 *
 * @param truePositives TP: true objects with a partner
 * @param falsePositives FP: predicted objects without one, extra
 * @param falseNegatives FN: true objects without one, missed
 */
public record MatchCounts(long truePositives, long falsePositives, long falseNegatives) {
  static final MatchCounts NONE = new MatchCounts(0, 0, 0);

  /** TP / (TP + FP). */
  public double precision() {
    return (double) truePositives / (truePositives + falsePositives);
  }

  /** TP / (TP + FN). */
  public double recall() {
    return (double) truePositives / (truePositives + falseNegatives);
  }

  /** 2·TP / (2·TP + FP + FN), Dice 1945 over objects. */
  public double f1() {
    return 2.0 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
  }

  /**
   * TP / (TP + FP + FN): the average precision of the Data Science Bowl 2018 (Caicedo et al. 2019,
   * doi: 10.1038/s41592-019-0612-7) and of Cellpose.
   */
  public double averagePrecision() {
    return (double) truePositives / (truePositives + falsePositives + falseNegatives);
  }

  public MatchCounts plus(MatchCounts other) {
    return new MatchCounts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives);
  }
}

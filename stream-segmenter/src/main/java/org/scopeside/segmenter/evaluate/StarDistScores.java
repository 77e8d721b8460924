package org.scopeside.segmenter.evaluate;

/**
 * What {@code stardist.matching.matching} 0.9.1 gives for one image at one IoU (Schmidt et al.
 * 2018, doi: 10.1007/978-3-030-00934-2_30), and {@code matching_dataset} for several.
 *
 * <p>IoU is held in single precision and compared as such: (float) IoU ≥ (float) t. Mean matched
 * score = Σ IoU of the matches / TP, mean true score = Σ IoU / true objects, panoptic quality = Σ
 * IoU / (TP + FP/2 + FN/2) (Kirillov et al. 2019, doi: 10.1109/CVPR.2019.00963). Where there is
 * nothing to divide by, every rate is 0, as there.
 *
 * @param threshold t
 * @param matchedIou Σ IoU of the matches
 */
public record StarDistScores(double threshold, MatchCounts counts, double matchedIou) {

  /** Scores from the table of an image. */
  public static StarDistScores of(ContingencyTable table, double threshold) {
    float t = (float) threshold;
    // Pairs that single precision lifts to t are above 0.5 just as well: each object has one.
    ObjectMatching matching =
        t > 0.5f
            ? ObjectMatching.of(table, Math.nextUp(0.5))
            : ObjectMatching.assignment(table, threshold);
    float[] matched = new float[table.trueObjects()];
    int count = 0;
    for (int truth = 1; truth <= table.trueObjects(); truth++) {
      float iou = (float) matching.iouOfTruth(truth);
      if (iou >= t) {
        matched[count++] = iou;
      }
    }
    return new StarDistScores(
        threshold,
        new MatchCounts(count, table.predictedObjects() - count, table.trueObjects() - count),
        pairwiseSum(matched, 0, count));
  }

  /** The sum of single-precision numbers in NumPy's order: eight lanes within blocks of 128. */
  private static float pairwiseSum(float[] values, int from, int count) {
    if (count > 128) {
      int half = count / 2 - count / 2 % 8;
      return pairwiseSum(values, from, half) + pairwiseSum(values, from + half, count - half);
    }
    if (count < 8) {
      return sequentialSum(0, values, from, from + count);
    }
    float[] lane = new float[8];
    int whole = count - count % 8;
    for (int i = 0; i < whole; i++) {
      lane[i % 8] += values[from + i];
    }
    float sum =
        ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    return sequentialSum(sum, values, from + whole, from + count);
  }

  private static float sequentialSum(float start, float[] values, int from, int to) {
    float sum = start;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Counts and Σ IoU of two images together, at the same IoU. */
  public StarDistScores plus(StarDistScores other) {
    return new StarDistScores(threshold, counts.plus(other.counts), matchedIou + other.matchedIou);
  }

  public double precision() {
    return orZero(counts.precision());
  }

  public double recall() {
    return orZero(counts.recall());
  }

  /** TP / (TP + FP + FN). */
  public double accuracy() {
    return orZero(counts.averagePrecision());
  }

  public double f1() {
    return orZero(counts.f1());
  }

  /** True objects. */
  public long trueObjects() {
    return counts.truePositives() + counts.falseNegatives();
  }

  /** Predicted objects. */
  public long predictedObjects() {
    return counts.truePositives() + counts.falsePositives();
  }

  /** Mean IoU of the matches. */
  public double meanMatchedScore() {
    return orZero(matchedIou / counts.truePositives());
  }

  /** Σ IoU of the matches over all true objects. */
  public double meanTrueScore() {
    return orZero(matchedIou / trueObjects());
  }

  public double panopticQuality() {
    return orZero(
        matchedIou
            / (counts.truePositives()
                + counts.falsePositives() / 2.0
                + counts.falseNegatives() / 2.0));
  }

  private static double orZero(double rate) {
    return Double.isNaN(rate) ? 0 : rate;
  }
}

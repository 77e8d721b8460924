package org.scopeside.segmenter.evaluate;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/**
 * How well outlines agree, as {@code cellpose.metrics.boundary_scores} measures it (Stringer et al.
 * 2021, doi: 10.1038/s41592-020-01018-x).
 *
 * <p>Both sets of outlines are widened to all pixels within d = max(1, scale · D) of one, D being
 * the median diameter of the true objects, √area · 2/√π. Precision is the share of the widened
 * predicted outlines that lies in the true ones, recall the reverse, F their harmonic mean. NaN
 * where there is nothing to divide by.
 *
 * @param scales shares of the median diameter
 * @param precision at each scale, 0 to 1
 * @param recall at each scale, 0 to 1
 * @param fscore at each scale, 0 to 1
 */
// Arrays: one entry a scale, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record BoundaryScores(
    double[] scales, double[] precision, double[] recall, double[] fscore) {
  /** The scales that are reported: 5, 10 and 20 % of a diameter. */
  public static double[] standardScales() {
    return new double[] {0.05, 0.1, 0.2};
  }

  /** Scores of two label images of the same size. */
  public static BoundaryScores of(LabelImage truth, LabelImage predicted, double[] scales) {
    double median = medianDiameter(truth);
    long[] toTruth = distances(truth);
    long[] toPredicted = distances(predicted);
    int count = scales.length;
    BoundaryScores scores =
        new BoundaryScores(scales.clone(), new double[count], new double[count], new double[count]);
    for (int i = 0; i < count; i++) {
      scores.fill(i, Math.max(1, scales[i] * median), toTruth, toPredicted);
    }
    return scores;
  }

  private static long[] distances(LabelImage labels) {
    return SquaredDistances.of(ObjectOutlines.of(labels), labels.width(), labels.height());
  }

  private static double medianDiameter(LabelImage truth) {
    int[] areas = new int[truth.objectCount() + 1];
    for (int label : truth.labels()) {
      areas[label]++;
    }
    double[] roots = Arrays.stream(areas).skip(1).mapToDouble(Math::sqrt).sorted().toArray();
    int n = roots.length;
    // Summed and divided in the original's order, for the last bit.
    double median = n == 0 ? 0 : (roots[(n - 1) / 2] + roots[n / 2]) / 2;
    return median / (Math.sqrt(Math.PI) / 2);
  }

  private void fill(int at, double reach, long[] toTruth, long[] toPredicted) {
    long farthest = squaredReach(reach);
    long both = 0;
    long inTruth = 0;
    long inPredicted = 0;
    for (int i = 0; i < toTruth.length; i++) {
      boolean t = toTruth[i] <= farthest;
      boolean p = toPredicted[i] <= farthest;
      inTruth += t ? 1 : 0;
      inPredicted += p ? 1 : 0;
      both += t && p ? 1 : 0;
    }
    precision[at] = (double) both / inPredicted;
    recall[at] = (double) both / inTruth;
    fscore[at] = 2 * precision[at] * recall[at] / (precision[at] + recall[at]);
  }

  /** The largest squared distance whose root is within reach, as the original compares roots. */
  private static long squaredReach(double reach) {
    long squared = (long) (reach * reach) + 1;
    while (Math.sqrt((double) squared) > reach) {
      squared--;
    }
    return squared;
  }
}

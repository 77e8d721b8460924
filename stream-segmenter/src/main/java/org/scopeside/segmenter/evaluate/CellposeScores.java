package org.scopeside.segmenter.evaluate;

import org.scopeside.segmenter.image.LabelImage;

/**
 * What {@code cellpose.metrics} 3.1.1.3 gives for one image (Stringer et al. 2021, doi:
 * 10.1038/s41592-020-01018-x): AP = TP / (TP + FP + FN) at IoU ≥ t by optimal assignment, in single
 * precision as there; aggregated Jaccard index; boundary scores.
 *
 * <p>Without any object, true or predicted, AP and the Jaccard index are NaN, as there. The
 * original takes the largest label for the number of objects; here labels are consecutive, where
 * both are the same.
 *
 * @param thresholds t
 * @param ap average precision at each t, a float's value
 * @param counts TP, FP, FN at each t
 * @param aggregatedJaccard shared pixels of assigned pairs over pixels in any object
 */
// Arrays: one entry a threshold, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record CellposeScores(
    double[] thresholds,
    double[] ap,
    MatchCounts[] counts,
    double aggregatedJaccard,
    BoundaryScores boundary) {

  /** Scores of two label images of the same size, whose table is given too. */
  public static CellposeScores of(
      LabelImage truth, LabelImage predicted, ContingencyTable table, double[] thresholds) {
    MatchCounts[] counts = new MatchCounts[thresholds.length];
    double[] ap = new double[thresholds.length];
    for (int i = 0; i < thresholds.length; i++) {
      counts[i] = ObjectMatching.of(table, thresholds[i]).counts();
      ap[i] = (float) counts[i].averagePrecision();
    }
    return new CellposeScores(
        thresholds.clone(),
        ap,
        counts,
        AggregatedJaccard.cellpose(table, ObjectMatching.assignment(table, 0.5)),
        BoundaryScores.of(truth, predicted, BoundaryScores.standardScales()));
  }
}

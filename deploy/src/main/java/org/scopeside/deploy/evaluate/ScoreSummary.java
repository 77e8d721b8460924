package org.scopeside.deploy.evaluate;

import org.scopeside.deploy.evaluate.Convention.Rate;
import org.scopeside.segmenter.evaluate.CountError;
import org.scopeside.segmenter.evaluate.PooledEvaluation;

/**
 * The few numbers by which groups of images, or models, are compared; NaN where they are not
 * defined or their thresholds were not asked for.
 *
 * @param name of the group or model
 * @param f1 at IoU 0.5
 * @param meanF1 over the thresholds from 0.5 to 0.9
 * @param ap average precision at IoU 0.5, TP / (TP + FP + FN)
 * @param countErrorPercent median of the images' absolute count errors, percent of the true count
 */
record ScoreSummary(
    String name,
    int images,
    int trueObjects,
    int predictedObjects,
    double f1,
    double meanF1,
    double ap,
    double countErrorPercent) {
  private static final double LEAST = 0.5;
  private static final double MOST = 0.9;
  private static final double SAME = 1e-9;

  static ScoreSummary of(String name, PooledEvaluation pooled, Convention convention) {
    double[] thresholds = convention.thresholds(pooled);
    double f1 = Double.NaN;
    double ap = Double.NaN;
    double sum = 0;
    int within = 0;
    for (int k = 0; k < thresholds.length; k++) {
      double rate = convention.rate(Rate.F1, pooled, k);
      if (Math.abs(thresholds[k] - LEAST) < SAME) {
        f1 = rate;
        ap = convention.rate(Rate.AP, pooled, k);
      }
      if (thresholds[k] > LEAST - SAME && thresholds[k] < MOST + SAME) {
        sum += rate;
        within++;
      }
    }
    CountError count = pooled.countError();
    return new ScoreSummary(
        name,
        pooled.images().size(),
        count.trueObjects(),
        count.predictedObjects(),
        f1,
        within == 0 ? Double.NaN : sum / within,
        ap,
        pooled.median(image -> Math.abs(image.countError().percent())));
  }
}

package org.scopeside.deploy.train;

import java.util.HashMap;
import java.util.Map;
import org.scopeside.segmenter.image.LabelImage;

/**
 * F1 = 2 TP / (true + found objects) over images that were not learnt from, at intersection over
 * union above 0.5 to 0.9 by 0.05 (Caicedo et al. 2019). Above 0.5 an object can match one other
 * only, so that there is nothing to assign.
 */
final class HeldOutScore {
  private static final int THRESHOLDS = 9;
  private static final int UNIT = 20;
  private static final int FIRST = 10;

  private final long[] matched = new long[THRESHOLDS];
  private long trueObjects;
  private long foundObjects;
  private int images;

  void add(LabelImage truth, LabelImage found) {
    long[] trueArea = areas(truth);
    long[] foundArea = areas(found);
    shared(truth, found)
        .forEach(
            (pair, pixels) -> {
              int t = (int) (pair >> 32);
              int f = pair.intValue();
              long union = trueArea[t] + foundArea[f] - pixels;
              for (int k = 0; k < THRESHOLDS; k++) {
                // Whole numbers: no rounding decides whether the threshold is passed.
                matched[k] += (long) UNIT * pixels > (FIRST + k) * union ? 1 : 0;
              }
            });
    trueObjects += truth.objectCount();
    foundObjects += found.objectCount();
    images++;
  }

  private static long[] areas(LabelImage image) {
    long[] areas = new long[image.objectCount() + 1];
    for (int label : image.labels()) {
      areas[label]++;
    }
    return areas;
  }

  private static Map<Long, Integer> shared(LabelImage truth, LabelImage found) {
    Map<Long, Integer> shared = new HashMap<>();
    for (int i = 0; i < truth.labels().length; i++) {
      int t = truth.labels()[i];
      int f = found.labels()[i];
      if (t > 0 && f > 0) {
        shared.merge((long) t << 32 | f, 1, Integer::sum);
      }
    }
    return shared;
  }

  /** At intersection over union above 0.5; NaN without any object. */
  double f1() {
    return f1(0);
  }

  /** Mean over the thresholds; NaN without any object. */
  double meanF1() {
    double sum = 0;
    for (int k = 0; k < THRESHOLDS; k++) {
      sum += f1(k);
    }
    return sum / THRESHOLDS;
  }

  private double f1(int k) {
    return 2.0 * matched[k] / (trueObjects + foundObjects);
  }

  int images() {
    return images;
  }

  long trueObjects() {
    return trueObjects;
  }

  long foundObjects() {
    return foundObjects;
  }
}

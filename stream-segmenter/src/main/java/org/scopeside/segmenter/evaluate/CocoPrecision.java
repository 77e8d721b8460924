package org.scopeside.segmenter.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * COCO's average precision of a set of images: the mean, over recalls 0, 0.01 … 1, of the highest
 * precision at that recall or beyond (Lin et al. 2014, doi: 10.1007/978-3-319-10602-1_48; {@code
 * pycocotools}), objects of all images ranked together by score. One class, all areas, and no limit
 * of objects per image, where COCO stops at 100.
 *
 * @param thresholds IoU, 0.50 to 0.95
 * @param ap at each of them, 0 to 1; NaN without true objects
 */
// Arrays: one entry a threshold, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record CocoPrecision(double[] thresholds, double[] ap) {
  private static final int RECALLS = 101;
  private static final int UP_TO_90 = 9;

  static CocoPrecision of(List<CocoDetections> images) {
    List<Ranked> ranked = new ArrayList<>();
    long truth = 0;
    for (CocoDetections image : images) {
      truth += image.trueObjects();
      for (int i = 0; i < image.scores().length; i++) {
        ranked.add(new Ranked(image.scores()[i], image.matched()[i]));
      }
    }
    // Stable: of equal scores, the earlier image comes first.
    ranked.sort(Comparator.comparing(object -> -object.score()));
    double[] thresholds = IouThresholds.standard();
    double[] ap = new double[thresholds.length];
    for (int k = 0; k < ap.length; k++) {
      ap[k] = truth == 0 ? Double.NaN : interpolated(ranked, k, truth);
    }
    return new CocoPrecision(thresholds, ap);
  }

  private record Ranked(float score, int matched) {}

  private static double interpolated(List<Ranked> ranked, int threshold, long truth) {
    double[] precision = new double[ranked.size()];
    double[] recall = new double[ranked.size()];
    long found = 0;
    for (int i = 0; i < precision.length; i++) {
      found += ranked.get(i).matched() >> threshold & 1;
      precision[i] = (double) found / (i + 1);
      recall[i] = (double) found / truth;
    }
    for (int i = precision.length - 2; i >= 0; i--) {
      precision[i] = Math.max(precision[i], precision[i + 1]);
    }
    double sum = 0;
    for (int step = 0, at = 0; step < RECALLS; step++) {
      while (at < recall.length && recall[at] < step / (RECALLS - 1.0)) {
        at++;
      }
      sum += at < precision.length ? precision[at] : 0;
    }
    return sum / RECALLS;
  }

  /** AP@[0.50:0.95], COCO's headline. */
  public double mean() {
    return Arrays.stream(ap).average().orElse(Double.NaN);
  }

  /** AP@[0.50:0.90], the one of Korfhage et al. 2020 (doi: 10.1371/journal.pcbi.1008179). */
  public double meanUpTo90() {
    return Arrays.stream(ap, 0, UP_TO_90).average().orElse(Double.NaN);
  }
}

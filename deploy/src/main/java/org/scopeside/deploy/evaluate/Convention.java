package org.scopeside.deploy.evaluate;

import org.scopeside.segmenter.evaluate.CaicedoScores;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.MatchCounts;
import org.scopeside.segmenter.evaluate.PooledEvaluation;

/** Whose counting the table, the report and {@code --fail-below} show; JSON has all of them. */
enum Convention {
  /** Optimal assignment, IoU at least t, objects of all images pooled. */
  SCOPESIDE("optimal assignment, IoU at least t, objects of all images pooled"),
  /** The same counts; AP is the mean over images, as cellpose.metrics users take it. */
  CELLPOSE("optimal assignment, IoU at least t, rates are means over images"),
  /** IoU strictly above t, F1 the mean over images. */
  CAICEDO("IoU strictly above t, rates are means over images"),
  /** Single-precision IoU at least t, pooled. */
  STARDIST("optimal assignment, single-precision IoU at least t, objects of all images pooled");

  private final String rule;

  Convention(String rule) {
    this.rule = rule;
  }

  /** The rule in words. */
  String rule() {
    return rule;
  }

  double[] thresholds(PooledEvaluation pooled) {
    return this == CAICEDO ? pooled.images().get(0).caicedo().thresholds() : pooled.thresholds();
  }

  MatchCounts counts(ImageEvaluation image, int threshold) {
    return switch (this) {
      case CAICEDO -> image.caicedo().counts()[threshold];
      case STARDIST -> image.starDist()[threshold].counts();
      default -> image.counts()[threshold];
    };
  }

  /** Counts of all images together. */
  MatchCounts counts(PooledEvaluation pooled, int threshold) {
    return switch (this) {
      case CAICEDO -> pooled.caicedoCounts(threshold);
      case STARDIST -> pooled.starDist(threshold).counts();
      default -> pooled.counts(threshold);
    };
  }

  /** A rate of one image; NaN where the convention leaves it undefined. */
  double rate(Rate rate, ImageEvaluation image, int threshold) {
    double value = rate.of(counts(image, threshold));
    boolean zero = this == STARDIST || this == CAICEDO;
    return zero && Double.isNaN(value) ? 0 : exact(rate, image, threshold, value);
  }

  private double exact(Rate rate, ImageEvaluation image, int threshold, double value) {
    CaicedoScores caicedo = image.caicedo();
    return this == CAICEDO && rate == Rate.F1 ? caicedo.f1()[threshold] : value;
  }

  /** A rate of the whole set. */
  double rate(Rate rate, PooledEvaluation pooled, int threshold) {
    if (this == CAICEDO || this == CELLPOSE) {
      return pooled.mean(image -> rate(rate, image, threshold));
    }
    double value = rate.of(counts(pooled, threshold));
    return this == STARDIST && Double.isNaN(value) ? 0 : value;
  }

  /** Mean of a rate of the whole set over the thresholds. */
  double mean(Rate rate, PooledEvaluation pooled) {
    double sum = 0;
    int count = thresholds(pooled).length;
    for (int k = 0; k < count; k++) {
      sum += rate(rate, pooled, k);
    }
    return sum / count;
  }

  /** Mean of a rate of one image over the thresholds. */
  double mean(Rate rate, ImageEvaluation image) {
    int count = this == CAICEDO ? image.caicedo().thresholds().length : image.thresholds().length;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += rate(rate, image, k);
    }
    return sum / count;
  }

  /** What follows from counts of matches. */
  enum Rate {
    F1("F1"),
    PRECISION("Precision"),
    RECALL("Recall"),
    AP("AP");

    private final String title;

    Rate(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    double of(MatchCounts counts) {
      return switch (this) {
        case F1 -> counts.f1();
        case PRECISION -> counts.precision();
        case RECALL -> counts.recall();
        case AP -> counts.averagePrecision();
      };
    }
  }
}

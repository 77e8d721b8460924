package org.scopeside.segmenter.quality;

import java.util.Arrays;
import org.scopeside.segmenter.image.ValueRange;

/**
 * A plane's values in 65,536 bins. Planes of whole numbers up to 16 bit have one bin a value, and
 * every statistic of them is exact; others have equal bins over their range, and statistics are off
 * by half a bin at most. Keeps its counts: one instance a thread.
 */
final class ValueHistogram {
  private static final int BINS = 1 << 16;

  private final int[] counts = new int[BINS];
  private long total;
  private double origin;
  private double step;

  /** Counts a plane's values, all within {@code range}. */
  void fill(float[] values, ValueRange range) {
    Arrays.fill(counts, 0);
    total = values.length;
    origin = range.min();
    boolean fits = origin == Math.rint(origin) && range.max() - origin < BINS;
    if (fits && countWhole(values, range.min())) {
      step = 1;
      return;
    }
    Arrays.fill(counts, 0);
    step = Math.max(((double) range.max() - origin) / (BINS - 1), Double.MIN_NORMAL);
    for (float value : values) {
      counts[(int) Math.min(BINS - 1, (value - origin) / step + 0.5)]++;
    }
  }

  private boolean countWhole(float[] values, float min) {
    for (float value : values) {
      int above = (int) (value - min);
      if (above != value - min) {
        return false;
      }
      counts[above]++;
    }
    return true;
  }

  /** Smallest difference between two values that the plane can tell: 1 for whole numbers. */
  double step() {
    return step;
  }

  double mean() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += (double) bin * counts[bin];
    }
    return origin + step * sum / total;
  }

  /** Mean of the squared differences from {@code mean}. */
  double variance(double mean) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double d = origin + step * bin - mean;
      sum += d * d * counts[bin];
    }
    return sum / total;
  }

  /**
   * The value below which {@code fraction} of the pixels lie, as {@code numpy.percentile} gives it:
   * linear between the two nearest ranks.
   */
  double quantile(double fraction) {
    double rank = fraction * (total - 1);
    long lower = (long) rank;
    double low = valueAt(lower);
    return low + (rank - lower) * (valueAt(Math.min(lower + 1, total - 1)) - low);
  }

  /** Median of |value − {@code median}|; the mean of the middle two of an even number. */
  double medianDeviation(double median) {
    // Deviations shrink from both ends inwards: take the larger away until the middle is reached.
    long toUpper = total - total / 2;
    long toLower = total - (total - 1) / 2;
    double upper = Double.NaN;
    long taken = 0;
    int left = 0;
    int right = BINS - 1;
    while (true) {
      double ofLeft = Math.abs(median - (origin + step * left));
      double ofRight = Math.abs(origin + step * right - median);
      taken += counts[ofLeft > ofRight ? left++ : right--];
      double deviation = Math.max(ofLeft, ofRight);
      if (Double.isNaN(upper) && taken >= toUpper) {
        upper = deviation;
      }
      if (taken >= toLower) {
        return (upper + deviation) / 2;
      }
    }
  }

  /** Percent of pixels of at least {@code value}. */
  double percentFrom(double value) {
    long n = 0;
    for (int bin = BINS - 1; bin >= 0 && origin + step * bin >= value; bin--) {
      n += counts[bin];
    }
    return 100.0 * n / total;
  }

  /** Percent of pixels in the bin of the smallest value. */
  double percentMinimal() {
    return 100.0 * counts[0] / total;
  }

  private double valueAt(long rank) {
    long seen = 0;
    for (int bin = 0; bin < BINS; bin++) {
      seen += counts[bin];
      if (seen > rank) {
        return origin + step * bin;
      }
    }
    return origin + step * (BINS - 1);
  }
}

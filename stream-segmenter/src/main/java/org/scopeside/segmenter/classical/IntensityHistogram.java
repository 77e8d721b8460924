package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * The grey values of one plane in {@value #BINS} equal bins over their range: fine enough for the
 * background's statistics, and {@value #FINE_PER_COARSE} bins together are one of the 256 that
 * {@code skimage.filters.threshold_otsu} uses. Keeps its counts: one instance a thread.
 */
final class IntensityHistogram {
  static final int COARSE = 256;
  static final int FINE_PER_COARSE = 16;
  static final int BINS = COARSE * FINE_PER_COARSE;

  /** Median absolute deviation of a normal distribution to its standard deviation. */
  private static final double MAD_TO_SIGMA = 1.4826;

  private final int[] counts = new int[BINS];
  private final int[] odd = new int[BINS];
  private double min;
  private double binWidth;

  /**
   * Counts {@code values}, all of which lie in {@code [min, max]}.
   *
   * @param max must be above {@code min}
   */
  void fill(float[] values, float min, float max) {
    Arrays.fill(counts, 0);
    Arrays.fill(odd, 0);
    this.min = min;
    binWidth = ((double) max - min) / BINS;
    float perUnit = (float) (1 / binWidth);
    int i = 0;
    for (; i + 1 < values.length; i += 2) {
      // Two tables: neighbours often share a bin, and counting up one cell twice in a row waits.
      counts[Math.min(BINS - 1, (int) ((values[i] - min) * perUnit))]++;
      odd[Math.min(BINS - 1, (int) ((values[i + 1] - min) * perUnit))]++;
    }
    if (i < values.length) {
      counts[Math.min(BINS - 1, (int) ((values[i] - min) * perUnit))]++;
    }
    for (int bin = 0; bin < BINS; bin++) {
      counts[bin] += odd[bin];
    }
  }

  /** Otsu's threshold over 256 bins: the centre of the last bin of the lower class. */
  double otsuThreshold() {
    double[] coarse = new double[COARSE];
    for (int bin = 0; bin < BINS; bin++) {
      coarse[bin / FINE_PER_COARSE] += counts[bin];
    }
    int last = OtsuThreshold.lastBinOfLowerClass(coarse);
    return min + (last + 0.5) * binWidth * FINE_PER_COARSE;
  }

  /**
   * How far the two classes of a threshold lie apart: difference of their means in standard
   * deviations of the lower one.
   *
   * @return at least 0; infinite if the lower class has one value only
   */
  double classSeparation(double threshold) {
    int last = binOf(threshold);
    double below = mean(0, last);
    double variance = 0;
    long n = 0;
    for (int bin = 0; bin <= last; bin++) {
      double d = centre(bin) - below;
      variance += d * d * counts[bin];
      n += counts[bin];
    }
    return (mean(last + 1, BINS - 1) - below) / Math.sqrt(variance / n);
  }

  /** Median of the values up to {@code limit}, to one bin. */
  double medianUpTo(double limit) {
    int last = binOf(limit);
    long half = (total(last) + 1) / 2;
    long seen = 0;
    for (int bin = 0; bin <= last; bin++) {
      seen += counts[bin];
      if (seen >= half) {
        return centre(bin);
      }
    }
    return centre(last);
  }

  /**
   * Standard deviation of the values up to {@code limit}, estimated from their median absolute
   * deviation about {@code median}; at least one bin's width, below which it cannot be told.
   */
  double robustSigmaUpTo(double limit, double median) {
    int last = binOf(limit);
    int middle = binOf(median);
    long half = (total(last) + 1) / 2;
    long seen = counts[middle];
    int reach = 0;
    while (seen < half) {
      reach++;
      seen += middle - reach >= 0 ? counts[middle - reach] : 0;
      seen += middle + reach <= last ? counts[middle + reach] : 0;
    }
    return MAD_TO_SIGMA * binWidth * Math.max(1, reach);
  }

  /** The largest value counted. */
  double max() {
    return min + BINS * binWidth;
  }

  private long total(int last) {
    long n = 0;
    for (int bin = 0; bin <= last; bin++) {
      n += counts[bin];
    }
    return n;
  }

  private double mean(int first, int last) {
    double sum = 0;
    long n = 0;
    for (int bin = first; bin <= last; bin++) {
      sum += centre(bin) * counts[bin];
      n += counts[bin];
    }
    return n == 0 ? centre(Math.min(first, BINS - 1)) : sum / n;
  }

  private double centre(int bin) {
    return min + (bin + 0.5) * binWidth;
  }

  private int binOf(double value) {
    return Math.max(0, Math.min(BINS - 1, (int) ((value - min) / binWidth)));
  }
}

package org.scopeside.segmenter.pixels;

import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.image.ValueRange;

/**
 * Brings planes of every camera and exposure to one range: {@code (v − low) / (high − low)}, not
 * clipped, with two percentiles of the plane as low and high. A plane without two values that
 * differ between them becomes 0 throughout.
 *
 * @param lowPercentile 0 to 100, usually within the background
 * @param highPercentile above the low one, to 100, usually within the objects
 */
record IntensityScale(double lowPercentile, double highPercentile) {
  /** One bin a value for whole numbers of 16 bit. */
  private static final int BINS = 1 << 16;

  IntensityScale {
    if (!(lowPercentile >= 0 && lowPercentile < highPercentile && highPercentile <= 100)) {
      throw new IllegalArgumentException(
          "percentiles %s and %s: they must rise within 0 to 100"
              .formatted(lowPercentile, highPercentile));
    }
  }

  /** Percentiles 1 and 99.8. */
  static IntensityScale defaults() {
    return new IntensityScale(1, 99.8);
  }

  /**
   * The plane in the common range.
   *
   * @return {@code [y][x]}, a new array
   * @throws NonFinitePixelsException if a value is NaN or infinite
   */
  float[] apply(GreyImage plane) {
    float[] values = plane.pixels();
    float[] scaled = new float[values.length];
    ValueRange range = ValueRange.of(plane);
    double min = range.min();
    double span = range.max() - min;
    if (span == 0) {
      return scaled;
    }
    // Whole numbers fall into the middle of bins one wide.
    double binWidth = span < BINS ? 1 : span / (BINS - 1);
    int[] counts = new int[BINS];
    for (float value : values) {
      counts[(int) ((value - min) / binWidth + 0.5)]++;
    }
    double low = min + binWidth * binAt(counts, lowPercentile, values.length);
    double high = min + binWidth * binAt(counts, highPercentile, values.length);
    if (high > low) {
      float offset = (float) low;
      float gain = (float) (1 / (high - low));
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (values[i] - offset) * gain;
      }
    }
    return scaled;
  }

  /** The lowest bin with at least the given share of all values up to it. */
  private static int binAt(int[] counts, double percentile, int total) {
    double wanted = Math.max(1, percentile / 100 * total);
    long seen = 0;
    for (int bin = 0; bin < BINS; bin++) {
      seen += counts[bin];
      if (seen >= wanted) {
        return bin;
      }
    }
    return BINS - 1;
  }
}

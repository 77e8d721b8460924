package org.scopeside.segmenter.classical;

import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.image.ValueRange;

/**
 * Otsu's threshold (1979, IEEE Trans. SMC 9:62): the value that splits the grey values into two
 * classes with the largest variance between them.
 *
 * <p>Follows {@code skimage.filters.threshold_otsu}: one bin a value for whole numbers, otherwise
 * 256 bins over the range and the centre of a bin as threshold; foreground is what lies above it.
 */
public final class OtsuThreshold {
  /** Whole numbers spread wider than this are binned like other values; 16-bit planes never are. */
  private static final int MAX_INTEGER_RANGE = 1 << 16;

  private OtsuThreshold() {}

  /**
   * The threshold of a plane, in its units. A constant plane has its own value as threshold, so
   * that nothing lies above it.
   *
   * @throws NonFinitePixelsException if a value is NaN or infinite
   */
  public static double of(GreyImage image) {
    float[] values = image.pixels();
    ValueRange range = ValueRange.of(values, image);
    float min = range.min();
    float max = range.max();
    if (min == max) {
      return min;
    }
    if (max - min < MAX_INTEGER_RANGE && allWhole(values)) {
      return ofWholeNumbers(values, (int) min, (int) max);
    }
    IntensityHistogram histogram = new IntensityHistogram();
    histogram.fill(values, min, max);
    return histogram.otsuThreshold();
  }

  private static boolean allWhole(float[] values) {
    for (float value : values) {
      if (value != (int) value) {
        return false;
      }
    }
    return true;
  }

  private static double ofWholeNumbers(float[] values, int min, int max) {
    double[] counts = new double[max - min + 1];
    for (float value : values) {
      counts[(int) value - min]++;
    }
    return (double) min + lastBinOfLowerClass(counts);
  }

  /**
   * Index of the first bin after which a cut gives the largest variance between the classes.
   *
   * @param counts of equally spaced bins; the first and the last are not empty
   */
  static int lastBinOfLowerClass(double[] counts) {
    double total = 0;
    double weighted = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      total += counts[bin];
      weighted += bin * counts[bin];
    }
    double below = 0;
    double weightedBelow = 0;
    double best = -1;
    int bestBin = 0;
    for (int bin = 0; bin + 1 < counts.length; bin++) {
      below += counts[bin];
      weightedBelow += bin * counts[bin];
      double above = total - below;
      double distance = weightedBelow / below - (weighted - weightedBelow) / above;
      double between = below * above * distance * distance;
      if (between > best) {
        best = between;
        bestBin = bin;
      }
    }
    return bestBin;
  }
}

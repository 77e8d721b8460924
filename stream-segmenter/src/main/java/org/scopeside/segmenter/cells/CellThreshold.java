package org.scopeside.segmenter.cells;

import org.scopeside.segmenter.classical.GaussianFilter;
import org.scopeside.segmenter.classical.OtsuThreshold;
import org.scopeside.segmenter.image.GreyImage;

/** The cell channel, smoothed, and the grey value above which it shows cells. */
final class CellThreshold {
  private final float[] smoothed;
  private final double threshold;

  private CellThreshold(float[] smoothed, double threshold) {
    this.smoothed = smoothed;
    this.threshold = threshold;
  }

  /**
   * Otsu's threshold of the smoothed plane; infinite where the plane shows no two classes.
   *
   * @throws org.scopeside.segmenter.image.NonFinitePixelsException if a value is NaN or infinite
   */
  static CellThreshold of(GreyImage channel, FusionSettings settings) {
    int width = channel.width();
    int height = channel.height();
    float[] smoothed = new float[channel.pixels().length];
    new GaussianFilter(settings.smoothingSigma()).apply(channel.pixels(), smoothed, width, height);
    double otsu = OtsuThreshold.of(new GreyImage(smoothed, width, height));
    boolean split = separation(smoothed, otsu) >= settings.minClassSeparation();
    return new CellThreshold(smoothed, split ? otsu : Double.POSITIVE_INFINITY);
  }

  boolean isAbove(int pixel) {
    return smoothed[pixel] > threshold;
  }

  /**
   * Difference of the means of two classes in standard deviations of the lower one; 0 where one is
   * empty.
   */
  private static double separation(float[] values, double threshold) {
    double sumBelow = 0;
    double squaresBelow = 0;
    double sumAbove = 0;
    int below = 0;
    for (float value : values) {
      double fromThreshold = value - threshold;
      if (fromThreshold > 0) {
        sumAbove += fromThreshold;
      } else {
        sumBelow += fromThreshold;
        squaresBelow += fromThreshold * fromThreshold;
        below++;
      }
    }
    int above = values.length - below;
    if (above == 0 || below == 0) {
      return 0;
    }
    double meanBelow = sumBelow / below;
    double sigma = Math.sqrt(Math.max(0, squaresBelow / below - meanBelow * meanBelow));
    return (sumAbove / above - meanBelow) / sigma;
  }
}

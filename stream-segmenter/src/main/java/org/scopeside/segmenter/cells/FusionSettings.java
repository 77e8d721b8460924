package org.scopeside.segmenter.cells;

/**
 * Settings of {@link FusionPostProcessing}; all lengths in pixels.
 *
 * @param smoothingSigma standard deviation of the Gaussian over the cell channel before Otsu's
 *     threshold, above 0 to 20
 * @param minClassSeparation distance of the means of Otsu's classes, in standard deviations of the
 *     lower one, below which the split is taken to be one of the background itself and no region is
 *     recovered; 0 switches the guard off
 * @param minRegionArea regions above the threshold that are smaller are noise, at least 1
 * @param minSharedFraction share of a nucleus that must lie in each of several cells for them to be
 *     one, 0 to 1; 0 takes a single pixel for enough, as the paper does
 */
public record FusionSettings(
    double smoothingSigma, double minClassSeparation, int minRegionArea, double minSharedFraction) {

  public FusionSettings {
    inRange("smoothingSigma", smoothingSigma, Double.MIN_NORMAL, 20);
    inRange("minClassSeparation", minClassSeparation, 0, 1000);
    inRange("minRegionArea", minRegionArea, 1, Integer.MAX_VALUE);
    inRange("minSharedFraction", minSharedFraction, 0, 1);
  }

  /**
   * The defaults: the classical segmentation's smoothing, guard and smallest object. Two channels
   * of one field lie up to 2 pixels apart, and a nucleus 14 pixels wide then shares 18 % of its
   * pixels with a neighbour that it has nothing to do with: cells are one from 20 % each.
   */
  public static FusionSettings defaults() {
    return new FusionSettings(1, 4, 30, 0.2);
  }

  /**
   * As in the paper, whose cells lie apart: one shared pixel makes two cells one, Otsu has the last
   * word. In dense tissue most cells go up in one another that way.
   */
  public static FusionSettings korfhage() {
    return new FusionSettings(1, 0, 30, 0);
  }

  private static void inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " = " + value + " lies outside " + min + " to " + max);
    }
  }
}

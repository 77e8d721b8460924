package org.scopeside.segmenter.classical;

/**
 * Settings of the classical segmentation; all lengths in pixels of the plane.
 *
 * @param smoothingSigma standard deviation of the Gaussian before the threshold, above 0 to 20
 * @param thresholdCorrection where between the background's median (0) and Otsu's threshold (1, or
 *     beyond it up to 2) the outline is drawn. Otsu's threshold lies half-way to the mean object,
 *     too high for the dim ones
 * @param minClassSeparation distance of Otsu's classes, in standard deviations of the lower one,
 *     below which the split is taken to be one of the background itself; 0 switches the guard off
 * @param noiseFloorSigmas what counts as signal then, in robust standard deviations above the
 *     background, 0 to 100
 * @param maxHoleArea largest hole that is filled, in pixels, at least 0: a gap between cells that
 *     happen to surround it is none
 * @param distanceSigma standard deviation of the Gaussian over the distance map, above 0 to 20
 * @param seedSpacing least distance between two seeds of one component, in typical inscribed radii
 *     (median over the components of at least {@code minArea}), 0 to 10; 0 takes {@code
 *     minSeedDistance} instead
 * @param minSeedDistance least distance between two seeds if {@code seedSpacing} is 0, 1 to 200
 * @param minArea smallest object kept, in pixels, at least 1
 * @param minDiameterUm diameter in µm of the smallest disc that is kept where the size of a pixel
 *     is known, 0 to 1000: debris is as bright as a nucleus but only as wide as the optics' point
 *     spread
 */
public record ClassicalSettings(
    double smoothingSigma,
    double thresholdCorrection,
    double minClassSeparation,
    double noiseFloorSigmas,
    int maxHoleArea,
    double distanceSigma,
    double seedSpacing,
    int minSeedDistance,
    int minArea,
    double minDiameterUm) {

  /** Checks every range; a wrong setting is to stop the start. */
  public ClassicalSettings {
    inRange("smoothingSigma", smoothingSigma, Double.MIN_NORMAL, 20);
    inRange("thresholdCorrection", thresholdCorrection, 0, 2);
    inRange("minClassSeparation", minClassSeparation, 0, 1000);
    inRange("noiseFloorSigmas", noiseFloorSigmas, 0, 100);
    inRange("maxHoleArea", maxHoleArea, 0, Integer.MAX_VALUE);
    inRange("distanceSigma", distanceSigma, Double.MIN_NORMAL, 20);
    inRange("seedSpacing", seedSpacing, 0, 10);
    inRange("minSeedDistance", minSeedDistance, 1, 200);
    inRange("minArea", minArea, 1, Integer.MAX_VALUE);
    inRange("minDiameterUm", minDiameterUm, 0, 1000);
  }

  /**
   * The defaults. Correction, distance smoothing and seed spacing were chosen on 310 training
   * images of BBBC038 (14,120 nuclei; pooled F1 at IoU 0.5: 0.850, against 0.816 with {@link
   * #cellProfilerBasic()}), the guard as {@link Threshold} explains. A disc of 6 µm is smaller than
   * the nucleus of a lymphocyte, the smallest of the cells that are commonly screened.
   */
  public static ClassicalSettings defaults() {
    return new ClassicalSettings(1, 0.75, 4, 5, 100, 1, 0.5, 7, 30, 6);
  }

  /**
   * The plain pipeline: Otsu as it is, no guard, distances smoothed with σ 2, seeds 7 pixels apart.
   */
  public static ClassicalSettings cellProfilerBasic() {
    return new ClassicalSettings(1, 1, 0, 5, Integer.MAX_VALUE, 2, 0, 7, 30, 0);
  }

  /**
   * Smallest object kept, in pixels.
   *
   * @param pixelSizeUm size of a pixel, µm; NaN where it is not known
   */
  int minArea(double pixelSizeUm) {
    double radius = minDiameterUm / 2 / pixelSizeUm;
    return radius > 0 ? (int) Math.max(minArea, Math.ceil(Math.PI * radius * radius)) : minArea;
  }

  private static void inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " = " + value + " lies outside " + min + " to " + max);
    }
  }
}

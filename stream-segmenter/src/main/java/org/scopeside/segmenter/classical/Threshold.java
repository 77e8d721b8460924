package org.scopeside.segmenter.classical;

/**
 * Chooses the grey value above which a smoothed plane is foreground: Otsu's, corrected, and kept
 * out of the noise.
 *
 * <p>Otsu always splits. In a field without cells it splits the background, and thousands of specks
 * would be counted. Such a split shows: the upper half of a normal distribution lies 2.65 standard
 * deviations of the lower half above it (means ±√(2/π) σ, each half with √(1 − 2/π) σ), a linear
 * ramp's 3.46 (√12), whatever their amplitude, whereas real fields with nuclei give 5 and more
 * (lowest of 60 images of BBBC038: 5.0). Below {@link ClassicalSettings#minClassSeparation()}
 * Otsu's answer is dropped, and only what stands {@link ClassicalSettings#noiseFloorSigmas()}
 * robust standard deviations above the background is foreground: cells so few that Otsu overlooks
 * them are kept, an empty field stays empty.
 */
final class Threshold {
  /** σ-clipping settles in a few rounds; more change nothing that matters. */
  private static final int CLIPPING_ROUNDS = 20;

  /** The correction lowers the threshold at most to this many robust σ above the background. */
  private static final double SPECKLE_SIGMAS = 2;

  private final ClassicalSettings settings;

  Threshold(ClassicalSettings settings) {
    this.settings = settings;
  }

  /** The threshold for the values counted in {@code histogram}, in their units. */
  double choose(IntensityHistogram histogram) {
    double otsu = histogram.otsuThreshold();
    if (histogram.classSeparation(otsu) < settings.minClassSeparation()) {
      return Math.max(otsu, noiseFloor(histogram));
    }
    double background = histogram.medianUpTo(otsu);
    double corrected = background + settings.thresholdCorrection() * (otsu - background);
    double speckle = background + SPECKLE_SIGMAS * histogram.robustSigmaUpTo(otsu, background);
    return Math.max(corrected, Math.min(otsu, speckle));
  }

  /** Background plus k σ, both robust, of what is left after clipping what stands above it. */
  private double noiseFloor(IntensityHistogram histogram) {
    double limit = histogram.max();
    for (int round = 0; round < CLIPPING_ROUNDS; round++) {
      double median = histogram.medianUpTo(limit);
      double sigma = histogram.robustSigmaUpTo(limit, median);
      double next = median + settings.noiseFloorSigmas() * sigma;
      if (next >= limit) {
        return next;
      }
      limit = next;
    }
    return limit;
  }
}

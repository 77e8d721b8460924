package org.scopeside.segmenter.pixels;

/**
 * A Gaussian and its first two derivatives as half kernels: weight {@code k} belongs to the pixels
 * {@code k} away on both sides. The Gaussian sums to 1 over {@code -radius..radius} with radius
 * {@code floor(4 σ + 0.5)}; the derivatives are that times −k/σ² and k²/σ⁴ − 1/σ², as {@code
 * scipy.ndimage.gaussian_filter1d} has them.
 */
// Arrays: weights, never compared.
@SuppressWarnings("ArrayRecordComponent")
record DerivativeKernel(int radius, float[] smooth, float[] first, float[] second) {
  private static final double TRUNCATE = 4;

  /**
   * @param sigma standard deviation in pixels, above 0
   */
  static DerivativeKernel of(double sigma) {
    int radius = (int) (TRUNCATE * sigma + 0.5);
    double[] weights = new double[radius + 1];
    double total = 0;
    for (int k = 0; k <= radius; k++) {
      weights[k] = Math.exp(-0.5 * k * k / (sigma * sigma));
      total += k == 0 ? weights[k] : 2 * weights[k];
    }
    float[] smooth = new float[radius + 1];
    float[] first = new float[radius + 1];
    float[] second = new float[radius + 1];
    double variance = sigma * sigma;
    for (int k = 0; k <= radius; k++) {
      double weight = weights[k] / total;
      smooth[k] = (float) weight;
      // Sign of the side to the right: a plane that rises to the right has a positive derivative.
      first[k] = (float) (weight * k / variance);
      second[k] = (float) (weight * ((double) k * k / variance - 1) / variance);
    }
    return new DerivativeKernel(radius, smooth, first, second);
  }
}

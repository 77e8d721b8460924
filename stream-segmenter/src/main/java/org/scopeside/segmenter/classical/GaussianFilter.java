package org.scopeside.segmenter.classical;

/**
 * Gaussian smoothing as {@code scipy.ndimage.gaussian_filter} does it: separable, kernel cut at 4 σ
 * (radius {@code floor(4 σ + 0.5)}), the image mirrored at its edges with the edge pixel repeated
 * (mode "reflect").
 *
 * <p>Both passes run over whole rows, so that the compiler vectorises them; the rows needed for one
 * output row stay in the cache. Keeps scratch rows: one instance a thread.
 */
final class GaussianFilter {
  private static final double TRUNCATE = 4.0;

  private final float[] kernel;
  private final int radius;
  private float[] padded = new float[0];
  private float[][] ring = new float[0][];
  private float[] sum = new float[0];

  /**
   * @param sigma standard deviation in pixels, above 0
   */
  GaussianFilter(double sigma) {
    radius = (int) (TRUNCATE * sigma + 0.5);
    kernel = halfKernel(sigma, radius);
  }

  /**
   * Smooths {@code source} into {@code target}, both {@code [y][x]} of {@code width * height} and not
   * the same array.
   */
  void apply(float[] source, float[] target, int width, int height) {
    fit(width);
    int next = -radius;
    for (int y = 0; y < height; y++) {
      for (; next <= y + radius; next++) {
        smoothRow(source, mirror(next, height) * width, ring[slot(next)], width);
      }
      smoothColumns(target, y, width);
    }
  }

  private void fit(int width) {
    if (padded.length != width + 2 * radius) {
      padded = new float[width + 2 * radius];
      ring = new float[2 * radius + 1][width];
      sum = new float[width];
    }
  }

  private int slot(int row) {
    return Math.floorMod(row, 2 * radius + 1);
  }

  private void smoothRow(float[] source, int offset, float[] out, int width) {
    System.arraycopy(source, offset, padded, radius, width);
    for (int i = 1; i <= radius; i++) {
      padded[radius - i] = source[offset + mirror(-i, width)];
      padded[radius + width - 1 + i] = source[offset + mirror(width - 1 + i, width)];
    }
    scale(padded, radius, kernel[0], out, width);
    int k = 1;
    for (; k + 1 <= radius; k += 2) {
      addTwoPairs(padded, radius, k, kernel[k], kernel[k + 1], out, width);
    }
    if (k <= radius) {
      addPair(padded, radius - k, padded, radius + k, kernel[k], out, width);
    }
  }

  private void smoothColumns(float[] target, int y, int width) {
    scale(ring[slot(y)], 0, kernel[0], sum, width);
    for (int k = 1; k <= radius; k++) {
      addPair(ring[slot(y - k)], 0, ring[slot(y + k)], 0, kernel[k], sum, width);
    }
    System.arraycopy(sum, 0, target, y * width, width);
  }

  private static void scale(float[] in, int offset, float weight, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = weight * in[offset + x];
    }
  }

  private static void addPair(
      float[] a, int offsetA, float[] b, int offsetB, float weight, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] += weight * (a[offsetA + x] + b[offsetB + x]);
    }
  }

  private static void addTwoPairs(
      float[] in, int centre, int k, float near, float far, float[] out, int width) {
    int left = centre - k;
    int right = centre + k;
    int left2 = left - 1;
    int right2 = right + 1;
    for (int x = 0; x < width; x++) {
      out[x] += near * (in[left + x] + in[right + x]) + far * (in[left2 + x] + in[right2 + x]);
    }
  }

  /** Index {@code i} of a line of {@code n} pixels mirrored again and again at its edges. */
  static int mirror(int i, int n) {
    int period = Math.floorMod(i, 2 * n);
    return period < n ? period : 2 * n - 1 - period;
  }

  private static float[] halfKernel(double sigma, int radius) {
    double[] weights = new double[radius + 1];
    double total = 0;
    for (int i = 0; i <= radius; i++) {
      weights[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
      total += i == 0 ? weights[i] : 2 * weights[i];
    }
    float[] kernel = new float[radius + 1];
    for (int i = 0; i <= radius; i++) {
      kernel[i] = (float) (weights[i] / total);
    }
    return kernel;
  }
}

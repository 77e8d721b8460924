package org.scopeside.segmenter.classical;

/**
 * Gaussian smoothing as {@code scipy.ndimage.gaussian_filter} does it: separable, kernel cut at 4 σ
 * (radius {@code floor(4 σ + 0.5)}), the image mirrored at its edges with the edge pixel repeated
 * (mode "reflect").
 *
 * <p>Both passes run over whole rows, and those needed for one output row stay in the cache. Rows
 * are shifted by copying first: the compiler vectorises loops whose arrays all have the same index,
 * and no others if the arrays might be one. Keeps scratch rows: one instance a thread.
 */
public final class GaussianFilter {
  private static final double TRUNCATE = 4.0;

  private final float[] kernel;
  private final int radius;
  private float[] padded = new float[0];
  private float[][] ring = new float[0][];
  private float[] sum = new float[0];
  private float[] left = new float[0];
  private float[] right = new float[0];

  /**
   * @param sigma standard deviation in pixels, above 0
   */
  public GaussianFilter(double sigma) {
    radius = (int) (TRUNCATE * sigma + 0.5);
    kernel = halfKernel(sigma, radius);
  }

  /**
   * Smooths {@code source} into {@code target}, both {@code [y][x]} of {@code width * height} and
   * not the same array.
   */
  public void apply(float[] source, float[] target, int width, int height) {
    apply(source, target, width, height, 0, width);
  }

  /**
   * The same with a target whose rows lie {@code stride} apart, the first beginning at {@code
   * origin}.
   */
  public void apply(float[] source, float[] target, int width, int height, int origin, int stride) {
    fit(width);
    int next = -radius;
    for (int y = 0; y < height; y++) {
      for (; next <= y + radius; next++) {
        smoothRow(source, mirror(next, height) * width, ring[slot(next)], width);
      }
      smoothColumns(y, width);
      System.arraycopy(sum, 0, target, origin + y * stride, width);
    }
  }

  private void fit(int width) {
    if (padded.length != width + 2 * radius) {
      padded = new float[width + 2 * radius];
      ring = new float[2 * radius + 1][width];
      sum = new float[width];
      left = new float[width];
      right = new float[width];
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
    System.arraycopy(padded, radius, left, 0, width);
    scale(left, kernel[0], out, width);
    for (int k = 1; k <= radius; k++) {
      System.arraycopy(padded, radius - k, left, 0, width);
      System.arraycopy(padded, radius + k, right, 0, width);
      addPair(left, right, kernel[k], out, width);
    }
  }

  private void smoothColumns(int y, int width) {
    scale(ring[slot(y)], kernel[0], sum, width);
    for (int k = 1; k <= radius; k++) {
      addPair(ring[slot(y - k)], ring[slot(y + k)], kernel[k], sum, width);
    }
  }

  private static void scale(float[] in, float weight, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = weight * in[x];
    }
  }

  private static void addPair(float[] a, float[] b, float weight, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] += weight * (a[x] + b[x]);
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

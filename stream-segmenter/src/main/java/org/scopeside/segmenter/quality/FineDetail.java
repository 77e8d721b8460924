package org.scopeside.segmenter.quality;

/**
 * What neighbouring pixels differ by: the variance of the Laplacian (focus) and Immerkær's estimate
 * of the noise, in one pass over the rows.
 *
 * @param laplacianVariance as {@code scipy.ndimage.laplace(plane).var()}
 * @param noiseSigma in the plane's units
 */
record FineDetail(double laplacianVariance, double noiseSigma) {
  /** Rows summed in single precision before they are added to the totals. */
  private static final int ROWS_A_SUM = 8;

  static FineDetail of(float[] pixels, int width, int height) {
    Rows rows = new Rows(width);
    for (int y = 0; y < height; y++) {
      rows.load(pixels, Math.max(0, y - 1), y, Math.min(height - 1, y + 1));
      rows.laplacian();
      if (y > 0 && y < height - 1) {
        rows.noise();
      }
      if (y % ROWS_A_SUM == ROWS_A_SUM - 1 || y == height - 1) {
        rows.total();
      }
    }
    double n = (double) width * height;
    double mean = rows.laplacianTotal / n;
    double inside = (width - 2.0) * (height - 2.0);
    return new FineDetail(
        Math.max(0, rows.squareTotal / n - mean * mean),
        inside > 0 ? Math.sqrt(Math.PI / 2) / 6 * rows.noiseTotal / inside : 0);
  }

  /** Three neighbouring rows, shifted copies of them, and sums a column: all loops vectorise. */
  private static final class Rows {
    private final int width;
    private final float[] up;
    private final float[] here;
    private final float[] down;
    private final float[] left;
    private final float[] right;
    private final float[] curvature;
    private final float[] sum;
    private final float[] squares;
    private final float[] noise;
    private double laplacianTotal;
    private double squareTotal;
    private double noiseTotal;

    Rows(int width) {
      this.width = width;
      up = new float[width];
      here = new float[width];
      down = new float[width];
      left = new float[width];
      right = new float[width];
      curvature = new float[width];
      sum = new float[width];
      squares = new float[width];
      noise = new float[width];
    }

    void load(float[] pixels, int above, int row, int below) {
      System.arraycopy(pixels, above * width, up, 0, width);
      System.arraycopy(pixels, row * width, here, 0, width);
      System.arraycopy(pixels, below * width, down, 0, width);
    }

    void laplacian() {
      shift(here);
      addLaplacian(here, up, down, left, right, sum, squares, width);
    }

    void noise() {
      bend(up, here, down, curvature, width);
      shift(curvature);
      // The mask reaches beyond the first and the last column, which are left out.
      float first = noise[0];
      float last = noise[width - 1];
      addNoise(curvature, left, right, noise, width);
      noise[0] = first;
      noise[width - 1] = last;
    }

    private void shift(float[] row) {
      System.arraycopy(row, 0, left, 1, width - 1);
      left[0] = row[0];
      System.arraycopy(row, 1, right, 0, width - 1);
      right[width - 1] = row[width - 1];
    }

    void total() {
      for (int x = 0; x < width; x++) {
        laplacianTotal += sum[x];
        squareTotal += squares[x];
        noiseTotal += noise[x];
        sum[x] = 0;
        squares[x] = 0;
        noise[x] = 0;
      }
    }
  }

  private static void addLaplacian(
      float[] here,
      float[] up,
      float[] down,
      float[] left,
      float[] right,
      float[] sum,
      float[] squares,
      int width) {
    for (int x = 0; x < width; x++) {
      float l = up[x] + down[x] + left[x] + right[x] - 4 * here[x];
      sum[x] += l;
      squares[x] += l * l;
    }
  }

  private static void bend(float[] up, float[] here, float[] down, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = up[x] - 2 * here[x] + down[x];
    }
  }

  private static void addNoise(float[] here, float[] left, float[] right, float[] sum, int width) {
    for (int x = 0; x < width; x++) {
      sum[x] += Math.abs(left[x] - 2 * here[x] + right[x]);
    }
  }
}

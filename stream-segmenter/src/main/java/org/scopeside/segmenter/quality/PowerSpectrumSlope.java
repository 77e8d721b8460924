package org.scopeside.segmenter.quality;

/**
 * CellProfiler's power log-log slope (module MeasureImageQuality, after Field 1997): how fast a
 * plane's spectral power falls with frequency.
 *
 * <p>The power |F|² of the plane minus its mean is summed over rings of radius r = 2, 3, … below
 * {@code floor(min(width, height) / 8)}; the slope is that of the least-squares line through (ln r,
 * ln power). Ring r holds the frequencies whose indices i, j have ⌊√(i'² + j'²)⌋ + 1 = r, where i'
 * is the smaller of i and H − 1 − i: centrosome's {@code rps}, which so counts negative frequencies
 * one index lower than positive ones, and is followed in this. Dividing the plane by its median
 * absolute deviation first, as it does too, moves the line but not its slope, and is left out.
 *
 * <p>Only frequencies up to an eighth of the band are looked at, so only they are computed. Sides
 * with a prime factor above {@value #LARGEST_PRIME} are cut to the next smaller ones without (at
 * most a few pixels at the right and bottom). Keeps scratch: one instance a thread.
 */
final class PowerSpectrumSlope {
  static final int LARGEST_PRIME = 31;

  /** Columns transformed together: two fit into the vector units' width several times over. */
  private static final int LANES = 64;

  private int width;
  private int height;
  private int reach;
  private ColumnFourier down = new ColumnFourier(1, LANES);
  private ColumnFourier along = new ColumnFourier(1, LANES);
  private float[][] re = new float[0][];
  private float[][] im = new float[0][];
  // Spectrum down the columns, [frequency 0 to reach][x].
  private float[][] halfRe = new float[0][];
  private float[][] halfIm = new float[0][];

  /**
   * The slope of one plane.
   *
   * @param pixels {@code [y][x]}
   * @param mean their mean
   * @return 0 if the plane is constant or has fewer than two rings (a side below 32 pixels)
   */
  double of(float[] pixels, int planeWidth, int planeHeight, double mean) {
    int rings = Math.min(planeWidth, planeHeight) / 8;
    if (rings < 4) {
      return 0;
    }
    fit(smooth(planeWidth), smooth(planeHeight));
    for (int x = 0; x < width; x += 2 * LANES) {
      transformDown(pixels, planeWidth, x, (float) mean);
    }
    double[] power = new double[Math.min(width, height) / 8];
    for (int ky = 0; ky <= reach; ky += LANES) {
      transformAlong(ky, power);
    }
    return slope(power);
  }

  private void fit(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return;
    }
    width = newWidth;
    height = newHeight;
    reach = Math.min(width, height) / 8 + 1;
    down = new ColumnFourier(height, LANES);
    along = new ColumnFourier(width, LANES);
    re = new float[Math.max(width, height)][LANES];
    im = new float[Math.max(width, height)][LANES];
    halfRe = new float[reach + 1][width];
    halfIm = new float[reach + 1][width];
  }

  /** Largest size up to {@code n} whose prime factors are small enough. */
  static int smooth(int n) {
    int size = n;
    while (size > 1 && largestFactor(size) > LARGEST_PRIME) {
      size--;
    }
    return size;
  }

  private static int largestFactor(int n) {
    int[] factors = ColumnFourier.factorsOf(n);
    return factors[factors.length - 1];
  }

  /** Columns x to x + LANES − 1 go in as real parts, the next LANES as imaginary ones. */
  private void transformDown(float[] pixels, int planeWidth, int x, float mean) {
    int first = Math.min(LANES, width - x);
    int second = Math.max(0, Math.min(LANES, width - x - LANES));
    for (int y = 0; y < height; y++) {
      int row = down.rowOf(y);
      load(pixels, y * planeWidth + x, first, mean, re[row]);
      load(pixels, y * planeWidth + x + LANES, second, mean, im[row]);
    }
    down.transform(re, im);
    for (int k = 0; k <= reach; k++) {
      int mirrored = k == 0 ? 0 : height - k;
      untangle(re[k], im[k], re[mirrored], im[mirrored], k, x, first, second);
    }
  }

  private static void load(float[] pixels, int from, int count, float mean, float[] lanes) {
    for (int i = 0; i < count; i++) {
      lanes[i] = pixels[from + i] - mean;
    }
    for (int i = count; i < LANES; i++) {
      lanes[i] = 0;
    }
  }

  /** F of the real parts is (Z(k) + Z*(−k)) / 2, of the imaginary ones (Z(k) − Z*(−k)) / 2i. */
  private void untangle(
      float[] zr, float[] zi, float[] mr, float[] mi, int k, int x, int first, int second) {
    for (int i = 0; i < first; i++) {
      halfRe[k][x + i] = (zr[i] + mr[i]) / 2;
      halfIm[k][x + i] = (zi[i] - mi[i]) / 2;
    }
    for (int i = 0; i < second; i++) {
      halfRe[k][x + LANES + i] = (zi[i] + mi[i]) / 2;
      halfIm[k][x + LANES + i] = (mr[i] - zr[i]) / 2;
    }
  }

  private void transformAlong(int ky, double[] power) {
    int lanes = Math.min(LANES, reach + 1 - ky);
    for (int lane = 0; lane < lanes; lane++) {
      float[] r = halfRe[ky + lane];
      float[] i = halfIm[ky + lane];
      for (int x = 0; x < width; x++) {
        re[along.rowOf(x)][lane] = r[x];
        im[along.rowOf(x)][lane] = i[x];
      }
    }
    along.transform(re, im);
    for (int kx = 0; kx < width; kx++) {
      if (Math.min(kx, width - kx) <= reach) {
        for (int lane = 0; lane < lanes; lane++) {
          double p = (double) re[kx][lane] * re[kx][lane] + (double) im[kx][lane] * im[kx][lane];
          collect(ky + lane, kx, p, power);
        }
      }
    }
  }

  /** A plane is real: what has been found for (ky, kx) holds for (−ky, −kx) as well. */
  private void collect(int ky, int kx, double p, double[] power) {
    addToRing(ky, kx, p, power);
    if (ky > 0) {
      addToRing(height - ky, kx == 0 ? 0 : width - kx, p, power);
    }
  }

  private void addToRing(int iy, int ix, double p, double[] power) {
    double dy = Math.min(iy, height - 1 - iy);
    double dx = Math.min(ix, width - 1 - ix);
    int ring = (int) Math.sqrt(dx * dx + dy * dy) + 1;
    if (ring < power.length) {
      power[ring] += p;
    }
  }

  private static double slope(double[] power) {
    int n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int ring = 2; ring < power.length; ring++) {
      if (power[ring] > 0) {
        double x = Math.log(ring);
        double y = Math.log(power[ring]);
        n++;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
      }
    }
    return n < 2 ? 0 : (n * sxy - sx * sy) / (n * sxx - sx * sx);
  }
}

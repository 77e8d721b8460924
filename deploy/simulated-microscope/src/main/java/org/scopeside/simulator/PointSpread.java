package org.scopeside.simulator;

/**
 * The blur of the optics, a Gaussian cut at 3.2 standard deviations. Plain taps, because the JIT
 * vectorises them: even an 8-pixel blur of a 1024² plane costs a few milliseconds. Edges repeat the
 * outermost pixel. Immutable.
 */
final class PointSpread {

  /** {@code taps[k]} weighs the two pixels at distance k. */
  private final float[] taps;

  PointSpread(double sigmaPx) {
    int radius = Math.max(1, (int) Math.ceil(3.2 * sigmaPx));
    double[] weights = new double[radius + 1];
    double sum = 0;
    for (int k = 0; k <= radius; k++) {
      weights[k] = StrictMath.exp(-k * k / (2 * sigmaPx * sigmaPx));
      sum += k == 0 ? weights[k] : 2 * weights[k];
    }
    taps = new float[radius + 1];
    for (int k = 0; k <= radius; k++) {
      taps[k] = (float) (weights[k] / sum);
    }
  }

  /** Blurs each row of {@code frame}, {@code [y][x]}, in place. */
  void blurRows(float[] frame, int sizeX, int sizeY) {
    int radius = taps.length - 1;
    float[] padded = new float[sizeX + 2 * radius];
    float[] blurred = new float[sizeX];
    for (int y = 0; y < sizeY; y++) {
      int row = y * sizeX;
      System.arraycopy(frame, row, padded, radius, sizeX);
      for (int k = 0; k < radius; k++) {
        padded[k] = frame[row];
        padded[radius + sizeX + k] = frame[row + sizeX - 1];
      }
      weighInto(blurred, padded, radius, padded, radius, 0.5f * taps[0], true);
      for (int k = 1; k <= radius; k++) {
        weighInto(blurred, padded, radius - k, padded, radius + k, taps[k], false);
      }
      System.arraycopy(blurred, 0, frame, row, sizeX);
    }
  }

  /** Row {@code y} of {@code frame} blurred along y, into {@code blurred[x]}. */
  void blurAcrossRows(float[] frame, int sizeX, int sizeY, int y, float[] blurred) {
    int row = y * sizeX;
    weighInto(blurred, frame, row, frame, row, 0.5f * taps[0], true);
    for (int k = 1; k < taps.length; k++) {
      int above = Math.max(0, y - k) * sizeX;
      int below = Math.min(sizeY - 1, y + k) * sizeX;
      weighInto(blurred, frame, above, frame, below, taps[k], false);
    }
  }

  private static void weighInto(
      float[] sum, float[] a, int fromA, float[] b, int fromB, float weight, boolean start) {
    if (start) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = weight * (a[fromA + i] + b[fromB + i]);
      }
    } else {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * (a[fromA + i] + b[fromB + i]);
      }
    }
  }
}

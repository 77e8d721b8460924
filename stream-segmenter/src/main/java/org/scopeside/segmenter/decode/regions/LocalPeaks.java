package org.scopeside.segmenter.decode.regions;

import java.util.Arrays;

/**
 * Pixels that nothing exceeds in the square of ± a distance around them, as {@code
 * skimage.feature.peak_local_max(image, min_distance, threshold_abs, exclude_border)} gives them.
 * Of equal ones that are nearer to each other than the distance the first in reading order stays. A
 * constant plane has none.
 */
public final class LocalPeaks {
  private final float threshold;
  private final int distance;
  private final boolean excludeBorder;

  /**
   * @param threshold peaks are above it; at least 0
   * @param distance pixels, at least 1
   * @param excludeBorder whether peaks within the distance of the plane's edge are left out
   */
  public LocalPeaks(double threshold, int distance, boolean excludeBorder) {
    if (!(threshold >= 0) || distance < 1) {
      throw new IllegalArgumentException(
          "threshold = " + threshold + " and distance = " + distance + ": at least 0 and 1");
    }
    this.threshold = (float) threshold;
    this.distance = distance;
    this.excludeBorder = excludeBorder;
  }

  /**
   * The peaks, in reading order.
   *
   * @param f {@code [y][x]}, finite
   */
  public int[] find(float[] f, int width, int height) {
    int[] peaks = new int[64];
    int count = 0;
    int margin = excludeBorder ? distance : 0;
    for (int y = margin; y < height - margin; y++) {
      for (int x = margin; x < width - margin; x++) {
        int i = y * width + x;
        float v = f[i];
        if (v > threshold
            && (x == 0 || v >= f[i - 1])
            && (x == width - 1 || v >= f[i + 1])
            && (y == 0 || v >= f[i - width])
            && (y == height - 1 || v >= f[i + width])
            && !nearEqualPeak(f, i, width, peaks, count)
            && largestInSquare(f, y, x, width, height)) {
          if (count == peaks.length) {
            peaks = Arrays.copyOf(peaks, 2 * count);
          }
          peaks[count++] = i;
        }
      }
    }
    return f.length > 1 && isConstant(f) ? new int[0] : Arrays.copyOf(peaks, count);
  }

  /** Peaks are found row by row, so that those in reach are at the end of the list. */
  private boolean nearEqualPeak(float[] f, int i, int width, int[] peaks, int count) {
    int y = i / width;
    int x = i - y * width;
    for (int p = count - 1; p >= 0 && y - peaks[p] / width < distance; p--) {
      if (Math.abs(x - peaks[p] % width) < distance && f[peaks[p]] == f[i]) {
        return true;
      }
    }
    return false;
  }

  private boolean largestInSquare(float[] f, int y, int x, int width, int height) {
    float v = f[y * width + x];
    int left = Math.max(0, x - distance);
    int right = Math.min(width - 1, x + distance);
    int bottom = Math.min(height - 1, y + distance);
    for (int row = Math.max(0, y - distance); row <= bottom; row++) {
      for (int i = row * width + left; i <= row * width + right; i++) {
        if (f[i] > v) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isConstant(float[] f) {
    for (float v : f) {
      if (v != f[0]) {
        return false;
      }
    }
    return true;
  }
}

package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * Exact Euclidean distance of every foreground pixel to the nearest background pixel, in pixels, as
 * {@code scipy.ndimage.distance_transform_edt} gives it.
 *
 * <p>Distances are separable: first down and up the columns, then along each row the minimum of (x
 * − x')² + g(x')² over x' (Meijster, Roerdink, Hesselink 2000). With cells of usual size that
 * minimum is found among the nearest few x', so that whole rows are compared at growing offsets,
 * vectorised, until no offset can be nearer; rows that run through large foreground take the lower
 * envelope of parabolas (Felzenszwalb, Huttenlocher 2012, Theory Comput. 8:415) instead.
 *
 * <p>Outside the plane is no background, with one exception: if the mask covers the whole plane,
 * there is nothing else to measure from, and distances are those to the outside. Distances above
 * {@value #FAR} are cut to it. Keeps scratch: one instance a thread.
 */
final class DistanceTransform {
  /** Its square plus that of an offset still fits in an int. */
  static final int FAR = 30_000;

  /** Offsets to try one by one before the parabolas are cheaper. */
  private static final int MAX_OFFSET = 64;

  /** Offsets between two looks at whether a distance in the row can still become smaller. */
  private static final int OFFSETS_A_LOOK = 4;

  private int[] vertical = new int[0];
  private int[] padded = new int[0];
  private int[] squared = new int[0];
  private int[] left = new int[0];
  private int[] right = new int[0];
  private float[] roots = new float[0];
  private int[] apex = new int[0];
  private double[] breaks = new double[0];

  /**
   * @param mask foreground
   * @param distance receives the distances, {@code [y][x]}, 0 on the background
   */
  void apply(MaskRuns mask, float[] distance) {
    int width = mask.width();
    int height = mask.height();
    if (mask.coversPlane()) {
      distanceToOutside(distance, width, height);
      return;
    }
    fit(width, height);
    fromAbove(mask, width, height);
    for (int y = height - 1; y >= 0; y--) {
      if (y < height - 1) {
        fromBelow(y * width, width);
      }
      alongRow(y * width, width);
      squareRoots(squared, roots, width);
      System.arraycopy(roots, 0, distance, y * width, width);
    }
  }

  private void fit(int width, int height) {
    if (vertical.length < width * height) {
      vertical = new int[width * height];
    }
    if (squared.length != width) {
      squared = new int[width];
      padded = new int[width + 2 * MAX_OFFSET];
      Arrays.fill(padded, FAR * FAR);
      left = new int[width];
      right = new int[width];
      roots = new float[width];
      apex = new int[width];
      breaks = new double[width + 1];
    }
  }

  private void fromAbove(MaskRuns mask, int width, int height) {
    int[] g = vertical;
    for (int y = 0; y < height; y++) {
      int row = y * width;
      Arrays.fill(g, row, row + width, 0);
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        int end = row + mask.end(r);
        if (y == 0) {
          Arrays.fill(g, mask.start(r), end, FAR);
        } else {
          for (int i = row + mask.start(r); i < end; i++) {
            g[i] = Math.min(g[i - width] + 1, FAR);
          }
        }
      }
    }
  }

  private void fromBelow(int row, int width) {
    System.arraycopy(vertical, row, left, 0, width);
    System.arraycopy(vertical, row + width, right, 0, width);
    lowerTo(right, right, 1, left, width);
    System.arraycopy(left, 0, vertical, row, width);
  }

  /** Leaves in {@link #squared} the squared distances of the row that begins at {@code row}. */
  private void alongRow(int row, int width) {
    System.arraycopy(vertical, row, left, 0, width);
    square(left, squared, width);
    System.arraycopy(squared, 0, padded, MAX_OFFSET, width);
    for (int offset = 1; anyAbove(offset * offset, squared, width); ) {
      if (offset >= MAX_OFFSET) {
        lowerEnvelope(row, width);
        return;
      }
      for (int look = offset + OFFSETS_A_LOOK; offset < look; offset++) {
        System.arraycopy(padded, MAX_OFFSET - offset, left, 0, width);
        System.arraycopy(padded, MAX_OFFSET + offset, right, 0, width);
        lowerTo(left, right, offset * offset, squared, width);
      }
    }
  }

  private static void square(int[] g, int[] squared, int width) {
    for (int x = 0; x < width; x++) {
      squared[x] = g[x] * g[x];
    }
  }

  /** Differences of squares fit in an int, so that signs tell and nothing has to branch. */
  private static boolean anyAbove(int limit, int[] values, int width) {
    int signs = 0;
    for (int x = 0; x < width; x++) {
      signs |= limit - values[x];
    }
    return signs < 0;
  }

  /**
   * Takes the minimum of {@code squared} and both neighbours plus {@code add}, without branches.
   */
  private static void lowerTo(int[] a, int[] b, int add, int[] squared, int width) {
    for (int x = 0; x < width; x++) {
      int d = a[x] - b[x];
      int nearer = b[x] + (d & (d >> 31)) + add;
      int e = squared[x] - nearer;
      squared[x] = nearer + (e & (e >> 31));
    }
  }

  private void lowerEnvelope(int row, int width) {
    int last = 0;
    apex[0] = 0;
    breaks[0] = Double.NEGATIVE_INFINITY;
    for (int x = 1; x < width; x++) {
      double from = crossing(row, apex[last], x);
      while (from <= breaks[last]) {
        last--;
        from = crossing(row, apex[last], x);
      }
      last++;
      apex[last] = x;
      breaks[last] = from;
    }
    breaks[last + 1] = Double.POSITIVE_INFINITY;
    int k = 0;
    for (int x = 0; x < width; x++) {
      while (breaks[k + 1] < x) {
        k++;
      }
      double dx = (double) x - apex[k];
      double g = vertical[row + apex[k]];
      squared[x] = (int) Math.min(dx * dx + g * g, (double) FAR * FAR);
    }
  }

  /** Where the parabola with its apex at {@code right} falls below the one at {@code left}. */
  private double crossing(int row, int left, int right) {
    double gLeft = vertical[row + left];
    double gRight = vertical[row + right];
    double rise = gRight * gRight - gLeft * gLeft + (double) right * right - (double) left * left;
    return rise / (2.0 * (right - left));
  }

  private static void squareRoots(int[] squared, float[] roots, int width) {
    for (int x = 0; x < width; x++) {
      roots[x] = squared[x];
    }
    for (int x = 0; x < width; x++) {
      roots[x] = (float) Math.sqrt(roots[x]);
    }
  }

  private static void distanceToOutside(float[] distance, int width, int height) {
    for (int y = 0; y < height; y++) {
      int toRows = Math.min(y + 1, height - y);
      for (int x = 0; x < width; x++) {
        distance[y * width + x] = Math.min(FAR, Math.min(toRows, Math.min(x + 1, width - x)));
      }
    }
  }
}

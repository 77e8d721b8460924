package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;

/**
 * A candidate's polygon on the integer lattice, as suppression sees it, and its extent in every row
 * of pixels.
 *
 * <p>Between two lattice rows no vertex lies, so edges are straight there and the extent half-way
 * between them, times one, is the polygon's area in that row: exactly where the row meets the
 * polygon in one piece; {@link #excess} is what the extents hold beyond the polygon where it does
 * not.
 */
final class StarOutline {
  /** A taller or wider outline keeps no extents. */
  static final int MAX_SPAN = 1024;

  /** Bits after the point of a column: an extent as a whole number needs no care for NaN. */
  private static final int FRACTION_BITS = 16;

  private static final float ONE = 1 << FRACTION_BITS;

  /** {@link #ONE} by the whole number of rows that an edge spans. */
  private static final float[] BY_ROWS = byRows();

  final int[] x;
  final int[] y;
  int minX;
  int maxX;
  int minY;
  int maxY;

  /** Area by the sum over the edges, 0 where the lattice leaves nothing of the outline. */
  float area;

  /** Whether there are extents. */
  boolean rowsKnown;

  /** Area of the extents that is not the polygon's. */
  float excess;

  /** Least and largest column, from {@link #minX}, half-way through row {@code minY + i}. */
  private int[] left = new int[0];

  private int[] right = new int[0];

  StarOutline(int rays) {
    x = new int[rays];
    y = new int[rays];
  }

  private static float[] byRows() {
    float[] table = new float[MAX_SPAN + 1];
    for (int i = 1; i < table.length; i++) {
      table[i] = ONE / i;
    }
    return table;
  }

  /**
   * Becomes the outline around a centre. Sums in single precision with the fraction cut off, as
   * StarDist has it.
   */
  void set(int centreY, int centreX, float[] distances, RayDirections directions) {
    float[] sine = directions.sine();
    float[] cosine = directions.cosine();
    int n = x.length;
    int lowX = Integer.MAX_VALUE;
    int highX = Integer.MIN_VALUE;
    int lowY = Integer.MAX_VALUE;
    int highY = Integer.MIN_VALUE;
    for (int k = 0; k < n; k++) {
      float d = distances[k];
      int vy = (int) (centreY + d * sine[k]);
      int vx = (int) (centreX + d * cosine[k]);
      y[k] = vy;
      x[k] = vx;
      lowX = Math.min(lowX, vx);
      highX = Math.max(highX, vx);
      lowY = Math.min(lowY, vy);
      highY = Math.max(highY, vy);
    }
    minX = lowX;
    maxX = highX;
    minY = lowY;
    maxY = highY;
    area = 0.5f * Math.abs(doubleArea());
    rowsKnown = Math.max(highY - lowY, highX - lowX) <= MAX_SPAN;
    if (rowsKnown) {
      excess = measureRows() - area;
    }
  }

  private long doubleArea() {
    long sum = 0;
    int n = x.length;
    int lastX = x[n - 1];
    int lastY = y[n - 1];
    for (int k = 0; k < n; k++) {
      sum += (long) lastX * y[k] - (long) lastY * x[k];
      lastX = x[k];
      lastY = y[k];
    }
    return sum;
  }

  /** Fills the extents; their area. */
  private float measureRows() {
    int rows = maxY - minY;
    if (left.length < rows) {
      left = new int[rows + rows / 2];
      right = new int[rows + rows / 2];
    }
    int[] l = left;
    int[] r = right;
    Arrays.fill(l, 0, rows, Integer.MAX_VALUE);
    Arrays.fill(r, 0, rows, 0);
    int n = x.length;
    int lastX = x[n - 1] - minX;
    int lastY = y[n - 1] - minY;
    for (int k = 0; k < n; k++) {
      int thisX = x[k] - minX;
      int thisY = y[k] - minY;
      int rise = thisY - lastY;
      if (rise != 0) {
        int from = rise > 0 ? lastY : thisY;
        int to = rise > 0 ? thisY : lastY;
        int run = rise > 0 ? thisX - lastX : lastX - thisX;
        int slope = (int) (run * BY_ROWS[to - from]);
        int at = ((rise > 0 ? lastX : thisX) << FRACTION_BITS) + (slope >> 1);
        for (int row = from; row < to; row++) {
          l[row] = Math.min(l[row], at);
          r[row] = Math.max(r[row], at);
          at += slope;
        }
      }
      lastX = thisX;
      lastY = thisY;
    }
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += r[row] - l[row];
    }
    return sum / ONE;
  }

  boolean boxesMeet(StarOutline other) {
    return other.minX <= maxX && minX <= other.maxX && other.minY <= maxY && minY <= other.maxY;
  }

  /** Area that the extents of both have in common. */
  float commonExtent(StarOutline other) {
    int from = Math.max(minY, other.minY);
    int to = Math.min(maxY, other.maxY);
    int[] l = left;
    int[] r = right;
    int[] ol = other.left;
    int[] or = other.right;
    int at = from - minY;
    int there = from - other.minY;
    // Boxes that meet are at most a span apart, so the shift fits.
    int shift = (other.minX - minX) << FRACTION_BITS;
    long sum = 0;
    for (int row = from; row < to; row++, at++, there++) {
      int width = Math.min(r[at], or[there] + shift) - Math.max(l[at], ol[there] + shift);
      sum += Math.max(width, 0);
    }
    return sum / ONE;
  }

  /** Height and width of the rectangle that both boxes have in common. */
  int commonSpan(StarOutline other) {
    return Math.min(maxX, other.maxX)
        - Math.max(minX, other.minX)
        + Math.min(maxY, other.maxY)
        - Math.max(minY, other.minY);
  }

  /** Gives up what was allocated beyond need; for an outline that is kept. */
  void trim() {
    int rows = rowsKnown ? maxY - minY : 0;
    left = Arrays.copyOf(left, rows);
    right = Arrays.copyOf(right, rows);
  }
}

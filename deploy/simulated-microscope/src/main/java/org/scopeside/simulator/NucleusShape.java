package org.scopeside.simulator;

import java.util.Arrays;

/**
 * The pixels of one nucleus: an ellipse with random radial harmonics, filled as one run of pixels a
 * row. Runs make area, overlap and connectedness exact without drawing anything. Coordinates are
 * relative to the nucleus' origin; pixel centres lie on integers. Immutable.
 */
final class NucleusShape {

  private static final int VERTICES = 64;
  private static final int HARMONICS = 5;

  /** An origin from which no shape reaches an image's first row or column. */
  private static final int FAR = 1 << 20;

  private static final double[] COS = new double[VERTICES];
  private static final double[] SIN = new double[VERTICES];

  static {
    for (int j = 0; j < VERTICES; j++) {
      COS[j] = StrictMath.cos(2 * StrictMath.PI * j / VERTICES);
      SIN[j] = StrictMath.sin(2 * StrictMath.PI * j / VERTICES);
    }
  }

  /** Half axes in pixels, before the harmonics. */
  final double halfLength;

  final double halfWidth;

  /** Direction of the long axis. */
  final double cos;

  final double sin;

  /** First row of the shape. */
  final int top;

  /** First and last x of each row, from {@link #top} on. */
  private final int[] first;

  private final int[] last;

  private NucleusShape(
      double halfLength,
      double halfWidth,
      double cos,
      double sin,
      int top,
      int[] first,
      int[] last) {
    this.halfLength = halfLength;
    this.halfWidth = halfWidth;
    this.cos = cos;
    this.sin = sin;
    this.top = top;
    this.first = first;
    this.last = last;
  }

  /**
   * Draws a connected shape.
   *
   * @param irregularity spread of the radius, relative; 0 is a plain ellipse
   */
  static NucleusShape draw(
      SeededRandom random, double halfLength, double halfWidth, double irregularity) {
    double angle = random.uniform(0, StrictMath.PI);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double[] radius = radii(random, irregularity);
    double subX = random.uniform(-0.5, 0.5);
    double subY = random.uniform(-0.5, 0.5);
    NucleusShape shape =
        fill(
            outline(radius, halfLength, halfWidth, cos, sin, subX, subY),
            halfLength,
            halfWidth,
            cos,
            sin);
    if (shape.visibleArea(FAR, FAR, Integer.MAX_VALUE, Integer.MAX_VALUE) > 0) {
      return shape;
    }
    // Pixels fell apart at a thin tip: the plain ellipse of the same axes does not.
    Arrays.fill(radius, 1);
    return fill(
        outline(radius, halfLength, halfWidth, cos, sin, subX, subY),
        halfLength,
        halfWidth,
        cos,
        sin);
  }

  private static double[] radii(SeededRandom random, double irregularity) {
    double[] radius = new double[VERTICES];
    Arrays.fill(radius, 1);
    for (int k = 2; k <= HARMONICS; k++) {
      double amplitude = irregularity / k * Math.max(-2, Math.min(2, random.normal()));
      int phase = random.below(VERTICES);
      for (int j = 0; j < VERTICES; j++) {
        radius[j] += amplitude * COS[(k * j + phase) % VERTICES];
      }
    }
    return radius;
  }

  /** Vertices as x0, y0, x1, y1, ... */
  private static double[] outline(
      double[] radius, double a, double b, double cos, double sin, double subX, double subY) {
    double[] xy = new double[2 * VERTICES];
    for (int j = 0; j < VERTICES; j++) {
      double u = a * radius[j] * COS[j];
      double v = b * radius[j] * SIN[j];
      xy[2 * j] = u * cos - v * sin + subX;
      xy[2 * j + 1] = u * sin + v * cos + subY;
    }
    return xy;
  }

  /** Fills each row from the leftmost to the rightmost crossing of the outline. */
  private static NucleusShape fill(double[] xy, double a, double b, double cos, double sin) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int j = 1; j < xy.length; j += 2) {
      lowest = Math.min(lowest, xy[j]);
      highest = Math.max(highest, xy[j]);
    }
    int top = (int) Math.ceil(lowest);
    int rows = (int) Math.floor(highest) - top + 1;
    double[] left = new double[rows];
    double[] right = new double[rows];
    Arrays.fill(left, Double.POSITIVE_INFINITY);
    Arrays.fill(right, Double.NEGATIVE_INFINITY);
    for (int j = 0; j < VERTICES; j++) {
      int next = (j + 1) % VERTICES;
      cross(xy[2 * j], xy[2 * j + 1], xy[2 * next], xy[2 * next + 1], top, left, right);
    }
    int[] first = new int[rows];
    int[] last = new int[rows];
    for (int r = 0; r < rows; r++) {
      first[r] = (int) Math.ceil(left[r]);
      last[r] = (int) Math.floor(right[r]);
    }
    return withoutEmptyTips(a, b, cos, sin, top, first, last);
  }

  private static void cross(
      double x0, double y0, double x1, double y1, int top, double[] left, double[] right) {
    int from = (int) Math.ceil(Math.min(y0, y1));
    int to = (int) Math.floor(Math.max(y0, y1));
    for (int y = from; y <= to; y++) {
      double x = y1 == y0 ? x0 : x0 + (y - y0) * (x1 - x0) / (y1 - y0);
      left[y - top] = Math.min(left[y - top], x);
      right[y - top] = Math.max(right[y - top], x);
    }
  }

  private static NucleusShape withoutEmptyTips(
      double a, double b, double cos, double sin, int top, int[] first, int[] last) {
    int from = 0;
    while (from < first.length && first[from] > last[from]) {
      from++;
    }
    int to = first.length;
    while (to > from && first[to - 1] > last[to - 1]) {
      to--;
    }
    return new NucleusShape(
        a,
        b,
        cos,
        sin,
        top + from,
        Arrays.copyOfRange(first, from, to),
        Arrays.copyOfRange(last, from, to));
  }

  int rows() {
    return first.length;
  }

  /** First x of row {@code y}, which counts from the origin. */
  int first(int y) {
    return first[y - top];
  }

  /** Last x of row {@code y}, which counts from the origin. */
  int last(int y) {
    return last[y - top];
  }

  /** No pixel is farther from the origin in x or y. */
  int reach() {
    int reach = Math.max(-top, top + first.length - 1);
    for (int r = 0; r < first.length; r++) {
      reach = Math.max(reach, Math.max(-first[r], last[r]));
    }
    return reach;
  }

  /**
   * Pixels inside a {@code sizeX} x {@code sizeY} image when the origin is at ({@code originX},
   * {@code originY}); 0 when what is left is not one 4-connected piece.
   */
  int visibleArea(int originX, int originY, int sizeX, int sizeY) {
    int area = 0;
    int previousFirst = 0;
    int previousLast = -1;
    boolean ended = false;
    for (int r = 0; r < first.length; r++) {
      int y = originY + top + r;
      if (y < 0 || y >= sizeY) {
        continue;
      }
      int from = Math.max(0, first[r] + originX);
      int to = Math.min(sizeX - 1, last[r] + originX);
      if (from > to) {
        ended = area > 0;
        continue;
      }
      if (area > 0 && (ended || Math.max(from, previousFirst) > Math.min(to, previousLast))) {
        return 0;
      }
      area += to - from + 1;
      previousFirst = from;
      previousLast = to;
    }
    return area;
  }

  /** Whether this shape and another, moved by (dx, dy), share a pixel. */
  boolean overlaps(NucleusShape other, int dx, int dy) {
    int from = Math.max(top, other.top + dy);
    int to = Math.min(top + first.length, other.top + dy + other.first.length);
    for (int y = from; y < to; y++) {
      int otherRow = y - dy - other.top;
      int left = Math.max(first[y - top], other.first[otherRow] + dx);
      int right = Math.min(last[y - top], other.last[otherRow] + dx);
      if (left <= right) {
        return true;
      }
    }
    return false;
  }
}

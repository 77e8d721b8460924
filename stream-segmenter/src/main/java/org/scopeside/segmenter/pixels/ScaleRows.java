package org.scopeside.segmenter.pixels;

/**
 * The features of one scale, row by row: every row of the plane is filtered along once, and what
 * the rows below still need of it is kept in rings. Nothing has the height of the plane, so that
 * memory grows with its width only.
 *
 * <pre>
 *   input row y + r + s ─ along ─▶ ring of smooth, first, second
 *   row y + s: first derivatives ─ products ─ along σ/2 ─▶ ring of products     s = radius at σ/2
 *   row y: smooth and second derivatives; across σ/2: structure tensor          r = radius at σ
 * </pre>
 *
 * <p>One instance a thread.
 */
final class ScaleRows {
  private static final double DIFFERENCE_RATIO = 0.66;
  private static final double STRUCTURE_RATIO = 0.5;

  private final RowFilter derive;
  private final RowFilter fine;
  private final RowFilter structure;
  private final RowRing smooth;
  private final RowRing first;
  private final RowRing second;
  private final RowRing finer;
  private final RowRing gradient;
  private final RowRing[] products;

  private float[] plane = new float[0];
  private int width;
  private int height;
  private int filtered;
  private int derived;

  // Rows of the moment.
  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] c = new float[0];

  /**
   * @param sigma scale, pixels
   */
  ScaleRows(double sigma) {
    derive = new RowFilter(DerivativeKernel.of(sigma));
    fine = new RowFilter(DerivativeKernel.of(DIFFERENCE_RATIO * sigma));
    structure = new RowFilter(DerivativeKernel.of(STRUCTURE_RATIO * sigma));
    int ahead = structure.radius();
    int depth = 2 * derive.radius() + 1 + ahead;
    smooth = new RowRing(depth);
    first = new RowRing(depth);
    second = new RowRing(depth);
    finer = new RowRing(depth);
    gradient = new RowRing(ahead + 1);
    int around = 2 * ahead + 1;
    products = new RowRing[] {new RowRing(around), new RowRing(around), new RowRing(around)};
  }

  /**
   * Begins with a plane.
   *
   * @param plane {@code [y][x]}; read until its last row was asked for
   */
  void begin(float[] plane, int newWidth, int newHeight) {
    this.plane = plane;
    width = newWidth;
    height = newHeight;
    filtered = 0;
    derived = 0;
    for (RowRing ring : new RowRing[] {smooth, first, second, finer, gradient}) {
      ring.fit(width, height);
    }
    for (RowRing ring : products) {
      ring.fit(width, height);
    }
    if (a.length != width) {
      a = new float[width];
      b = new float[width];
      c = new float[width];
    }
  }

  /**
   * Measures row {@code y}; rows are asked for from 0 on, none left out.
   *
   * @param out receives the features from {@code out[from]} on, each {@code [x]}
   */
  void row(int y, float[][] out, int from) {
    for (int last = Math.min(height - 1, y + structure.radius()); derived <= last; derived++) {
      deriveRow(derived);
    }
    derive.smoothAcross(smooth, y, out[from], width);
    derive.smoothAcross(second, y, a, width);
    derive.secondAcross(smooth, y, b, width);
    derive.firstAcross(first, y, c, width);
    add(a, b, out[from + 1], width);
    eigenvalues(a, b, c, out[from + 6], out[from + 7], width);
    System.arraycopy(gradient.row(y), 0, out[from + 2], 0, width);
    fine.smoothAcross(finer, y, out[from + 3], width);
    subtractFrom(out[from], out[from + 3], width);
    structure.smoothAcross(products[0], y, a, width);
    structure.smoothAcross(products[1], y, b, width);
    structure.smoothAcross(products[2], y, c, width);
    eigenvalues(a, b, c, out[from + 4], out[from + 5], width);
  }

  private void deriveRow(int y) {
    for (int last = Math.min(height - 1, y + derive.radius()); filtered <= last; filtered++) {
      int offset = filtered * width;
      derive.deriveAlong(
          plane, offset, smooth.row(filtered), first.row(filtered), second.row(filtered), width);
      fine.smoothAlong(plane, offset, finer.row(filtered), width);
    }
    derive.smoothAcross(first, y, a, width);
    derive.firstAcross(smooth, y, b, width);
    length(a, b, gradient.row(y), width);
    multiply(a, b, c, width);
    multiply(a, a, a, width);
    multiply(b, b, b, width);
    structure.smoothAlong(a, 0, products[0].row(y), width);
    structure.smoothAlong(b, 0, products[1].row(y), width);
    structure.smoothAlong(c, 0, products[2].row(y), width);
  }

  private static void add(float[] a, float[] b, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = a[x] + b[x];
    }
  }

  private static void subtractFrom(float[] from, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = from[x] - out[x];
    }
  }

  private static void multiply(float[] a, float[] b, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = a[x] * b[x];
    }
  }

  private static void length(float[] a, float[] b, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] = (float) Math.sqrt(a[x] * a[x] + b[x] * b[x]);
    }
  }

  /** Of the symmetric matrices {@code ((a, c), (c, b))}. */
  private static void eigenvalues(
      float[] a, float[] b, float[] c, float[] larger, float[] smaller, int width) {
    for (int x = 0; x < width; x++) {
      float mean = 0.5f * (a[x] + b[x]);
      float half = 0.5f * (a[x] - b[x]);
      float radius = (float) Math.sqrt(half * half + c[x] * c[x]);
      larger[x] = mean + radius;
      smaller[x] = mean - radius;
    }
  }
}

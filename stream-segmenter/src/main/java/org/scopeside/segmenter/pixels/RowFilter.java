package org.scopeside.segmenter.pixels;

import java.util.Arrays;

/**
 * Applies a kernel along rows and across them. Rows are shifted by copying first: the compiler
 * vectorises loops whose arrays all have the same index. Keeps scratch: one instance a thread.
 */
final class RowFilter {
  private final DerivativeKernel kernel;
  private float[] padded = new float[0];
  private float[] left = new float[0];
  private float[] right = new float[0];

  RowFilter(DerivativeKernel kernel) {
    this.kernel = kernel;
  }

  int radius() {
    return kernel.radius();
  }

  /** Smooths a row of {@code source} that begins at {@code offset}. */
  void smoothAlong(float[] source, int offset, float[] out, int width) {
    pad(source, offset, width);
    scale(source, offset, kernel.smooth()[0], out, width);
    for (int k = 1; k <= kernel.radius(); k++) {
      shift(k, width);
      addPair(left, right, kernel.smooth()[k], out, width);
    }
  }

  /** Smooths a row, and takes its first and second derivative. */
  void deriveAlong(
      float[] source, int offset, float[] smooth, float[] first, float[] second, int width) {
    pad(source, offset, width);
    scale(source, offset, kernel.smooth()[0], smooth, width);
    Arrays.fill(first, 0);
    scale(source, offset, kernel.second()[0], second, width);
    for (int k = 1; k <= kernel.radius(); k++) {
      shift(k, width);
      addPair(left, right, kernel.smooth()[k], smooth, width);
      addDifference(left, right, kernel.first()[k], first, width);
      addPair(left, right, kernel.second()[k], second, width);
    }
  }

  /** Smooths across the rows around {@code y}. */
  void smoothAcross(RowRing rows, int y, float[] out, int width) {
    across(rows, y, kernel.smooth(), out, width);
  }

  /** Second derivative across the rows around {@code y}. */
  void secondAcross(RowRing rows, int y, float[] out, int width) {
    across(rows, y, kernel.second(), out, width);
  }

  /** First derivative across the rows around {@code y}. */
  void firstAcross(RowRing rows, int y, float[] out, int width) {
    Arrays.fill(out, 0);
    for (int k = 1; k <= kernel.radius(); k++) {
      addDifference(rows.row(y - k), rows.row(y + k), kernel.first()[k], out, width);
    }
  }

  private void across(RowRing rows, int y, float[] weights, float[] out, int width) {
    scale(rows.row(y), 0, weights[0], out, width);
    int k = 1;
    for (; k < kernel.radius(); k += 2) {
      addPairs(
          rows.row(y - k),
          rows.row(y + k),
          weights[k],
          rows.row(y - k - 1),
          rows.row(y + k + 1),
          weights[k + 1],
          out,
          width);
    }
    if (k == kernel.radius()) {
      addPair(rows.row(y - k), rows.row(y + k), weights[k], out, width);
    }
  }

  private void pad(float[] source, int offset, int width) {
    int radius = kernel.radius();
    if (left.length != width) {
      padded = new float[width + 2 * radius];
      left = new float[width];
      right = new float[width];
    }
    System.arraycopy(source, offset, padded, radius, width);
    for (int i = 1; i <= radius; i++) {
      padded[radius - i] = source[offset + RowRing.mirror(-i, width)];
      padded[radius + width - 1 + i] = source[offset + RowRing.mirror(width - 1 + i, width)];
    }
  }

  private void shift(int k, int width) {
    System.arraycopy(padded, kernel.radius() - k, left, 0, width);
    System.arraycopy(padded, kernel.radius() + k, right, 0, width);
  }

  private static void scale(float[] in, int offset, float weight, float[] out, int width) {
    System.arraycopy(in, offset, out, 0, width);
    for (int x = 0; x < width; x++) {
      out[x] *= weight;
    }
  }

  private static void addPair(float[] a, float[] b, float weight, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] += weight * (a[x] + b[x]);
    }
  }

  private static void addDifference(float[] a, float[] b, float weight, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] += weight * (b[x] - a[x]);
    }
  }

  private static void addPairs(
      float[] a, float[] b, float near, float[] c, float[] d, float far, float[] out, int width) {
    for (int x = 0; x < width; x++) {
      out[x] += near * (a[x] + b[x]) + far * (c[x] + d[x]);
    }
  }
}

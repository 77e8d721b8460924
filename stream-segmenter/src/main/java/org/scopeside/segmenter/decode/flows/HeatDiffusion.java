package org.scopeside.segmenter.decode.flows;

import java.util.Arrays;

/**
 * Heat that spreads from the centre of one object within its pixels, whose gradient is the flow
 * that Cellpose trains its network on (Stringer et al. 2021; version 3, which does not take the
 * logarithm).
 *
 * <p>The centre is the object's pixel nearest to its centroid. In each of 2·(height + width + 4)
 * rounds, 1 is added at the centre, then every pixel of the object takes the mean of its 3×3
 * neighbourhood, in which all that is not the object counts as zero. The flow is the central
 * difference, scaled to length 1. Sums are taken in the order of Cellpose's compiled code, which
 * matters where a symmetric object leaves nothing but rounding.
 *
 * <p>Works in the box of the object, laid out with one shared column of zeros between rows, so that
 * a round is one straight loop, and only in rows that heat can have reached. Keeps scratch: one
 * instance a thread.
 */
final class HeatDiffusion {
  private double[] heat = new double[0];
  private double[] next = new double[0];

  /** 1/9 in the object, 0 elsewhere: turns the sum of a neighbourhood into its mean. */
  private double[] share = new double[0];

  private int rows;
  private int stride;
  private int centre;
  private int area;

  private double unitY;
  private double unitX;

  /**
   * Spreads the heat of an object.
   *
   * @param spacing take every pixel (1), or every other and so on
   */
  void spread(LabelledObjects objects, int label, int spacing) {
    int top = objects.top(label);
    int left = objects.left(label);
    rows = divideUp(objects.bottom(label) - top, spacing);
    int columns = divideUp(objects.right(label) - left, spacing);
    stride = columns + 1;
    clear(Math.multiplyExact(rows + 2, stride) + 1);
    int[] labels = objects.labels();
    for (int y = 0; y < rows; y++) {
      int from = (top + y * spacing) * objects.width() + left;
      int to = at(y, 0);
      for (int x = 0; x < columns; x++) {
        share[to + x] = labels[from + x * spacing] == label ? 1 / 9.0 : 0;
      }
    }
    centre = findCentre(columns);
    if (area > 0) {
      diffuse(2 * (rows + columns + 4));
    }
  }

  private static int divideUp(int number, int by) {
    return (number + by - 1) / by;
  }

  private void clear(int size) {
    if (heat.length < size) {
      heat = new double[size];
      next = new double[size];
      share = new double[size];
    } else {
      Arrays.fill(heat, 0, size, 0);
      Arrays.fill(next, 0, size, 0);
      Arrays.fill(share, 0, size, 0);
    }
  }

  private int findCentre(int columns) {
    long sumY = 0;
    long sumX = 0;
    area = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        if (share[at(y, x)] > 0) {
          sumY += y + 1;
          sumX += x + 1;
          area++;
        }
      }
    }
    double meanY = (double) sumY / area;
    double meanX = (double) sumX / area;
    double nearest = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int y = 0; y < rows; y++) {
      double dy = y + 1 - meanY;
      for (int x = 0; x < columns; x++) {
        double dx = x + 1 - meanX;
        double distance = dx * dx + dy * dy;
        if (distance < nearest && share[at(y, x)] > 0) {
          nearest = distance;
          found = at(y, x);
        }
      }
    }
    return found;
  }

  private void diffuse(int rounds) {
    int centreRow = centre / stride - 1;
    for (int round = 0; round < rounds; round++) {
      heat[centre] += 1;
      int first = Math.max(0, centreRow - round - 1);
      int last = Math.min(rows - 1, centreRow + round + 1);
      spreadOnce(heat, next, at(first, 0), at(last, stride - 1));
      double[] spent = heat;
      heat = next;
      next = spent;
    }
  }

  private void spreadOnce(double[] from, double[] to, int first, int end) {
    double[] part = share;
    int row = stride;
    for (int i = first; i < end; i++) {
      to[i] =
          part[i]
              * (from[i]
                  + from[i - row]
                  + from[i + row]
                  + from[i - 1]
                  + from[i + 1]
                  + from[i - row - 1]
                  + from[i - row + 1]
                  + from[i + row - 1]
                  + from[i + row + 1]);
    }
  }

  /** Takes the flow at a pixel of the box; {@link #unitY()} and {@link #unitX()} are it. */
  void flowAt(int y, int x) {
    int i = at(y, x);
    double dy = heat[i + stride] - heat[i - stride];
    double dx = heat[i + 1] - heat[i - 1];
    double length = 1e-60 + Math.sqrt(dy * dy + dx * dx);
    unitY = dy / length;
    unitX = dx / length;
  }

  double unitY() {
    return unitY;
  }

  double unitX() {
    return unitX;
  }

  /** Whether the pixel of the box is of the object. */
  boolean isInside(int y, int x) {
    return share[at(y, x)] > 0;
  }

  /** Pixels of the object that took part. */
  int area() {
    return area;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return stride - 1;
  }

  private int at(int y, int x) {
    return (y + 1) * stride + x + 1;
  }
}

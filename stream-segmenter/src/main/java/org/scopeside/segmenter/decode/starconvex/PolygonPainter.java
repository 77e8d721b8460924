package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;
import java.util.List;

/**
 * Fills polygons into a label image, row by row, without a mask for each.
 *
 * <p>A pixel belongs to a polygon if its centre lies inside by the even-odd rule, on an edge or on
 * a vertex, as {@code skimage.draw.polygon} has it: a ray to the right and one to the left are
 * followed, and either meeting an odd number of edges is enough. A ray meets an edge whose ends lie
 * on different sides, where the row itself counts as one side for the ray to the right and as the
 * other for the ray to the left. Where an edge passes within {@link #DOUBT} of a pixel's centre,
 * the side is decided by the sign of the very expression that scikit-image evaluates.
 *
 * <p>Keeps scratch: one instance a call.
 */
final class PolygonPainter {
  private static final double DOUBT = 1e-6;
  private static final double VERTEX_TOLERANCE = 1e-12;

  private final int[] labels;
  private final int width;
  private final int height;

  /** Columns where a row enters and leaves the polygon, {@code [row - first][crossing]}. */
  private int[] rightward = new int[0];

  private int[] leftward = new int[0];
  private int[] rightwardCount = new int[0];
  private int[] leftwardCount = new int[0];

  /**
   * @param labels {@code [y][x]}, painted over
   */
  PolygonPainter(int[] labels, int width, int height) {
    this.labels = labels;
    this.width = width;
    this.height = height;
  }

  /**
   * Paints polygon {@code i} with label {@code i + 1}, the last first: where they are given by
   * falling probability, the surest lies on top. Of equally probable ones the later lies on top, as
   * in StarDist.
   */
  void paint(List<StarPolygon> surestFirst) {
    int end = surestFirst.size();
    while (end > 0) {
      int from = end - 1;
      float probability = surestFirst.get(from).probability();
      while (from > 0 && surestFirst.get(from - 1).probability() == probability) {
        from--;
      }
      for (int i = from; i < end; i++) {
        paint(surestFirst.get(i), i + 1);
      }
      end = from;
    }
  }

  private void paint(StarPolygon polygon, int label) {
    float[] ys = polygon.rows();
    float[] xs = polygon.columns();
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (float y : ys) {
      lowest = Math.min(lowest, y);
      highest = Math.max(highest, y);
    }
    int first = (int) Math.max(0, Math.ceil(lowest));
    int last = (int) Math.min(height - 1, Math.floor(highest));
    if (first > last) {
      return;
    }
    int n = ys.length;
    fit(last - first + 1, n);
    for (int k = 0; k < n; k++) {
      int before = k == 0 ? n - 1 : k - 1;
      follow(xs[before], ys[before], xs[k], ys[k], first, last, n);
      paintVertex(xs[k], ys[k], label);
    }
    for (int row = 0; row <= last - first; row++) {
      int start = (first + row) * width;
      fill(rightward, row * n, rightwardCount[row], start, label);
      fill(leftward, row * n, leftwardCount[row], start, label);
    }
  }

  private void fit(int rows, int rays) {
    if (rightwardCount.length < rows) {
      int size = rows + rows / 2;
      rightward = new int[size * rays];
      leftward = new int[size * rays];
      rightwardCount = new int[size];
      leftwardCount = new int[size];
    }
    Arrays.fill(rightwardCount, 0, rows, 0);
    Arrays.fill(leftwardCount, 0, rows, 0);
  }

  /** Notes where an edge cuts the rows. */
  private void follow(double x1, double y1, double x0, double y0, int first, int last, int stride) {
    double low = Math.min(y0, y1);
    double high = Math.max(y0, y1);
    double slope = (x1 - x0) / (y1 - y0);
    int from = (int) Math.max(first, Math.ceil(low));
    int to = (int) Math.min(last, Math.floor(high));
    for (int y = from; y <= to; y++) {
      double x = x0 + (y - y0) * slope;
      double nearest = Math.rint(x);
      int row = y - first;
      boolean doubtful = !(Math.abs(x - nearest) > DOUBT);
      // For a ray to the right the row is the upper side, for one to the left the lower.
      if (y < high) {
        int at = row * stride + rightwardCount[row]++;
        rightward[at] =
            doubtful
                ? (side(x1, y1, x0, y0, nearest, y) > 0 ? column(nearest + 1) : column(nearest))
                : column(Math.ceil(x));
      }
      if (y > low) {
        int at = row * stride + leftwardCount[row]++;
        leftward[at] =
            doubtful
                ? (side(x1, y1, x0, y0, nearest, y) < 0 ? column(nearest) : column(nearest + 1))
                : column(Math.floor(x) + 1);
      }
    }
  }

  /** Above 0 if the edge cuts the row to the right of the pixel, below 0 if to its left. */
  private static double side(double x1, double y1, double x0, double y0, double px, double py) {
    double dx0 = x0 - px;
    double dy0 = y0 - py;
    double dx1 = x1 - px;
    double dy1 = y1 - py;
    return (dx0 * dy1 - dx1 * dy0) / (dy1 - dy0);
  }

  private int column(double x) {
    return (int) Math.max(0, Math.min(x, width));
  }

  private void paintVertex(double x, double y, int label) {
    int column = (int) Math.rint(x);
    int row = (int) Math.rint(y);
    if (Math.abs(x - column) < VERTEX_TOLERANCE
        && Math.abs(y - row) < VERTEX_TOLERANCE
        && column >= 0
        && column < width
        && row >= 0
        && row < height) {
      labels[row * width + column] = label;
    }
  }

  private void fill(int[] crossings, int from, int count, int start, int label) {
    if (count > 2) {
      Arrays.sort(crossings, from, from + count);
    } else if (count == 2 && crossings[from] > crossings[from + 1]) {
      int swap = crossings[from];
      crossings[from] = crossings[from + 1];
      crossings[from + 1] = swap;
    }
    for (int i = from; i + 1 < from + count; i += 2) {
      Arrays.fill(labels, start + crossings[i], start + crossings[i + 1], label);
    }
  }
}

package org.scopeside.segmenter.decode.flows;

import org.scopeside.segmenter.image.DenseMaps;

/**
 * Steps that pixels take in a part of the plane, {@code [y][x][dy, dx]}: the network's flow over
 * five where there is a cell, else zero. Both directions of a pixel lie side by side, so that the
 * four corners of an interpolation are in two cache lines.
 *
 * <p>One row and one column more than asked for are held, zeros beyond the plane: a corner there
 * has no weight, because positions end at the plane's last row and column.
 */
final class FlowWindow {
  private final DenseMaps maps;
  private final float threshold;
  private float[] steps = new float[0];
  private int top;
  private int left;
  private int rows;
  private int columns;

  /**
   * @param maps channels {@code [dY, dX, cell probability]}
   * @param threshold cell probability above which there is a cell
   */
  FlowWindow(DenseMaps maps, float threshold) {
    this.maps = maps;
    this.threshold = threshold;
  }

  /** Moves to rows {@code top} to {@code bottom - 1}, columns {@code left} to {@code right - 1}. */
  void moveTo(int top, int bottom, int left, int right) {
    this.top = top;
    this.left = left;
    rows = bottom - top;
    columns = right - left;
    int size = Math.multiplyExact(2 * (rows + 1), columns + 1);
    if (steps.length < size) {
      steps = new float[size];
    }
    for (int y = 0; y <= rows; y++) {
      fillRow(y);
    }
  }

  private void fillRow(int y) {
    int width = maps.width();
    int to = 2 * y * (columns + 1);
    int end = to + 2 * (columns + 1);
    if (top + y < maps.height()) {
      float[] flowY = maps.channel(0);
      float[] flowX = maps.channel(1);
      float[] cell = maps.channel(2);
      int from = (top + y) * width + left;
      int last = from + Math.min(columns + 1, width - left);
      for (int i = from; i < last; i++) {
        boolean inside = cell[i] > threshold;
        steps[to++] = inside ? flowY[i] / 5f : 0;
        steps[to++] = inside ? flowX[i] / 5f : 0;
      }
    }
    while (to < end) {
      steps[to++] = 0;
    }
  }

  /** For reading; the step of row {@code y}, column {@code x} is at {@link #index}. */
  float[] steps() {
    return steps;
  }

  /** Entries a row. */
  int stride() {
    return 2 * (columns + 1);
  }

  int index(int y, int x) {
    return (y - top) * stride() + 2 * (x - left);
  }

  boolean holds(int y, int x) {
    return y >= top && y < top + rows && x >= left && x < left + columns;
  }

  int top() {
    return top;
  }

  int left() {
    return left;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }
}

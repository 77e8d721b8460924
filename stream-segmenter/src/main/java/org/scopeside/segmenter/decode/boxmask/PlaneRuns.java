package org.scopeside.segmenter.decode.boxmask;

import java.util.Arrays;

/**
 * Pixels of many objects as runs, one after the other: 12 bytes a run, some thirty runs a cell.
 *
 * <p>Run {@code r} covers columns {@code start(r)} to {@code end(r) - 1} of row {@code y(r)} of the
 * plane.
 */
final class PlaneRuns {
  private int[] y = new int[1024];
  private int[] start = new int[1024];
  private int[] end = new int[1024];
  private int count;

  void add(int row, int from, int to) {
    if (count == y.length) {
      int room = Math.addExact(count, count);
      y = Arrays.copyOf(y, room);
      start = Arrays.copyOf(start, room);
      end = Arrays.copyOf(end, room);
    }
    y[count] = row;
    start[count] = from;
    end[count++] = to;
  }

  /** Takes back all runs from {@code r} on. */
  void truncate(int r) {
    count = r;
  }

  int count() {
    return count;
  }

  int y(int r) {
    return y[r];
  }

  int start(int r) {
    return start[r];
  }

  int end(int r) {
    return end[r];
  }
}

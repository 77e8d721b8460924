package org.scopeside.segmenter.decode.flows;

import java.util.Arrays;

/**
 * Fills the holes of objects: what does not belong to an object and is not 4-connected to the sides
 * of its box becomes part of it, be it background or another object. Objects are filled in the
 * order of their numbers, so one that lies in the hole of another disappears.
 *
 * <p>Looks only at objects with a gap in a row, and at those as runs of what is not the object.
 * Keeps scratch: one instance a thread.
 */
final class HoleFilling {
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] rowOf = new int[256];
  private int[] parent = new int[256];
  private int runs;

  /**
   * Fills the holes of all objects.
   *
   * @param objects located; their labels are changed
   */
  void fill(LabelledObjects objects) {
    for (int label = 1; label <= objects.count(); label++) {
      if (objects.hasGap(label)) {
        fill(objects, label);
      }
    }
  }

  private void fill(LabelledObjects objects, int label) {
    // Run 0 is what lies around the box.
    runs = 0;
    add(-1, 0, 0);
    int lastRow = 1;
    for (int y = objects.top(label); y < objects.bottom(label); y++) {
      int firstOfRow = runs;
      addRuns(objects, label, y);
      joinRows(lastRow, firstOfRow);
      lastRow = firstOfRow;
    }
    for (int r = lastRow; r < runs; r++) {
      join(0, r);
    }
    for (int r = 1; r < runs; r++) {
      if (root(r) != 0) {
        int row = rowOf[r] * objects.width();
        Arrays.fill(objects.labels(), row + starts[r], row + ends[r], label);
      }
    }
  }

  private void addRuns(LabelledObjects objects, int label, int y) {
    int[] labels = objects.labels();
    int row = y * objects.width();
    int left = objects.left(label);
    int right = objects.right(label);
    int x = left;
    while (x < right) {
      while (x < right && labels[row + x] == label) {
        x++;
      }
      int start = x;
      while (x < right && labels[row + x] != label) {
        x++;
      }
      if (x > start) {
        add(y, start, x);
        if (y == objects.top(label) || start == left || x == right) {
          join(0, runs - 1);
        }
      }
    }
  }

  private void joinRows(int above, int below) {
    int up = above;
    int r = below;
    while (up < below && r < runs) {
      if (starts[up] < ends[r] && starts[r] < ends[up]) {
        join(up, r);
      }
      if (ends[up] < ends[r]) {
        up++;
      } else {
        r++;
      }
    }
  }

  private void add(int row, int start, int end) {
    if (runs == starts.length) {
      starts = Arrays.copyOf(starts, 2 * runs);
      ends = Arrays.copyOf(ends, 2 * runs);
      rowOf = Arrays.copyOf(rowOf, 2 * runs);
      parent = Arrays.copyOf(parent, 2 * runs);
    }
    rowOf[runs] = row;
    starts[runs] = start;
    ends[runs] = end;
    parent[runs] = runs;
    runs++;
  }

  private void join(int a, int b) {
    int rootA = root(a);
    int rootB = root(b);
    if (rootA < rootB) {
      parent[rootB] = rootA;
    } else {
      parent[rootA] = rootB;
    }
  }

  private int root(int run) {
    int r = run;
    while (parent[r] != r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  }
}

package org.scopeside.segmenter.decode.flows;

import java.util.Arrays;

/**
 * Labels under way to objects, with the place of each: the box that holds its pixels, their number,
 * and whether a row of them has a gap, without which there can be no hole.
 */
final class LabelledObjects {
  private final int[] labels;
  private final int width;
  private int count;

  private int[] top = new int[0];
  private int[] bottom = new int[0];
  private int[] left = new int[0];
  private int[] right = new int[0];
  private int[] area = new int[0];
  private boolean[] gap = new boolean[0];

  /**
   * @param labels {@code [y][x]}, 0 to {@code count}; some may be missing. Changed in place
   */
  LabelledObjects(int[] labels, int width, int count) {
    this.labels = labels;
    this.width = width;
    this.count = count;
    area = countAreas();
  }

  private int[] countAreas() {
    int[] areas = new int[count + 1];
    for (int label : labels) {
      areas[label]++;
    }
    areas[0] = 0;
    return areas;
  }

  /** Finds boxes and gaps; they hold until labels are dropped or changed. */
  void locate() {
    int height = labels.length / width;
    top = new int[count + 1];
    bottom = new int[count + 1];
    left = new int[count + 1];
    right = new int[count + 1];
    gap = new boolean[count + 1];
    Arrays.fill(left, width);
    for (int y = 0; y < height; y++) {
      int row = y * width;
      int x = 0;
      while (x < width) {
        int label = labels[row + x];
        int start = x;
        do {
          x++;
        } while (x < width && labels[row + x] == label);
        if (label != 0) {
          extend(label, y, start, x);
        }
      }
    }
  }

  private void extend(int label, int y, int start, int end) {
    if (left[label] == width) {
      top[label] = y;
    } else if (bottom[label] == y + 1) {
      gap[label] = true;
    }
    bottom[label] = y + 1;
    left[label] = Math.min(left[label], start);
    right[label] = Math.max(right[label], end);
  }

  /**
   * Drops objects and numbers the rest again, in reading order of their first pixels.
   *
   * @param dropped by label, from 1; objects without pixels go anyhow
   */
  void drop(boolean[] dropped) {
    int[] number = new int[count + 1];
    int kept = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      if (label != 0 && !dropped[label]) {
        if (number[label] == 0) {
          number[label] = ++kept;
        }
        labels[i] = number[label];
      } else {
        labels[i] = 0;
      }
    }
    int[] areas = new int[kept + 1];
    for (int label = 1; label <= count; label++) {
      areas[number[label]] = number[label] == 0 ? 0 : area[label];
    }
    area = areas;
    count = kept;
  }

  /** Drops objects below or above a size and numbers the rest again. */
  void keepSizes(double min, double max) {
    boolean[] dropped = new boolean[count + 1];
    for (int label = 1; label <= count; label++) {
      dropped[label] = area[label] < min || area[label] > max;
    }
    drop(dropped);
  }

  /** Counts pixels again after labels were changed. */
  void recount() {
    area = countAreas();
  }

  int[] labels() {
    return labels;
  }

  int width() {
    return width;
  }

  int count() {
    return count;
  }

  int top(int label) {
    return top[label];
  }

  /** Row after the last. */
  int bottom(int label) {
    return bottom[label];
  }

  int left(int label) {
    return left[label];
  }

  /** Column after the last. */
  int right(int label) {
    return right[label];
  }

  int area(int label) {
    return area[label];
  }

  boolean hasGap(int label) {
    return gap[label];
  }
}

package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * A mask as runs of foreground pixels, row by row, with its connected components.
 *
 * <p>Cells cover a plane with some ten thousand runs instead of millions of pixels: filling holes
 * and labelling components cost next to nothing on them. Labelling is the two-line scan with
 * union-find (He et al. 2008, IEEE Trans. Image Process. 17:749).
 *
 * <p>Run {@code r} covers columns {@code start(r)} to {@code end(r) - 1}; the runs of row {@code y}
 * are {@code rowStart(y)} to {@code rowStart(y + 1) - 1}, from left to right, never touching.
 * Reused from plane to plane: one instance a thread.
 */
public final class MaskRuns {
  private int width;
  private int height;
  private int[] rowStart = new int[1];
  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int[] parent = new int[1024];
  private int runCount;
  private int componentCount;

  /** Takes as foreground what lies above {@code threshold} in {@code values}, {@code [y][x]}. */
  public void above(float[] values, float threshold, int width, int height) {
    begin(width, height);
    for (int y = 0; y < height; y++) {
      int row = y * width;
      int x = 0;
      while (x < width) {
        while (x < width && !(values[row + x] > threshold)) {
          x++;
        }
        int start = x;
        while (x < width && values[row + x] > threshold) {
          x++;
        }
        if (x > start) {
          add(start, x);
        }
      }
      rowStart[y + 1] = runCount;
    }
  }

  /**
   * Turns background that is not 4-connected to the plane's edge into foreground, as {@code
   * scipy.ndimage.binary_fill_holes} does, unless it is too large to be a hole in an object.
   *
   * @param background scratch; holds the runs of the background afterwards
   * @param maxArea pixels of the largest hole to fill
   */
  public void fillHoles(MaskRuns background, int maxArea) {
    background.complementOf(this);
    background.label();
    boolean[] open = background.componentsThatStay(maxArea);
    int kept = 0;
    for (int y = 0; y < height; y++) {
      int first = rowStart[y];
      int gap = background.rowStart[y];
      rowStart[y] = kept;
      for (int r = first; r < rowStart[y + 1]; r++) {
        while (gap < background.rowStart[y + 1] && background.ends[gap] < starts[r]) {
          gap++;
        }
        if (r > first && !open[background.parent[gap]]) {
          ends[kept - 1] = ends[r];
        } else {
          starts[kept] = starts[r];
          ends[kept++] = ends[r];
        }
      }
    }
    rowStart[height] = kept;
    runCount = kept;
  }

  /** Takes as foreground what labels cover: all but the zeros of {@code labels}, {@code [y][x]}. */
  public void covered(int[] labels, int width, int height) {
    begin(width, height);
    for (int y = 0; y < height; y++) {
      int row = y * width;
      int x = 0;
      while (x < width) {
        while (x < width && labels[row + x] == 0) {
          x++;
        }
        int start = x;
        while (x < width && labels[row + x] != 0) {
          x++;
        }
        if (x > start) {
          add(start, x);
        }
      }
      rowStart[y + 1] = runCount;
    }
  }

  /**
   * Turns background of fewer than {@code minArea} 4-connected pixels into foreground, at the
   * plane's edge too, as {@code skimage.morphology.remove_small_holes} does.
   *
   * @param background scratch; holds the runs of the background afterwards
   */
  public void fillSmallerThan(int minArea, MaskRuns background) {
    background.complementOf(this);
    background.dropSmallerThan(minArea, 4);
    complementOf(background);
  }

  /**
   * Turns connected foreground of fewer than {@code minArea} pixels into background, as {@code
   * skimage.morphology.remove_small_objects} does.
   *
   * @param connectivity 4 or 8
   */
  public void dropSmallerThan(int minArea, int connectivity) {
    label(connectivity);
    int[] area = componentAreas();
    int kept = 0;
    for (int y = 0; y < height; y++) {
      int first = rowStart[y];
      rowStart[y] = kept;
      for (int r = first; r < rowStart[y + 1]; r++) {
        if (area[parent[r]] >= minArea) {
          starts[kept] = starts[r];
          ends[kept++] = ends[r];
        }
      }
    }
    rowStart[height] = kept;
    runCount = kept;
  }

  /** Finds the 4-connected components, numbered 1 to {@link #componentCount()} in reading order. */
  public void label() {
    label(4);
  }

  /**
   * Finds the components, numbered 1 to {@link #componentCount()} in reading order.
   *
   * @param connectivity 4 for neighbours that share a side, 8 for those that share a corner as well
   */
  public void label(int connectivity) {
    int reach = connectivity == 8 ? 1 : 0;
    if (parent.length < runCount) {
      parent = new int[starts.length];
    }
    for (int r = 0; r < runCount; r++) {
      parent[r] = r;
    }
    for (int y = 1; y < height; y++) {
      joinRows(rowStart[y - 1], rowStart[y], rowStart[y + 1], reach);
    }
    numberComponents();
  }

  private void joinRows(int above, int aboveEnd, int rowEnd, int reach) {
    int up = above;
    int r = aboveEnd;
    while (up < aboveEnd && r < rowEnd) {
      if (starts[up] < ends[r] + reach && starts[r] < ends[up] + reach) {
        join(up, r);
      }
      if (ends[up] < ends[r]) {
        up++;
      } else {
        r++;
      }
    }
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

  /** A parent comes before its children, so that one sweep replaces parents by numbers. */
  private void numberComponents() {
    componentCount = 0;
    for (int r = 0; r < runCount; r++) {
      parent[r] = parent[r] == r ? ++componentCount : parent[parent[r]];
    }
  }

  /** Takes as foreground what is background in another mask. */
  public void complementOf(MaskRuns other) {
    begin(other.width, other.height);
    for (int y = 0; y < height; y++) {
      int x = 0;
      for (int r = other.rowStart[y]; r < other.rowStart[y + 1]; r++) {
        if (other.starts[r] > x) {
          add(x, other.starts[r]);
        }
        x = other.ends[r];
      }
      if (x < width) {
        add(x, width);
      }
      rowStart[y + 1] = runCount;
    }
  }

  /** Pixels of component {@code c} at {@code c}; valid after {@link #label()}. */
  public int[] componentAreas() {
    int[] area = new int[componentCount + 1];
    for (int r = 0; r < runCount; r++) {
      area[parent[r]] += ends[r] - starts[r];
    }
    return area;
  }

  private boolean[] componentsThatStay(int maxArea) {
    boolean[] stays = new boolean[componentCount + 1];
    int[] area = new int[componentCount + 1];
    for (int y = 0; y < height; y++) {
      boolean edgeRow = y == 0 || y == height - 1;
      for (int r = rowStart[y]; r < rowStart[y + 1]; r++) {
        int c = parent[r];
        area[c] += ends[r] - starts[r];
        stays[c] |= edgeRow || starts[r] == 0 || ends[r] == width || area[c] > maxArea;
      }
    }
    return stays;
  }

  private void begin(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    runCount = 0;
    componentCount = 0;
    if (rowStart.length < height + 1) {
      rowStart = new int[height + 1];
    }
    rowStart[0] = 0;
  }

  private void add(int start, int end) {
    if (runCount == starts.length) {
      starts = Arrays.copyOf(starts, 2 * runCount);
      ends = Arrays.copyOf(ends, 2 * runCount);
    }
    starts[runCount] = start;
    ends[runCount++] = end;
  }

  boolean coversPlane() {
    return runCount == height
        && Arrays.stream(starts, 0, runCount).allMatch(x -> x == 0)
        && Arrays.stream(ends, 0, runCount).allMatch(x -> x == width);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** First run of row {@code y}; {@code y} may be the height, for the end of the last row. */
  public int rowStart(int y) {
    return rowStart[y];
  }

  public int start(int run) {
    return starts[run];
  }

  public int end(int run) {
    return ends[run];
  }

  /** Component of a run, from 1; valid after {@link #label()}. */
  public int component(int run) {
    return parent[run];
  }

  public int runCount() {
    return runCount;
  }

  public int componentCount() {
    return componentCount;
  }
}

package org.scopeside.segmenter.cells;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Walks through the regions above a threshold that no cell covers, each a 4-connected component; a
 * pixel is visited once.
 */
final class RegionWalk {
  private final int[] labels;
  private final int width;
  private final CellThreshold threshold;
  private final BitSet visited;

  private int[] pixels = new int[1024];
  private int area;
  private int[] touched = new int[16];
  private int touchCount;

  /**
   * @param labels cells, 0 where there is none; may be written to between regions
   */
  RegionWalk(int[] labels, int width, int height, CellThreshold threshold) {
    this.labels = labels;
    this.width = width;
    this.threshold = threshold;
    visited = new BitSet(width * height);
  }

  /** Whether a pixel is of a region that was not walked through yet. */
  boolean begins(int pixel) {
    return labels[pixel] == 0 && !visited.get(pixel) && threshold.isAbove(pixel);
  }

  /**
   * Walks through the region of a pixel.
   *
   * @return its size, in pixels
   */
  int gather(int seed) {
    area = 0;
    touchCount = 0;
    visit(seed);
    for (int i = 0; i < area; i++) {
      int p = pixels[i];
      int x = p % width;
      if (p >= width) {
        look(p - width);
      }
      if (x > 0) {
        look(p - 1);
      }
      if (x + 1 < width) {
        look(p + 1);
      }
      if (p + width < labels.length) {
        look(p + width);
      }
    }
    return area;
  }

  private void look(int p) {
    if (labels[p] != 0) {
      touch(labels[p]);
    } else if (begins(p)) {
      visit(p);
    }
  }

  private void visit(int p) {
    visited.set(p);
    if (area == pixels.length) {
      pixels = Arrays.copyOf(pixels, 2 * area);
    }
    pixels[area++] = p;
  }

  /** Notes a cell; the same one twice in a row once. */
  private void touch(int cell) {
    if (touchCount > 0 && touched[touchCount - 1] == cell) {
      return;
    }
    if (touchCount == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touchCount);
    }
    touched[touchCount++] = cell;
  }

  /** Pixel {@code i} of the region. */
  int pixel(int i) {
    return pixels[i];
  }

  /** Number of cells that the region touches by an edge; the same one may be counted repeatedly. */
  int touchCount() {
    return touchCount;
  }

  int touched(int i) {
    return touched[i];
  }
}

package org.scopeside.segmenter.cells;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Growth in layers: see {@link MaskGrowth.Variant#STANDARD}.
 *
 * <p>Dilating a layer of labels g times with a cross gives each pixel the largest label of that
 * layer within a city-block distance of g. So each cell claims what lies within g of it, by a
 * breadth-first walk from its outline: work goes with the pixels claimed, and no layer needs an
 * image of its own. Cells claim in the order of layers, then of labels; within a layer the later
 * claim replaces the earlier one, between layers the nearer centroid wins, the lower layer where
 * both are equally near. Arrays have a margin of one closed pixel, so that neighbours need no check
 * of bounds.
 */
final class StandardGrowth {
  private static final int CLOSED = -1;

  private final int width;
  private final int stride;
  private final int growth;
  private final Centroids centroids;
  private final int[] layers;

  /** The last cell whose walk came by. */
  private final int[] visitedBy;

  /** Claim of the layer under way; 0 where there is none. */
  private final int[] claim;

  /** Winner over the layers before that; 0 where there is none. */
  private final int[] winner;

  private int[] front = new int[1024];
  private int[] next = new int[1024];

  private StandardGrowth(LabelImage cells, int growth) {
    this.width = cells.width();
    this.stride = width + 2;
    this.growth = growth;
    this.centroids = Centroids.of(cells);
    this.layers = GrowthLayers.of(centroids);
    int size = Math.multiplyExact(stride, cells.height() + 2);
    visitedBy = new int[size];
    claim = new int[size];
    winner = new int[size];
    closeMargin(cells.height());
  }

  private void closeMargin(int height) {
    Arrays.fill(visitedBy, 0, stride, CLOSED);
    Arrays.fill(visitedBy, visitedBy.length - stride, visitedBy.length, CLOSED);
    for (int row = 1; row <= height; row++) {
      visitedBy[row * stride] = CLOSED;
      visitedBy[row * stride + stride - 1] = CLOSED;
    }
  }

  static Relabelled grow(LabelImage cells, int growth) {
    return new StandardGrowth(cells, growth).run(cells);
  }

  private Relabelled run(LabelImage cells) {
    int objects = cells.objectCount();
    int[] from = new int[objects + 2];
    int[] pixels = pixelsByCell(cells, from);
    for (int cell : byLayer(objects)) {
      claimAround(cell, pixels, from[cell], from[cell + 1]);
    }
    int[] grown = new int[cells.labels().length];
    for (int i = 0; i < grown.length; i++) {
      int p = (i / width + 1) * stride + i % width + 1;
      grown[i] = claim[p] == 0 ? 0 : nearer(winner[p], claim[p], p);
    }
    return Relabelled.compact(grown, width, cells.height(), objects);
  }

  /**
   * Places of the pixels, cell by cell.
   *
   * @param from receives where those of a cell begin
   */
  private int[] pixelsByCell(LabelImage cells, int[] from) {
    int[] labels = cells.labels();
    for (int label : labels) {
      if (label != 0) {
        from[label + 1]++;
      }
    }
    for (int label = 1; label < from.length; label++) {
      from[label] += from[label - 1];
    }
    int[] pixels = new int[from[from.length - 1]];
    int[] at = from.clone();
    for (int i = 0, y = 1; i < labels.length; y++) {
      for (int p = y * stride + 1; p <= y * stride + width; p++, i++) {
        if (labels[i] != 0) {
          pixels[at[labels[i]]++] = p;
        }
      }
    }
    return pixels;
  }

  private int[] byLayer(int objects) {
    long[] keys = new long[objects];
    for (int i = 0; i < objects; i++) {
      keys[i] = ((long) layers[i] << 32) | (i + 1);
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  private void claimAround(int cell, int[] pixels, int start, int end) {
    for (int i = start; i < end; i++) {
      visitedBy[pixels[i]] = cell;
      claim(cell, pixels[i]);
    }
    int count = step(cell, pixels, start, end);
    for (int round = 1; round < growth && count > 0; round++) {
      int[] swap = front;
      front = next;
      next = swap;
      count = step(cell, front, 0, count);
    }
  }

  /** Claims the unvisited neighbours of pixels; they are in {@link #next} then. */
  private int step(int cell, int[] pixels, int start, int end) {
    int[] visited = visitedBy;
    int count = 0;
    for (int i = start; i < end; i++) {
      if (next.length < count + 4) {
        next = Arrays.copyOf(next, 2 * next.length);
      }
      int p = pixels[i];
      count = reach(cell, p - stride, visited, count);
      count = reach(cell, p - 1, visited, count);
      count = reach(cell, p + 1, visited, count);
      count = reach(cell, p + stride, visited, count);
    }
    return count;
  }

  private int reach(int cell, int p, int[] visited, int count) {
    int last = visited[p];
    if (last == cell || last == CLOSED) {
      return count;
    }
    visited[p] = cell;
    claim(cell, p);
    next[count] = p;
    return count + 1;
  }

  private void claim(int cell, int p) {
    int before = claim[p];
    if (before != 0 && layers[before - 1] != layers[cell - 1]) {
      winner[p] = nearer(winner[p], before, p);
    }
    claim[p] = cell;
  }

  private int nearer(int first, int second, int p) {
    if (first == 0) {
      return second;
    }
    int y = p / stride - 1;
    int x = p % stride - 1;
    return centroids.distance(second, y, x) < centroids.distance(first, y, x) ? second : first;
  }
}

package org.scopeside.segmenter.cells;

/**
 * Finds the centroids nearest to one of them: a k-d tree (Bentley 1975, Commun. ACM 18:509) over
 * arrays, cut at the median of the longer side. Of equally distant ones those with the lower number
 * count as nearer. One search at a time.
 */
final class NearestCentroids {
  private static final int LEAF = 8;

  private final double[] y;
  private final double[] x;
  // Points of a node are order[low] to order[high - 1]; its median is the one in the middle.
  private final int[] order;
  private final boolean[] cutsY;

  private final int[] found;
  private final double[] distances;
  private int foundCount;

  /**
   * @param k most centroids that a search finds
   */
  NearestCentroids(Centroids centroids, int k) {
    y = centroids.y();
    x = centroids.x();
    order = new int[y.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    cutsY = new boolean[y.length];
    found = new int[k];
    distances = new double[k];
    build(0, y.length);
  }

  private void build(int low, int high) {
    if (high - low <= LEAF) {
      return;
    }
    int middle = (low + high) >>> 1;
    cutsY[middle] = spread(y, low, high) >= spread(x, low, high);
    select(cutsY[middle] ? y : x, low, high - 1, middle);
    build(low, middle);
    build(middle + 1, high);
  }

  private double spread(double[] values, int low, int high) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = low; i < high; i++) {
      least = Math.min(least, values[order[i]]);
      most = Math.max(most, values[order[i]]);
    }
    return most - least;
  }

  /** Hoare's selection: no value before {@code nth} is larger, none after it is smaller. */
  private void select(double[] values, int first, int last, int nth) {
    int low = first;
    int high = last;
    while (low < high) {
      double pivot = values[order[(low + high) >>> 1]];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[order[i]] < pivot) {
          i++;
        }
        while (values[order[j]] > pivot) {
          j--;
        }
        if (i <= j) {
          int swap = order[i];
          order[i++] = order[j];
          order[j--] = swap;
        }
      }
      if (nth <= j) {
        high = j;
      } else if (nth >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  /**
   * Finds the centroids nearest to centroid {@code index}, itself left out.
   *
   * @return how many there are; they are {@link #found(int)}
   */
  int search(int index) {
    foundCount = 0;
    search(index, 0, order.length);
    return foundCount;
  }

  /** Index of a centroid found, the nearest one first. */
  int found(int rank) {
    return found[rank];
  }

  private void search(int index, int low, int high) {
    if (high - low <= LEAF) {
      for (int i = low; i < high; i++) {
        consider(index, order[i]);
      }
      return;
    }
    int middle = (low + high) >>> 1;
    int median = order[middle];
    double offset = cutsY[middle] ? y[index] - y[median] : x[index] - x[median];
    boolean lowerFirst = offset < 0;
    consider(index, median);
    search(index, lowerFirst ? low : middle + 1, lowerFirst ? middle : high);
    if (foundCount < found.length || offset * offset <= distances[foundCount - 1]) {
      search(index, lowerFirst ? middle + 1 : low, lowerFirst ? high : middle);
    }
  }

  private void consider(int index, int other) {
    if (other == index) {
      return;
    }
    double dy = y[index] - y[other];
    double dx = x[index] - x[other];
    double distance = dy * dy + dx * dx;
    int at = foundCount;
    while (at > 0
        && (distance < distances[at - 1]
            || (distance == distances[at - 1] && other < found[at - 1]))) {
      at--;
    }
    if (at == found.length) {
      return;
    }
    foundCount = Math.min(foundCount + 1, found.length);
    System.arraycopy(found, at, found, at + 1, foundCount - at - 1);
    System.arraycopy(distances, at, distances, at + 1, foundCount - at - 1);
    found[at] = other;
    distances[at] = distance;
  }
}

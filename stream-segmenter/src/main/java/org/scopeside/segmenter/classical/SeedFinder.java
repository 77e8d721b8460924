package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * Finds the seeds of a distance map: the local maxima, at least one a component and at least a
 * given distance apart within a component.
 *
 * <p>A seed is the largest value of its component in the square of ± the distance around it, as in
 * {@code skimage.feature.peak_local_max} with {@code labels=} and {@code exclude_border=False}. Of
 * equal values the first in reading order wins. Instead of a maximum filter over the plane, only
 * the few pixels above their four neighbours look at their square. Keeps its list of seeds: one
 * instance a thread.
 */
final class SeedFinder {
  private static final int LEAST_DISTANCE = 3;
  private static final int LARGEST_DISTANCE = 200;

  private int[] seeds = new int[1024];
  private int seedCount;

  /**
   * The distance between seeds that suits the objects in view: {@code spacing} times the median
   * over the components of their largest distance to the background, within {@value
   * #LEAST_DISTANCE} to {@value #LARGEST_DISTANCE} pixels.
   *
   * @param mask with components
   * @param distance unsmoothed distance map {@code [y][x]}
   * @param minArea components with fewer pixels are left out
   */
  static int typicalDistance(MaskRuns mask, float[] distance, double spacing, int minArea) {
    float[] radius = new float[mask.componentCount() + 1];
    int[] area = new int[mask.componentCount() + 1];
    for (int y = 0; y < mask.height(); y++) {
      int row = y * mask.width();
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        int component = mask.component(r);
        float largest = radius[component];
        for (int i = row + mask.start(r); i < row + mask.end(r); i++) {
          largest = Math.max(largest, distance[i]);
        }
        radius[component] = largest;
        area[component] += mask.end(r) - mask.start(r);
      }
    }
    int kept = 0;
    for (int c = 1; c < radius.length; c++) {
      if (area[c] >= minArea) {
        radius[kept++] = radius[c];
      }
    }
    Arrays.sort(radius, 0, kept);
    double median = kept == 0 ? 0 : (radius[(kept - 1) / 2] + (double) radius[kept / 2]) / 2;
    long rounded = Math.round(spacing * median);
    return (int) Math.max(LEAST_DISTANCE, Math.min(LARGEST_DISTANCE, rounded));
  }

  /**
   * Finds the seeds, in reading order.
   *
   * @param mask with components
   * @param plane smoothed distance map, restricted to the mask, its components as labels
   * @param minDistance pixels, at least 1
   */
  void find(MaskRuns mask, FloodPlane plane, int minDistance) {
    seedCount = 0;
    float[] heights = plane.heights();
    int stride = plane.stride();
    for (int y = 0; y < plane.height(); y++) {
      int row = plane.row(y);
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        for (int i = row + mask.start(r); i < row + mask.end(r); i++) {
          float h = heights[i];
          // Background is below everything, and what is foreground beside it is the same component.
          if (h >= heights[i + 1]
              && h >= heights[i - 1]
              && h >= heights[i - stride]
              && h >= heights[i + stride]
              && largestInSquare(i, plane, minDistance)) {
            add(i);
          }
        }
      }
    }
  }

  private boolean largestInSquare(int i, FloodPlane plane, int reach) {
    float[] heights = plane.heights();
    int[] labels = plane.labels();
    int y = i / plane.stride() - 1;
    int x = i % plane.stride();
    int left = Math.max(0, x - reach);
    int right = Math.min(plane.width() - 1, x + reach);
    int bottom = Math.min(plane.height() - 1, y + reach);
    for (int v = Math.max(0, y - reach); v <= bottom; v++) {
      for (int j = plane.row(v) + left; j <= plane.row(v) + right; j++) {
        if (heights[j] >= heights[i]
            && labels[j] == labels[i]
            && (heights[j] > heights[i] || isSeed(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isSeed(int pixel) {
    return Arrays.binarySearch(seeds, 0, seedCount, pixel) >= 0;
  }

  private void add(int pixel) {
    if (seedCount == seeds.length) {
      seeds = Arrays.copyOf(seeds, 2 * seedCount);
    }
    seeds[seedCount++] = pixel;
  }

  int seedCount() {
    return seedCount;
  }

  /** Index of seed {@code s} in the flood plane; seeds are in reading order. */
  int seed(int s) {
    return seeds[s];
  }
}

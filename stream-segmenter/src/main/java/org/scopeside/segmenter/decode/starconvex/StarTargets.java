package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;

/**
 * The maps that a star-convex network is trained to give for known objects, as StarDist makes them
 * (Schmidt et al. 2018): every object pixel's distances to the outline along the rays, and its
 * distance to the nearest pixel that is not of the object, divided by the object's largest.
 */
public final class StarTargets {
  private StarTargets() {}

  /**
   * Probability and distances, in the order in which {@link StarConvexDecoder} reads them.
   *
   * @param grid pixels of the plane between two of the maps, at least 1
   */
  public static DenseMaps maps(LabelImage labels, int rays, int grid) {
    float[][] distances = distances(labels, rays, grid);
    float[][] channels = new float[1 + rays][];
    System.arraycopy(distances, 0, channels, 1, rays);
    int mapWidth = (labels.width() - 1) / grid + 1;
    int mapHeight = (labels.height() - 1) / grid + 1;
    float[] probability = objectProbability(labels);
    channels[0] = new float[mapWidth * mapHeight];
    for (int y = 0; y < mapHeight; y++) {
      for (int x = 0; x < mapWidth; x++) {
        channels[0][y * mapWidth + x] = probability[y * grid * labels.width() + x * grid];
      }
    }
    return new DenseMaps(channels, mapWidth, mapHeight);
  }

  /**
   * Distances to the outline: steps of one pixel along the ray until the nearest pixel is not of
   * the object or lies outside the plane, less half a pixel along the steeper axis, for the outline
   * lies between the last two pixels. All in single precision.
   *
   * @return {@code [ray][y][x]} on the grid, pixels of the plane; 0 on the background
   */
  public static float[][] distances(LabelImage labels, int rays, int grid) {
    int mapWidth = (labels.width() - 1) / grid + 1;
    int mapHeight = (labels.height() - 1) / grid + 1;
    RayDirections directions = RayDirections.of(rays);
    float[][] distances = new float[rays][mapWidth * mapHeight];
    for (int k = 0; k < rays; k++) {
      float down = directions.sine()[k];
      float right = directions.cosine()[k];
      for (int y = 0; y < mapHeight; y++) {
        for (int x = 0; x < mapWidth; x++) {
          distances[k][y * mapWidth + x] = distance(labels, y * grid, x * grid, down, right);
        }
      }
    }
    return distances;
  }

  private static float distance(LabelImage image, int y, int x, float down, float right) {
    int[] labels = image.labels();
    int width = image.width();
    int height = image.height();
    int label = labels[y * width + x];
    if (label == 0) {
      return 0;
    }
    float alongY = 0;
    float alongX = 0;
    int row;
    int column;
    do {
      alongY += down;
      alongX += right;
      row = (int) Math.rint(y + alongY);
      column = (int) Math.rint(x + alongX);
    } while (row >= 0
        && row < height
        && column >= 0
        && column < width
        && labels[row * width + column] == label);
    float back = .5f / Math.max(Math.abs(down), Math.abs(right)) - 1f;
    alongY += back * down;
    alongX += back * right;
    return (float) Math.sqrt(alongY * alongY + alongX * alongX);
  }

  /**
   * Distance of every object pixel to the nearest pixel of another object or of the background,
   * over the largest such distance of its object. Outside the plane is nothing, unless one object
   * covers all of it: then it is background.
   *
   * @return {@code [y][x]}, 0 to 1; 0 on the background
   */
  public static float[] objectProbability(LabelImage image) {
    int[] labels = image.labels();
    boolean covered = labels[0] > 0 && Arrays.stream(labels).allMatch(label -> label == labels[0]);
    float[] distances = distancesToOthers(labels, image.width(), image.height(), covered);
    float[] largest = new float[image.objectCount() + 1];
    for (int i = 0; i < labels.length; i++) {
      largest[labels[i]] = Math.max(largest[labels[i]], distances[i]);
    }
    for (int i = 0; i < labels.length; i++) {
      distances[i] = labels[i] == 0 ? 0 : (float) (distances[i] / (largest[labels[i]] + 1e-10));
    }
    return distances;
  }

  /** Distances are separable: down and up the columns first, then within each run of a label. */
  private static float[] distancesToOthers(int[] labels, int width, int height, boolean covered) {
    int far = covered ? 0 : width + height;
    int[] vertical = verticalDistances(labels, width, far);
    float[] distances = new float[labels.length];
    for (int row = 0; row < labels.length; row += width) {
      int end;
      for (int from = row; from < row + width; from = end) {
        end = from + 1;
        while (end < row + width && labels[end] == labels[from]) {
          end++;
        }
        if (labels[from] > 0) {
          int left = from == row ? far : 0;
          int right = end == row + width ? far : 0;
          for (int i = from; i < end; i++) {
            long nearest = Math.min(left + i - from + 1, right + end - i);
            double square = nearestSquare(vertical, from, end, i, nearest);
            distances[i] = (float) Math.sqrt(square);
          }
        }
      }
    }
    return distances;
  }

  /** Up and down to the nearest pixel of another label; {@code outside} beyond the plane's edge. */
  private static int[] verticalDistances(int[] labels, int width, int outside) {
    int[] distances = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      boolean same = i >= width && labels[i - width] == labels[i];
      distances[i] = same ? distances[i - width] + 1 : i < width ? outside + 1 : 1;
    }
    for (int i = labels.length - 1; i >= 0; i--) {
      boolean last = i + width >= labels.length;
      boolean same = !last && labels[i + width] == labels[i];
      int below = same ? distances[i + width] + 1 : last ? outside + 1 : 1;
      distances[i] = Math.min(distances[i], below);
    }
    return distances;
  }

  /** Least of (i − j)² + vertical(j)² within a run, and the square of {@code alongRow}. */
  private static double nearestSquare(int[] vertical, int from, int end, int i, long alongRow) {
    long best = Math.min(alongRow * alongRow, (long) vertical[i] * vertical[i]);
    for (long offset = 1; offset * offset < best; offset++) {
      int left = (int) (i - offset);
      int right = (int) (i + offset);
      if (left < from && right >= end) {
        break;
      }
      long square = offset * offset;
      if (left >= from) {
        best = Math.min(best, square + (long) vertical[left] * vertical[left]);
      }
      if (right < end) {
        best = Math.min(best, square + (long) vertical[right] * vertical[right]);
      }
    }
    return best;
  }
}

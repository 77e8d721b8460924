package org.scopeside.segmenter.cells;

import org.scopeside.segmenter.image.LabelImage;

/**
 * Mean position of the pixels of each object, in pixels; the centre of the first pixel is (0, 0).
 *
 * @param y rows, of object {@code i} at {@code i - 1}
 * @param x columns
 */
// Arrays: one entry an object, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Centroids(double[] y, double[] x) {
  /** The centroids of the objects of a label image. */
  public static Centroids of(LabelImage labels) {
    int objects = labels.objectCount();
    int width = labels.width();
    int[] pixels = labels.labels();
    long[] sumY = new long[objects + 1];
    long[] sumX = new long[objects + 1];
    int[] count = new int[objects + 1];
    for (int row = 0, y = 0; row < pixels.length; row += width, y++) {
      for (int x = 0; x < width; x++) {
        int label = pixels[row + x];
        sumY[label] += y;
        sumX[label] += x;
        count[label]++;
      }
    }
    double[] y = new double[objects];
    double[] x = new double[objects];
    for (int i = 0; i < objects; i++) {
      y[i] = (double) sumY[i + 1] / count[i + 1];
      x[i] = (double) sumX[i + 1] / count[i + 1];
    }
    return new Centroids(y, x);
  }

  int count() {
    return y.length;
  }

  /** Distance of object {@code label}'s centroid from a pixel. */
  double distance(int label, int pixelY, int pixelX) {
    double dy = y[label - 1] - pixelY;
    double dx = x[label - 1] - pixelX;
    return Math.sqrt(dy * dy + dx * dx);
  }
}

package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * Draws each object's outline where the object's own brightness says, in place of one threshold for
 * all: at a fraction of the way from the background to the object's upper brightness. A threshold
 * low enough for the dim objects of a plane lies far out in the blur around its bright ones. The
 * upper brightness is the mean of what lies above the object's mean: a bright speck hardly moves
 * it.
 */
final class ObjectOutlines {
  private ObjectOutlines() {}

  /**
   * Takes from objects what is too dark for them, and drops those that become too small.
   *
   * @param labels {@code [y][x]}, 1 to {@code objects}; renumbered in reading order
   * @param values {@code [y][x]}, the background at 0
   * @param fraction 0 to 1
   * @param minArea smallest object kept, in pixels
   * @return number of objects left
   */
  static int draw(int[] labels, int objects, float[] values, double fraction, int minArea) {
    float[] limit = limits(labels, objects, values, fraction);
    int[] area = new int[objects + 1];
    for (int i = 0; i < labels.length; i++) {
      if (values[i] < limit[labels[i]]) {
        labels[i] = 0;
      }
      area[labels[i]]++;
    }
    int[] number = new int[objects + 1];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      if (label > 0) {
        if (number[label] == 0 && area[label] >= minArea) {
          number[label] = ++count;
        }
        labels[i] = number[label];
      }
    }
    return count;
  }

  private static float[] limits(int[] labels, int objects, float[] values, double fraction) {
    double[] mean = means(labels, objects, values, new double[objects + 1]);
    double[] upper = means(labels, objects, values, mean);
    float[] limit = new float[objects + 1];
    Arrays.setAll(upper, label -> upper[label] * fraction);
    for (int label = 1; label <= objects; label++) {
      limit[label] = (float) upper[label];
    }
    limit[0] = Float.NEGATIVE_INFINITY;
    return limit;
  }

  /** Mean of the values of each object that are at least {@code from[label]}. */
  private static double[] means(int[] labels, int objects, float[] values, double[] from) {
    double[] sum = new double[objects + 1];
    long[] count = new long[objects + 1];
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      if (label > 0 && values[i] >= from[label]) {
        sum[label] += values[i];
        count[label]++;
      }
    }
    for (int label = 1; label <= objects; label++) {
      sum[label] = count[label] == 0 ? 0 : sum[label] / count[label];
    }
    return sum;
  }
}

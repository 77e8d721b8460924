package org.scopeside.simulator;

import java.util.Arrays;

/** Measures label images. */
final class ObjectSizes {

  private ObjectSizes() {}

  /** Median diameter of discs with the objects' areas; 0 without objects. Labels are 0..count. */
  static double medianDiameterPx(int[] labels, int count) {
    if (count == 0) {
      return 0;
    }
    int[] area = new int[count + 1];
    for (int label : labels) {
      area[label]++;
    }
    int[] sorted = Arrays.copyOfRange(area, 1, count + 1);
    Arrays.sort(sorted);
    double median = 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]);
    return Math.sqrt(4 * median / StrictMath.PI);
  }
}

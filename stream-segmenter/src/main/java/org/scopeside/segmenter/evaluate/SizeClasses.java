package org.scopeside.segmenter.evaluate;

import java.util.Arrays;

/**
 * Classes of objects by area. Class {@code k} holds areas above {@code bounds[k - 1]} and up to
 * {@code bounds[k]}; the last one has no upper bound.
 *
 * @param names one a class
 * @param bounds in pixels, ascending; one less than there are classes
 */
// Arrays: one entry a class, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SizeClasses(String[] names, double[] bounds) {
  public SizeClasses {
    if (names.length != bounds.length + 1) {
      throw new IllegalArgumentException(names.length + " classes, " + bounds.length + " bounds");
    }
  }

  /**
   * Quarters of objects by area.
   *
   * @param areas of any objects, in pixels; with none there is one class only
   */
  public static SizeClasses quartiles(int[] areas) {
    if (areas.length == 0) {
      return new SizeClasses(new String[] {"all"}, new double[0]);
    }
    int[] sorted = areas.clone();
    Arrays.sort(sorted);
    double[] bounds = new double[3];
    for (int i = 0; i < bounds.length; i++) {
      // Nearest rank: the smallest area that the share of objects does not exceed.
      bounds[i] = sorted[(int) Math.ceil((i + 1) * sorted.length / 4.0) - 1];
    }
    return new SizeClasses(new String[] {"q1", "q2", "q3", "q4"}, bounds);
  }

  /** Number of classes. */
  public int count() {
    return names.length;
  }

  /** Class of an area. */
  public int of(int area) {
    int at = 0;
    while (at < bounds.length && area > bounds[at]) {
      at++;
    }
    return at;
  }
}

package org.scopeside.results.tally;

import java.util.Map;
import java.util.SortedMap;

/**
 * A histogram of object areas on a logarithmic scale: eight bins an octave, so that a quantile read
 * from it is within 4.5 % of the true one, and subtractable, which the quantile itself is not.
 */
public final class AreaBins {
  private static final double BINS_PER_OCTAVE = 8;
  private static final double LOG2 = Math.log(2);

  private AreaBins() {}

  /**
   * The bin of an area.
   *
   * @param area pixels; at least 1
   */
  public static int of(double area) {
    return (int) Math.floor(Math.log(area) / LOG2 * BINS_PER_OCTAVE);
  }

  /**
   * The median area in pixels, as the geometric middle of its bin; NaN where there are no objects.
   */
  public static double median(SortedMap<Integer, Long> bins) {
    long total = bins.values().stream().mapToLong(Long::longValue).sum();
    long passed = 0;
    for (Map.Entry<Integer, Long> bin : bins.entrySet()) {
      passed += bin.getValue();
      if (2 * passed >= total) {
        return Math.exp((bin.getKey() + 0.5) / BINS_PER_OCTAVE * LOG2);
      }
    }
    return Double.NaN;
  }
}

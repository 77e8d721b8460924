package org.scopeside.results.live;

/**
 * Planes a second over the last ten full seconds, or over those since the first plane where it came
 * later. Not thread-safe.
 */
final class ThroughputWindow {
  private static final int SECONDS = 10;

  /**
   * Planes by second, slot = second modulo length; one slot more for the second that is running.
   */
  private final long[] counts = new long[SECONDS + 1];

  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  void add(long nowMs) {
    long second = Math.floorDiv(nowMs, 1000);
    if (second > last) {
      first = Math.min(first, second);
      clear(second);
      last = second;
    }
    // The clock may step back by a little; a plane is not lost for that.
    counts[slot(Math.max(second, last))]++;
  }

  /** Planes a second; 0 when there was none for that long. */
  double rate(long nowMs) {
    long now = Math.floorDiv(nowMs, 1000);
    long planes = 0;
    for (long second = now - SECONDS; second < now; second++) {
      if (second <= last && second > last - counts.length) {
        planes += counts[slot(second)];
      }
    }
    return planes == 0 ? 0 : (double) planes / Math.min(SECONDS, now - first);
  }

  private void clear(long upTo) {
    long from = last == Long.MIN_VALUE ? upTo : last + 1;
    for (long second = Math.max(from, upTo - SECONDS); second <= upTo; second++) {
      counts[slot(second)] = 0;
    }
  }

  private int slot(long second) {
    return (int) Math.floorMod(second, (long) counts.length);
  }
}

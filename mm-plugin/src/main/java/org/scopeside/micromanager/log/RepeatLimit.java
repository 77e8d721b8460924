package org.scopeside.micromanager.log;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Admits a line of each kind once a period and counts the others. It knows 64 kinds; while all of
 * them are younger than the period, lines of further kinds are left out uncounted. So at most 64
 * lines a period pass. Thread-safe.
 */
final class RepeatLimit {
  static final int LEAVE_OUT = -1;

  private static final int MOST_KINDS = 64;

  private final long periodNs;
  private final LongSupplier nanoTime;
  private final Map<String, Kind> kinds = new HashMap<>();

  RepeatLimit(long periodNs, LongSupplier nanoTime) {
    this.periodNs = periodNs;
    this.nanoTime = nanoTime;
  }

  /** The number of lines left out since the last of this kind, or {@link #LEAVE_OUT}. */
  synchronized int admit(String kind) {
    long now = nanoTime.getAsLong();
    Kind known = kinds.get(kind);
    if (known == null) {
      return admitNew(kind, now);
    }
    if (now - known.admittedNs < periodNs) {
      known.leftOut++;
      return LEAVE_OUT;
    }
    int leftOut = known.leftOut;
    kinds.put(kind, new Kind(now));
    return leftOut;
  }

  private int admitNew(String kind, long now) {
    if (kinds.size() >= MOST_KINDS) {
      kinds.values().removeIf(old -> now - old.admittedNs >= periodNs);
    }
    if (kinds.size() >= MOST_KINDS) {
      return LEAVE_OUT;
    }
    kinds.put(kind, new Kind(now));
    return 0;
  }

  private static final class Kind {
    final long admittedNs;
    int leftOut;

    Kind(long admittedNs) {
      this.admittedNs = admittedNs;
    }
  }
}

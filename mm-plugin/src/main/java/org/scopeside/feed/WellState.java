package org.scopeside.feed;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * One well of a live plate. Planes are tallied for its latest time points only; of earlier ones the
 * numbers of planes are kept. Guarded by {@link LivePlate}.
 */
final class WellState {
  /** Time points that are tallied: the shown one and those that may still get late outcomes. */
  static final int TIMES = 4;

  private final @Nullable Well well;
  private final TreeMap<Integer, WellTally> times = new TreeMap<>();
  private long analysed;
  private long failed;
  private @Nullable WellSnapshot snapshot;

  WellState(@Nullable Well well) {
    this.well = well;
  }

  /** Adds ({@code sign} 1) or takes away (-1) a plane. */
  void change(int theT, FrameNumbers plane, int sign) {
    snapshot = null;
    analysed += plane.failed ? 0 : sign;
    failed += plane.failed ? sign : 0;
    WellTally tally = tally(theT);
    if (tally != null) {
      tally.change(plane, sign);
    }
  }

  /** Counts a field as settled (1) or not any more (-1). */
  void settled(int theT, int sign) {
    snapshot = null;
    WellTally tally = tally(theT);
    if (tally != null) {
      tally.fieldsSettled += sign;
    }
  }

  void told(int theT, Map<Measure, Double> measures) {
    snapshot = null;
    WellTally tally = tally(theT);
    if (tally != null) {
      tally.told(measures);
    }
  }

  /**
   * The tally of a time point; null for one before the latest, which are the same whatever the
   * order in which outcomes came.
   */
  private @Nullable WellTally tally(int theT) {
    WellTally tally = times.get(theT);
    if (tally != null) {
      return tally;
    }
    if (times.size() == TIMES) {
      if (theT < times.firstKey()) {
        return null;
      }
      times.pollFirstEntry();
    }
    tally = new WellTally();
    times.put(theT, tally);
    return tally;
  }

  boolean changed() {
    return snapshot == null;
  }

  WellSnapshot snapshot() {
    WellSnapshot current = snapshot;
    if (current == null) {
      int shown = shown();
      WellTally tally = times.getOrDefault(shown, new WellTally());
      current = new WellSnapshot(well, shown, analysed, failed, tally);
      snapshot = current;
    }
    return current;
  }

  /** The latest time point with a count, else with a plane, else 0. */
  private int shown() {
    int latest = 0;
    for (Map.Entry<Integer, WellTally> time : times.descendingMap().entrySet()) {
      if (time.getValue().fieldsCounted > 0) {
        return time.getKey();
      }
      latest = time.getValue().vacant() ? latest : Math.max(latest, time.getKey());
    }
    return latest;
  }
}

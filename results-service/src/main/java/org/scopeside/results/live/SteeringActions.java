package org.scopeside.results.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.PlaneHeader;

/**
 * What steering did to one acquisition. The newest actions are held; of older ones only the planes
 * that they skipped, so that nothing that was skipped is waited for. Guarded by {@link LiveView}.
 */
final class SteeringActions {
  /** Actions held; the oldest are given up first. */
  static final int KEPT = 1000;

  /** Planes that one action skipped, and in which well. */
  private record Skip(String well, long planes) {}

  /**
   * The actions as they were at one moment; immutable.
   *
   * @param newest at most {@link #KEPT}, in their order
   * @param count how many there are in all
   * @param skippedByWell planes skipped, by well label
   */
  record Snapshot(List<AcquisitionAction> newest, int count, Map<String, Long> skippedByWell) {
    long skipped(String well) {
      return skippedByWell.getOrDefault(well, 0L);
    }

    long planesSkipped() {
      return skippedByWell.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final TreeMap<Integer, AcquisitionAction> newest = new TreeMap<>();

  /** By number of the action; those that skipped nothing are only counted. */
  private final TreeMap<Integer, Skip> skips = new TreeMap<>();

  private int count;

  void put(int number, @Nullable AcquisitionAction action) {
    skips.remove(number);
    if (action == null) {
      newest.remove(number);
      // Actions are forgotten all together, with their acquisition.
      count = newest.isEmpty() ? 0 : count;
      return;
    }
    newest.put(number, action);
    count = Math.max(count, number + 1);
    if (newest.size() > KEPT) {
      newest.pollFirstEntry();
    }
    if (action.planesSkipped() > 0) {
      String well = action.well() == null ? PlaneHeader.NO_WELL : action.well().label();
      skips.put(number, new Skip(well, action.planesSkipped()));
    }
  }

  boolean isEmpty() {
    return newest.isEmpty();
  }

  Snapshot snapshot() {
    Map<String, Long> byWell = new HashMap<>();
    skips.values().forEach(skip -> byWell.merge(skip.well, skip.planes, Long::sum));
    return new Snapshot(List.copyOf(newest.values()), count, Map.copyOf(byWell));
  }
}

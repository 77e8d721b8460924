package org.scopeside.results.live;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.results.tally.FrameAnalysis;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/** What is known of one acquisition. Guarded by {@link LiveView}. */
final class AcquisitionState {
  private record Held(int partition, WellTally tally) {}

  private final String id;
  private final Instant since;
  private final SortedMap<WellKey, Held> wells = new TreeMap<>();
  private final LatencyReceipts latency = new LatencyReceipts();
  private final ThroughputWindow throughput = new ThroughputWindow();
  private final SteeringActions actions = new SteeringActions();
  private @Nullable AcquisitionStarted plan;
  private @Nullable AcquisitionTally tally;
  private @Nullable String lastModel;
  private @Nullable AcquisitionSnapshot snapshot;
  private double rate;

  AcquisitionState(String id, Instant since) {
    this.id = id;
    this.since = since;
  }

  void plan(@Nullable AcquisitionStarted next) {
    plan = next;
    snapshot = null;
  }

  @Nullable AcquisitionTally tally(@Nullable AcquisitionTally next) {
    AcquisitionTally former = tally;
    tally = next;
    snapshot = null;
    return former;
  }

  void action(int number, @Nullable AcquisitionAction next) {
    actions.put(number, next);
    snapshot = null;
  }

  void well(int partition, WellKey key, @Nullable WellTally next) {
    if (next == null) {
      wells.remove(key);
    } else {
      wells.put(key, new Held(partition, next));
    }
    snapshot = null;
  }

  void dropPartition(int partition) {
    for (Iterator<Held> held = wells.values().iterator(); held.hasNext(); ) {
      if (held.next().partition == partition) {
        held.remove();
      }
    }
    snapshot = null;
  }

  void aggregated(FrameOutcome outcome, boolean first, long nowMs) {
    FrameAnalysis analysis = outcome.analysis();
    if (analysis != null && analysis.counted() != null) {
      lastModel = analysis.counted();
    }
    if (first) {
      throughput.add(nowMs);
      recordLatency(outcome);
    }
    snapshot = null;
  }

  void recordLatency(FrameOutcome outcome) {
    FrameAnalysis analysis = outcome.analysis();
    if (analysis != null) {
      latency.record(analysis.stations());
      snapshot = null;
    }
  }

  /** Gives up the wells of a partition; true when no other partition has wells of it. */
  boolean expire(int partition) {
    dropPartition(partition);
    return wells.isEmpty();
  }

  /** Whether nothing is known any more. */
  boolean vacant() {
    return plan == null && tally == null && wells.isEmpty() && actions.isEmpty();
  }

  /** Whether its rate is another than when it was last asked. */
  boolean rateChanged(long nowMs) {
    double now = throughput.rate(nowMs);
    boolean changed = now != rate;
    rate = now;
    if (changed) {
      snapshot = null;
    }
    return changed;
  }

  long failed() {
    return wells.values().stream().mapToLong(held -> held.tally.failed()).sum();
  }

  AcquisitionSnapshot snapshot(long nowMs) {
    AcquisitionSnapshot current = snapshot;
    if (current == null) {
      SortedMap<WellKey, WellTally> copy = new TreeMap<>();
      for (Map.Entry<WellKey, Held> well : wells.entrySet()) {
        copy.put(well.getKey(), well.getValue().tally);
      }
      current =
          AcquisitionSnapshot.of(
              id,
              since,
              plan,
              tally,
              copy,
              actions.snapshot(),
              lastModel,
              latency,
              throughput.rate(nowMs));
      snapshot = current;
    }
    return current;
  }
}

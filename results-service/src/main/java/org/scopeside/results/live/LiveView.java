package org.scopeside.results.live;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.FrameRef;
import org.scopeside.results.aggregate.AggregationListener;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/**
 * Everything that is live now: written by the aggregation's threads, read by the web's.
 *
 * <p>One lock, held for map updates and snapshots only; reports are made of snapshots outside of
 * it. It grows with live wells and time points and shrinks when acquisitions expire.
 */
public final class LiveView implements AggregationListener {
  private final Clock clock;
  private final FailureLog failures;
  private final Map<String, AcquisitionState> acquisitions = new HashMap<>();
  private final Map<Integer, Long> unattributed = new HashMap<>();
  private final Set<Integer> restored = new HashSet<>();
  private final Set<Integer> restoredBefore = new HashSet<>();
  private final List<ChangeQueue> followers = new CopyOnWriteArrayList<>();

  /**
   * @param failuresKept failures held for {@link #failures}, the newest
   */
  public LiveView(Clock clock, int failuresKept) {
    this.clock = clock;
    this.failures = new FailureLog(failuresKept);
  }

  /** A live acquisition; null where there is none of that id. */
  public synchronized @Nullable AcquisitionSnapshot acquisition(String id) {
    AcquisitionState state = acquisitions.get(id);
    return state == null ? null : state.snapshot(clock.millis());
  }

  /** All live acquisitions, newest first. */
  public List<AcquisitionSnapshot> acquisitions() {
    List<AcquisitionSnapshot> all = new ArrayList<>();
    synchronized (this) {
      acquisitions.values().forEach(state -> all.add(state.snapshot(clock.millis())));
    }
    all.sort(
        Comparator.comparing(AcquisitionSnapshot::started)
            .reversed()
            .thenComparing(AcquisitionSnapshot::id));
    return all;
  }

  /** The newest failures, at most {@code limit}, and how many there are in all. */
  public synchronized Map<String, Object> failures(int limit) {
    long alone = unattributed.values().stream().mapToLong(Long::longValue).sum();
    long charged = acquisitions.values().stream().mapToLong(AcquisitionState::failed).sum();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("total", charged + alone);
    json.put("unattributed", alone);
    json.put("failures", failures.toJson(limit));
    return json;
  }

  /** From now on the queue gets every change, and first of all everything there is. */
  public void follow(ChangeQueue queue) {
    followers.add(queue);
    for (AcquisitionSnapshot acquisition : acquisitions()) {
      queue.offer(new Change(acquisition.id(), null));
      acquisition
          .rows()
          .keySet()
          .forEach(well -> queue.offer(new Change(acquisition.id(), latest(acquisition, well))));
    }
  }

  public void unfollow(ChangeQueue queue) {
    followers.remove(queue);
  }

  /** Tells followers of rates that fell or rose by time alone; to be called every second or so. */
  public void tick() {
    List<String> changed = new ArrayList<>();
    synchronized (this) {
      acquisitions.forEach(
          (id, state) -> {
            if (state.rateChanged(clock.millis())) {
              changed.add(id);
            }
          });
    }
    changed.forEach(id -> tell(id, null));
  }

  @Override
  public synchronized void partitionAssigned(int partition) {
    dropPartition(partition);
    if (!restored.add(partition)) {
      restoredBefore.add(partition);
    }
  }

  @Override
  public synchronized void partitionRevoked(int partition) {
    dropPartition(partition);
  }

  private void dropPartition(int partition) {
    acquisitions.values().forEach(state -> state.dropPartition(partition));
    acquisitions.values().removeIf(AcquisitionState::vacant);
    unattributed.remove(partition);
  }

  @Override
  public void wellChanged(int partition, WellKey well, @Nullable WellTally tally) {
    change(well.acquisition(), state -> state.well(partition, well, tally));
    tell(well.acquisition(), well);
    tell(well.acquisition(), null);
  }

  @Override
  public void outcome(FrameOutcome outcome, boolean first) {
    FrameRef frame = Objects.requireNonNull(outcome.ref());
    synchronized (this) {
      failures.add(outcome);
    }
    change(frame.acquisition(), state -> state.aggregated(outcome, first, clock.millis()));
  }

  @Override
  public void outcomeRestored(int partition, FrameOutcome outcome) {
    FrameRef frame = Objects.requireNonNull(outcome.ref());
    synchronized (this) {
      failures.add(outcome);
      if (restoredBefore.contains(partition)) {
        // Its latency is recorded already, in this same process.
        return;
      }
    }
    change(frame.acquisition(), state -> state.recordLatency(outcome));
  }

  @Override
  public synchronized void outcomeRemoved(String frame) {
    failures.remove(frame);
  }

  @Override
  public synchronized void unattributed(int partition, FrameOutcome failure, long total) {
    failures.add(failure);
    unattributed.put(partition, total);
  }

  @Override
  public void planChanged(String acquisition, @Nullable AcquisitionStarted plan) {
    change(acquisition, state -> state.plan(plan));
    tell(acquisition, null);
  }

  @Override
  public void tallyChanged(String acquisition, @Nullable AcquisitionTally tally) {
    Map<String, AcquisitionTally.Count> before = new HashMap<>();
    change(
        acquisition,
        state -> {
          AcquisitionTally former = state.tally(tally);
          if (former != null) {
            before.putAll(former.wells());
          }
        });
    tell(acquisition, null);
    if (tally != null) {
      tellCaptured(acquisition, before, tally);
    }
  }

  @Override
  public void actionChanged(String acquisition, int number, @Nullable AcquisitionAction action) {
    change(acquisition, state -> state.action(number, action));
    tell(acquisition, null);
    if (action != null && action.well() != null && action.planesSkipped() > 0) {
      AcquisitionSnapshot now = acquisition(acquisition);
      if (now != null) {
        tell(acquisition, latest(now, action.well().label()));
      }
    }
  }

  private void tellCaptured(
      String id, Map<String, AcquisitionTally.Count> before, AcquisitionTally tally) {
    AcquisitionSnapshot now = acquisition(id);
    if (now != null) {
      tally
          .wells()
          .forEach(
              (well, count) -> {
                AcquisitionTally.Count former = before.get(well);
                if (former == null
                    || former.captured() != count.captured()
                    || former.dropped() != count.dropped()) {
                  tell(id, latest(now, well));
                }
              });
    }
  }

  @Override
  public void expired(int partition, String acquisition) {
    boolean gone;
    synchronized (this) {
      AcquisitionState state = acquisitions.get(acquisition);
      gone = state != null && state.expire(partition);
      if (gone) {
        acquisitions.remove(acquisition);
      }
    }
    if (gone) {
      tell(acquisition, null);
    }
  }

  private synchronized void change(String acquisition, Consumer<AcquisitionState> change) {
    AcquisitionState state =
        acquisitions.computeIfAbsent(acquisition, id -> new AcquisitionState(id, clock.instant()));
    change.accept(state);
    if (state.vacant()) {
      acquisitions.remove(acquisition);
    }
  }

  private void tell(String acquisition, @Nullable WellKey well) {
    Change change = new Change(acquisition, well);
    followers.forEach(queue -> queue.offer(change));
  }

  private static WellKey latest(AcquisitionSnapshot acquisition, String well) {
    return new WellKey(
        acquisition.id(), well, acquisition.latest(well, acquisition.defaultModel()));
  }
}

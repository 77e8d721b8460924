package org.scopeside.segmenter.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts outcomes, which become ready in any order, back into the order of their records, so that
 * what is committed is always a prefix of each partition: after a crash nothing is missing and
 * nothing has been published twice. Thread-safe.
 *
 * @param <O> outcome of a record
 */
public final class OffsetTracker<O> {
  private final Map<TopicPartition, Lane<O>> lanes = new HashMap<>();
  private int assignments;
  private int open;

  /** Outcomes of one partition in the order of its records, and the offset to commit with them. */
  public record Run<O>(int assignment, List<O> outcomes, OffsetAndMetadata next) {}

  /** What may be published and committed together. */
  public record Ready<O>(Map<TopicPartition, Run<O>> runs) {
    public boolean isEmpty() {
      return runs.isEmpty();
    }

    /** The offsets to commit. */
    public Map<TopicPartition, OffsetAndMetadata> offsets() {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      runs.forEach((partition, run) -> offsets.put(partition, run.next()));
      return offsets;
    }
  }

  private static final class Slot<O> {
    final long offset;
    @Nullable O outcome;

    Slot(long offset) {
      this.offset = offset;
    }
  }

  private static final class Lane<O> {
    final int assignment;
    final ArrayDeque<Slot<O>> order = new ArrayDeque<>();
    final Map<Long, Slot<O>> byOffset = new HashMap<>();
    long last = -1;

    Lane(int assignment) {
      this.assignment = assignment;
    }
  }

  /** Begins anew with partitions that were assigned. */
  public synchronized void assign(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      drop(partition);
      lanes.put(partition, new Lane<>(++assignments));
    }
  }

  /** Forgets partitions that went to another segmenter; outcomes still under way are ignored. */
  public synchronized void revoke(Collection<TopicPartition> partitions) {
    partitions.forEach(this::drop);
    notifyAll();
  }

  /**
   * Notes a record that begins its journey. One that is not after the last one of its partition
   * means that the partition was read back, as after a truncation of the log: it begins anew, and
   * what is under way of it is void.
   *
   * @return the assignment to complete it under
   */
  public synchronized int begin(TopicPartition partition, long offset) {
    Lane<O> lane = lanes.get(partition);
    if (lane == null) {
      throw new IllegalStateException(partition + "@" + offset + " came without an assignment");
    }
    if (offset <= lane.last) {
      drop(partition);
      lane = new Lane<>(++assignments);
      lanes.put(partition, lane);
    }
    lane.last = offset;
    Slot<O> slot = new Slot<>(offset);
    lane.order.add(slot);
    lane.byOffset.put(offset, slot);
    open++;
    return lane.assignment;
  }

  /** Notes the outcome of a record; ignored when its partition was assigned anew since. */
  public synchronized void complete(ReceivedFrame frame, O outcome) {
    Lane<O> lane = lanes.get(frame.partition());
    if (lane == null || lane.assignment != frame.assignment()) {
      return;
    }
    Slot<O> slot = lane.byOffset.get(frame.offset());
    if (slot != null) {
      slot.outcome = outcome;
      notifyAll();
    }
  }

  /**
   * Takes what is done up to the first record of each partition that is not, at most {@code limit}
   * a partition.
   */
  public synchronized Ready<O> takeReady(int limit) {
    Map<TopicPartition, Run<O>> runs = new HashMap<>();
    lanes.forEach(
        (partition, lane) -> {
          if (isReady(lane.order.peek())) {
            runs.put(partition, takeRun(lane, limit));
          }
        });
    return new Ready<>(runs);
  }

  private Run<O> takeRun(Lane<O> lane, int limit) {
    List<O> outcomes = new ArrayList<>();
    long next = 0;
    while (outcomes.size() < limit && isReady(lane.order.peek())) {
      Slot<O> slot = lane.order.remove();
      lane.byOffset.remove(slot.offset);
      open--;
      next = slot.offset + 1;
      if (slot.outcome != null) {
        outcomes.add(slot.outcome);
      }
    }
    return new Run<>(lane.assignment, outcomes, new OffsetAndMetadata(next));
  }

  /** Leaves out of a batch what was taken from this segmenter since it became ready. */
  public synchronized Ready<O> stillOwned(Ready<O> ready) {
    Map<TopicPartition, Run<O>> runs = new HashMap<>(ready.runs());
    runs.entrySet()
        .removeIf(
            entry -> {
              Lane<O> lane = lanes.get(entry.getKey());
              return lane == null || lane.assignment != entry.getValue().assignment();
            });
    return new Ready<>(runs);
  }

  /** Waits up to a time for something to be ready. */
  public synchronized void awaitReady(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; left > 0 && !anyReady(); left = millisUntil(deadline)) {
      wait(left);
    }
  }

  private static long millisUntil(long deadline) {
    return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
  }

  /** Records that have begun and are not taken yet. */
  public synchronized int open() {
    return open;
  }

  private boolean anyReady() {
    for (Lane<O> lane : lanes.values()) {
      if (isReady(lane.order.peek())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReady(@Nullable Slot<?> slot) {
    return slot != null && slot.outcome != null;
  }

  private void drop(TopicPartition partition) {
    Lane<O> lane = lanes.remove(partition);
    if (lane != null) {
      open -= lane.order.size();
    }
  }
}

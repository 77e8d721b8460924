package org.scopeside.results.aggregate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.tally.FrameFailure;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/**
 * The table of frames and the tallies of wells, in one step: an outcome takes the place of the
 * frame's former one, which is taken out of its well's tally as the new one is put in.
 *
 * <p>This is {@code toTable().groupBy(well).aggregate(adder, subtractor)} by hand, on outcomes that
 * are already partitioned by well, for three reasons. Frame and tally change in one transaction, so
 * nobody ever sees a well from which a frame is missing while it is replaced (the DSL sends the
 * subtraction and the addition as two records). A retention step in front of {@code toTable} would
 * cost another repartition topic, that is another commit interval of latency. And the time of
 * aggregation that goes into the receipt is the time at which the tally changed.
 *
 * <p>Confined to its stream thread, as all processors are.
 */
final class WellAggregator implements Processor<String, FrameOutcome, String, byte[]> {
  /** Unattributed failures held per partition; the older ones only count. */
  static final int UNATTRIBUTED_KEPT = 1000;

  private static final String UNATTRIBUTED_PREFIX = OutcomeReader.UNATTRIBUTED + "/";

  private final RetentionPolicy retention;
  private final AggregationListener listener;
  private final AggregationMeters meters;
  private @Nullable Stores stores;

  /** Unattributed failures so far, numbered without gaps, so that the last key tells how many. */
  private long unattributed;

  WellAggregator(
      RetentionPolicy retention, AggregationListener listener, AggregationMeters meters) {
    this.retention = retention;
    this.listener = listener;
    this.meters = meters;
  }

  /** What {@link #init} finds; its partition is the one whose keys this task has. */
  private record Stores(
      ProcessorContext<String, byte[]> context,
      KeyValueStore<String, FrameOutcome> frames,
      TimestampedKeyValueStore<String, WellTally> wells,
      int partition) {}

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    Stores found =
        new Stores(
            context,
            context.getStateStore(AggregationTopology.FRAMES),
            context.getStateStore(AggregationTopology.WELLS),
            context.taskId().partition());
    stores = found;
    listener.partitionAssigned(found.partition());
    tellAll(found);
    ExpirySweep sweep =
        new ExpirySweep(
            retention, listener, context, found.frames(), found.wells(), this::forgetEvents);
    sweep.tell(context.currentSystemTimeMs());
    context.schedule(retention.sweepInterval(), PunctuationType.WALL_CLOCK_TIME, sweep::run);
  }

  private void tellAll(Stores to) {
    try (KeyValueIterator<String, ValueAndTimestamp<WellTally>> wells = to.wells().all()) {
      while (wells.hasNext()) {
        KeyValue<String, ValueAndTimestamp<WellTally>> well = wells.next();
        listener.wellChanged(to.partition(), key(well.key), well.value.value());
      }
    }
    try (KeyValueIterator<String, FrameOutcome> frames = to.frames().all()) {
      while (frames.hasNext()) {
        KeyValue<String, FrameOutcome> frame = frames.next();
        if (frame.value.frame() == null) {
          unattributed = sequence(frame.key) + 1;
          listener.unattributed(to.partition(), frame.value, unattributed);
        } else {
          listener.outcomeRestored(to.partition(), frame.value);
        }
      }
    }
  }

  @Override
  public void process(Record<String, FrameOutcome> record) {
    Stores to = requireNonNull(stores);
    FrameOutcome outcome = record.value();
    String frame = outcome.frame();
    if (frame == null) {
      keepUnattributed(to, outcome);
      return;
    }
    FrameOutcome former = to.frames().get(frame);
    if (unreadable(outcome) && former != null) {
      // What could not be read says nothing against what is known of the frame.
      keepUnattributed(to, FrameOutcome.failed(null, requireNonNull(outcome.failure())));
      return;
    }
    replace(to, record.key(), frame, former, outcome);
  }

  private static boolean unreadable(FrameOutcome outcome) {
    FrameFailure failure = outcome.failure();
    return failure != null && failure.stage().equals(FrameFailure.AGGREGATION);
  }

  private void replace(
      Stores to, String well, String frame, @Nullable FrameOutcome former, FrameOutcome outcome) {
    long now = to.context().currentSystemTimeMs();
    boolean withdrawn = outcome.analysis() == null && outcome.failure() == null;
    FrameOutcome next = withdrawn ? null : outcome.aggregatedAt(Instant.ofEpochMilli(now));
    putFrame(to, frame, next);
    ValueAndTimestamp<WellTally> before = to.wells().get(well);
    WellTally tally = (before == null ? WellTally.EMPTY : before.value()).replace(former, next);
    putWell(to, well, tally.equals(WellTally.EMPTY) ? null : tally, now);
    if (next == null) {
      listener.outcomeRemoved(frame);
    } else {
      meters.aggregated(next, former == null);
      listener.outcome(next, former == null);
    }
  }

  private static void putFrame(Stores to, String frame, @Nullable FrameOutcome outcome) {
    if (outcome == null) {
      to.frames().delete(frame);
    } else {
      to.frames().put(frame, outcome);
    }
  }

  private void putWell(Stores to, String well, @Nullable WellTally tally, long now) {
    if (tally == null) {
      to.wells().delete(well);
    } else {
      to.wells().put(well, ValueAndTimestamp.make(tally, now));
    }
    listener.wellChanged(to.partition(), key(well), tally);
  }

  private void keepUnattributed(Stores to, FrameOutcome failure) {
    to.frames().put(unattributedKey(unattributed), failure);
    to.frames().delete(unattributedKey(unattributed - UNATTRIBUTED_KEPT));
    unattributed++;
    meters.unattributed();
    listener.unattributed(to.partition(), failure, unattributed);
  }

  private static String unattributedKey(long sequence) {
    return UNATTRIBUTED_PREFIX + String.format(Locale.ROOT, "%016d", Math.max(-1, sequence));
  }

  private static long sequence(String key) {
    return Long.parseLong(key.substring(UNATTRIBUTED_PREFIX.length()));
  }

  /** Tombstones on the topic of acquisitions; one partition speaks for all. */
  private void forgetEvents(String acquisition, long now) {
    Stores to = requireNonNull(stores);
    if (to.partition() == 0) {
      to.context().forward(tombstone(acquisition + AcquisitionReader.PLAN, now));
      to.context().forward(tombstone(acquisition + AcquisitionReader.TALLY, now));
      actionKeys(to, acquisition).forEach(key -> to.context().forward(tombstone(key, now)));
    }
  }

  private static List<String> actionKeys(Stores of, String acquisition) {
    KeyValueStore<String, byte[]> events =
        of.context().getStateStore(AggregationTopology.ACQUISITIONS);
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> actions =
        events.prefixScan(acquisition + AcquisitionReader.ACTIONS, Serdes.String().serializer())) {
      actions.forEachRemaining(action -> keys.add(action.key));
    }
    return keys;
  }

  // A tombstone's value is null, which Kafka's Record does not annotate.
  @SuppressWarnings("NullAway")
  private static Record<String, byte[]> tombstone(String key, long now) {
    return new Record<>(key, null, now);
  }

  private static WellKey key(String text) {
    return requireNonNull(WellKey.parse(text), text);
  }

  @Override
  public void close() {
    Stores had = stores;
    if (had != null) {
      listener.partitionRevoked(had.partition());
    }
  }
}

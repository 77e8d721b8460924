package org.scopeside.results.aggregate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes acquisitions that are over out of the live state, by {@link RetentionPolicy}. */
final class ExpirySweep {
  private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);

  /** What gives up the plan, tally and actions of an acquisition. */
  interface Forgetting {
    void forget(String acquisition, long nowMs);
  }

  private final RetentionPolicy retention;
  private final AggregationListener listener;
  private final KeyValueStore<String, FrameOutcome> frames;
  private final TimestampedKeyValueStore<String, WellTally> wells;
  private final KeyValueStore<String, byte[]> acquisitions;
  private final Forgetting forgetting;
  private final int partition;

  ExpirySweep(
      RetentionPolicy retention,
      AggregationListener listener,
      ProcessorContext<?, ?> context,
      KeyValueStore<String, FrameOutcome> frames,
      TimestampedKeyValueStore<String, WellTally> wells,
      Forgetting forgetting) {
    this.retention = retention;
    this.listener = listener;
    this.frames = frames;
    this.wells = wells;
    this.acquisitions = context.getStateStore(AggregationTopology.ACQUISITIONS);
    this.forgetting = forgetting;
    this.partition = context.taskId().partition();
  }

  /** Signs of life of one acquisition. */
  private static final class Signs {
    private Instant last = Instant.MIN;
    private @Nullable Instant endedAt;
    private boolean announced;

    void saw(Instant at) {
      last = at.isAfter(last) ? at : last;
    }
  }

  /**
   * Tells what is expired without touching the stores, which are not to be written before a task
   * runs.
   */
  void tell(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    signs()
        .forEach(
            (acquisition, signs) -> {
              if (retention.expired(signs.endedAt, signs.last, now)) {
                listener.expired(partition, acquisition);
              }
            });
  }

  void run(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    signs()
        .forEach(
            (acquisition, signs) -> {
              if (retention.expired(signs.endedAt, signs.last, now)) {
                expire(acquisition);
              }
              if (signs.announced && retention.forgotten(signs.endedAt, signs.last, now)) {
                forgetting.forget(acquisition, nowMs);
              }
            });
  }

  private Map<String, Signs> signs() {
    Map<String, Signs> signs = new TreeMap<>();
    try (KeyValueIterator<String, ValueAndTimestamp<WellTally>> all = wells.all()) {
      while (all.hasNext()) {
        KeyValue<String, ValueAndTimestamp<WellTally>> well = all.next();
        String acquisition = well.key.substring(0, well.key.indexOf('/'));
        signs
            .computeIfAbsent(acquisition, id -> new Signs())
            .saw(Instant.ofEpochMilli(well.value.timestamp()));
      }
    }
    try (KeyValueIterator<String, byte[]> all = acquisitions.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> event = all.next();
        readSign(signs, event.key, event.value);
      }
    }
    return signs;
  }

  private static void readSign(Map<String, Signs> signs, String key, byte[] body) {
    try {
      String steered = AcquisitionAction.acquisitionOf(key);
      if (steered != null) {
        announced(signs, steered).saw(AcquisitionReader.action(body).at());
      } else if (key.endsWith(AcquisitionReader.PLAN)) {
        var plan = AcquisitionReader.plan(body);
        announced(signs, plan.acquisition()).saw(plan.startedAt());
      } else {
        AcquisitionTally tally = AcquisitionReader.tally(body);
        Signs of = announced(signs, tally.acquisition());
        of.saw(tally.at());
        of.endedAt = tally.ended() ? tally.at() : null;
      }
    } catch (MalformedRecordException e) {
      LOG.warn("acquisition event {} in the store is unreadable: {}", key, e.toString());
    }
  }

  private static Signs announced(Map<String, Signs> signs, String acquisition) {
    Signs of = signs.computeIfAbsent(acquisition, id -> new Signs());
    of.announced = true;
    return of;
  }

  private void expire(String acquisition) {
    String prefix = acquisition + "/";
    List<String> gone = keys(frames, prefix);
    gone.forEach(
        frame -> {
          frames.delete(frame);
          listener.outcomeRemoved(frame);
        });
    List<String> wellsGone = keys(wells, prefix);
    wellsGone.forEach(wells::delete);
    listener.expired(partition, acquisition);
    if (!gone.isEmpty()) {
      LOG.info(
          "acquisition {} left the live state: {} frames of {} wells",
          acquisition,
          gone.size(),
          wellsGone.stream().map(WellKey::parse).distinct().count());
    }
  }

  private static <V> List<String> keys(KeyValueStore<String, V> store, String prefix) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, V> found =
        store.prefixScan(prefix, Serdes.String().serializer())) {
      while (found.hasNext()) {
        keys.add(found.next().key);
      }
    }
    return keys;
  }
}

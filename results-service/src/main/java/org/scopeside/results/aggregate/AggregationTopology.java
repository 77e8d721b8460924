package org.scopeside.results.aggregate;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.scopeside.contract.Topics;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.StateSerde;
import org.scopeside.results.tally.WellTally;

/**
 * The journey of an outcome:
 *
 * <pre>
 *   [results] [dead-letters] ─ OutcomeReader ─▶ [outcomes by well] ─ WellAggregator ─▶ listener
 *                                                                    │  frames, wells
 *   [acquisitions] ─ AcquisitionReader ─▶ acquisitions (global) ─────┘  expiry ─▶ [acquisitions]
 * </pre>
 */
public final class AggregationTopology {
  /** Store of the last outcome of every frame, by frame id; unattributed ones under {@code ~/}. */
  public static final String FRAMES = "frames";

  /** Store of the tallies, by {@code acquisition/well/t0}. */
  public static final String WELLS = "wells";

  /**
   * Global store of plans, tallies and actions of sources, by {@code acquisition/plan}, {@code
   * /tally} and {@code /action/n}.
   */
  public static final String ACQUISITIONS = "acquisitions";

  /** The keys of one well's frames start with this. */
  public static String framesOfWell(String acquisition, String well) {
    return acquisition + "/" + well + "/f";
  }

  private AggregationTopology() {}

  /**
   * The whole topology.
   *
   * @param listener told of every change, from the stream threads
   */
  public static Topology build(
      Topics topics,
      RetentionPolicy retention,
      AggregationListener listener,
      AggregationMeters meters) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ACQUISITIONS), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled(),
        topics.acquisitions(),
        bytes(),
        () -> new AcquisitionReader(listener, meters));
    builder.stream(List.of(topics.results(), topics.deadLetters()), bytes())
        .process(() -> new OutcomeReader(meters), Named.as("outcome-reader"))
        .repartition(
            Repartitioned.<String, FrameOutcome>as("outcomes")
                .withKeySerde(Serdes.String())
                .withValueSerde(StateSerde.of(FrameOutcome.class)))
        .process(
            new WellAggregation(() -> new WellAggregator(retention, listener, meters)),
            Named.as("well-aggregator"))
        .to(topics.acquisitions(), Produced.with(Serdes.String(), Serdes.ByteArray()));
    return builder.build();
  }

  /**
   * Bytes, so that nothing can fail before a processor of ours has it in hand; and a record without
   * a usable timestamp is no reason to stop either.
   */
  private static Consumed<String, byte[]> bytes() {
    return Consumed.with(Serdes.String(), Serdes.ByteArray())
        .withTimestampExtractor(AggregationTopology::timestamp);
  }

  private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }

  /** The aggregator with its stores. */
  private record WellAggregation(
      Supplier<Processor<String, FrameOutcome, String, byte[]>> processor)
      implements ProcessorSupplier<String, FrameOutcome, String, byte[]> {
    @Override
    public Processor<String, FrameOutcome, String, byte[]> get() {
      return processor.get();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      Serde<String> keys = Serdes.String();
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(FRAMES), keys, StateSerde.of(FrameOutcome.class))
              .withCachingEnabled(),
          Stores.timestampedKeyValueStoreBuilder(
                  Stores.persistentTimestampedKeyValueStore(WELLS),
                  keys,
                  StateSerde.of(WellTally.class))
              .withCachingEnabled());
    }
  }
}

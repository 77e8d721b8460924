package org.scopeside.results.aggregate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Topics;
import org.scopeside.contract.WireRecord;
import org.scopeside.results.ExperimentClock;
import org.scopeside.results.SampleEvents;
import org.scopeside.results.live.AcquisitionSnapshot;
import org.scopeside.results.live.LiveView;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellTally;

/** The real topology with its real stores and a live view, without a broker. */
public final class AggregationExperiment implements AutoCloseable {
  private static final RetentionPolicy RETENTION =
      new RetentionPolicy(Duration.ofHours(24), Duration.ofDays(7));

  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final ExperimentClock clock = new ExperimentClock(SampleEvents.CAPTURED.plusMillis(420));
  public final LiveView live = new LiveView(clock, 10);

  private final Path stateDir;
  private final TopologyTestDriver driver;
  private final TestInputTopic<@Nullable String, byte @Nullable []> results;
  private final TestInputTopic<@Nullable String, byte @Nullable []> deadLetters;
  private final TestInputTopic<@Nullable String, byte @Nullable []> acquisitions;
  private final TestOutputTopic<String, byte[]> forgotten;

  public AggregationExperiment() {
    stateDir = temporary();
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "experiment");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    driver =
        new TopologyTestDriver(
            AggregationTopology.build(
                Topics.DEFAULT, RETENTION, live, new AggregationMeters(meters)),
            properties,
            clock.instant());
    results = input(Topics.DEFAULT.results());
    deadLetters = input(Topics.DEFAULT.deadLetters());
    acquisitions = input(Topics.DEFAULT.acquisitions());
    forgotten =
        driver.createOutputTopic(
            Topics.DEFAULT.acquisitions(), new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("aggregation");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestInputTopic<@Nullable String, byte @Nullable []> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
  }

  public void send(PlaneResult result) {
    sendResult(SampleEvents.record(result));
  }

  public void send(DeadLetter letter) {
    deadLetters.pipeInput(kafka(SampleEvents.record(letter)));
  }

  public void send(AcquisitionStarted plan) {
    sendAcquisition(SampleEvents.record(plan));
  }

  public void send(AcquisitionTally tally) {
    sendAcquisition(SampleEvents.record(tally));
  }

  public void send(AcquisitionAction action) {
    sendAcquisition(SampleEvents.record(action));
  }

  public void sendResult(WireRecord record) {
    results.pipeInput(kafka(record));
  }

  public void sendAcquisition(WireRecord record) {
    acquisitions.pipeInput(kafka(record));
  }

  public void deleteResult(String frame) {
    results.pipeInput(new TestRecord<>(frame, null));
  }

  private TestRecord<@Nullable String, byte @Nullable []> kafka(WireRecord record) {
    Headers headers = new RecordHeaders();
    record
        .headers()
        .forEach(
            (name, text) ->
                headers.add(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return new TestRecord<>(record.key(), record.value(), headers, clock.instant());
  }

  public void advance(Duration by) {
    clock.advance(by);
    driver.advanceWallClockTime(by);
  }

  /** The tally of {@code P1/A01/t0}. */
  public @Nullable WellTally well(String key) {
    ValueAndTimestamp<WellTally> tally =
        driver.<String, WellTally>getTimestampedKeyValueStore(AggregationTopology.WELLS).get(key);
    return tally == null ? null : tally.value();
  }

  /** Objects that the sample model counted in a well. */
  public long count(String key) {
    WellTally tally = Objects.requireNonNull(well(key), key);
    return Objects.requireNonNull(tally.models().get(SampleEvents.MODEL)).count();
  }

  /** Outcomes of a well's frames, as REST looks them up. */
  public List<FrameOutcome> frames(String acquisition, String well) {
    List<FrameOutcome> outcomes = new ArrayList<>();
    KeyValueStore<String, FrameOutcome> store = driver.getKeyValueStore(AggregationTopology.FRAMES);
    try (KeyValueIterator<String, FrameOutcome> found =
        store.prefixScan(
            AggregationTopology.framesOfWell(acquisition, well), Serdes.String().serializer())) {
      found.forEachRemaining(frame -> outcomes.add(frame.value));
    }
    return outcomes;
  }

  /** Unattributed failures that the store still has. */
  public long storedUnattributed() {
    KeyValueStore<String, FrameOutcome> store = driver.getKeyValueStore(AggregationTopology.FRAMES);
    long stored = 0;
    try (KeyValueIterator<String, FrameOutcome> found =
        store.prefixScan(OutcomeReader.UNATTRIBUTED, Serdes.String().serializer())) {
      while (found.hasNext()) {
        found.next();
        stored++;
      }
    }
    return stored;
  }

  public AcquisitionSnapshot acquisition(String id) {
    return Objects.requireNonNull(live.acquisition(id), id);
  }

  /** Keys of tombstones sent to the acquisitions topic. */
  public List<String> forgotten() {
    return forgotten.readRecordsToList().stream()
        .filter(record -> record.value() == null)
        .map(TestRecord::key)
        .toList();
  }

  public double counter(String name, String... tags) {
    return meters.get(name).tags(tags).counter().count();
  }

  @Override
  public void close() {
    driver.close();
    try (Stream<Path> files = Files.walk(stateDir)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.scopeside.results;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.aggregate.AggregationTopology;
import org.scopeside.results.aggregate.BoundedRocksDb;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.web.FrameLookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running Kafka Streams application: starts, is asked, stops. Thread-safe. */
final class AggregationStreams implements FrameLookup {
  private static final Logger LOG = LoggerFactory.getLogger(AggregationStreams.class);

  /** A thread that died is replaced, unless so many died within {@link #DEATHS_WITHIN}. */
  private static final int DEATHS_ALLOWED = 5;

  private static final Duration DEATHS_WITHIN = Duration.ofMinutes(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long CACHE_BYTES = 16L << 20;

  private final ResultsSettings settings;
  private final Topology topology;
  private final Clock clock;
  private final Deque<Long> deaths = new ArrayDeque<>();
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable Throwable lastDeath;

  AggregationStreams(ResultsSettings settings, Topology topology, Clock clock) {
    this.settings = settings;
    this.topology = topology;
    this.clock = clock;
  }

  /**
   * Starts; blocks until plans and tallies are read.
   *
   * @throws IllegalStateException where the topics are missing or Kafka does not answer
   */
  void start() throws InterruptedException {
    Properties properties = properties(settings);
    InputTopics.check(
        settings.topics(),
        adminProperties(),
        settings.kafka().getOrDefault("bootstrap.servers", ""));
    KafkaStreams starting = new KafkaStreams(topology, properties);
    starting.setUncaughtExceptionHandler(this::onDeath);
    starting.setStateListener((now, before) -> LOG.info("aggregation {} -> {}", before, now));
    streams = starting;
    starting.start();
  }

  private Map<String, Object> adminProperties() {
    Map<String, Object> admin = new HashMap<>();
    settings
        .kafka()
        .forEach(
            (name, value) -> {
              if (AdminClientConfig.configNames().contains(name)) {
                admin.put(name, value);
              }
            });
    return admin;
  }

  /** What Kafka Streams is started with. */
  static Properties properties(ResultsSettings settings) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    // Exactly once makes all consumers read_committed and the producer transactional.
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.streamThreads());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    // A static member that comes back gets its partitions at once, not after a session timeout.
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        settings.instanceId());
    properties.putAll(settings.kafka());
    return properties;
  }

  private StreamThreadExceptionResponse onDeath(Throwable failure) {
    LOG.error("aggregation thread died", failure);
    lastDeath = failure;
    synchronized (deaths) {
      long now = clock.millis();
      deaths.addLast(now);
      deaths.removeIf(at -> at < now - DEATHS_WITHIN.toMillis());
      return deaths.size() > DEATHS_ALLOWED
          ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
          : StreamThreadExceptionResponse.REPLACE_THREAD;
    }
  }

  /** Null when it runs, else why it does not (yet). */
  @Nullable String notRunning() {
    KafkaStreams running = streams;
    KafkaStreams.State state = running == null ? KafkaStreams.State.CREATED : running.state();
    return state == KafkaStreams.State.RUNNING ? null : "aggregation is " + state + cause();
  }

  /** Null unless it has given up, which only a restart of the process mends. */
  @Nullable String dead() {
    KafkaStreams running = streams;
    return running != null
            && (running.state() == KafkaStreams.State.ERROR
                || running.state() == KafkaStreams.State.PENDING_ERROR)
        ? "aggregation has given up" + cause()
        : null;
  }

  private String cause() {
    Throwable death = lastDeath;
    return death == null ? "" : ", last error: " + death;
  }

  @Override
  public List<FrameOutcome> framesOfWell(String acquisition, String well) {
    KafkaStreams running = streams;
    List<FrameOutcome> outcomes = new ArrayList<>();
    try {
      if (running == null) {
        throw new InvalidStateStoreException("not started");
      }
      ReadOnlyKeyValueStore<String, FrameOutcome> frames =
          running.store(
              StoreQueryParameters.fromNameAndType(
                  AggregationTopology.FRAMES, QueryableStoreTypes.keyValueStore()));
      try (KeyValueIterator<String, FrameOutcome> found =
          frames.prefixScan(
              AggregationTopology.framesOfWell(acquisition, well), Serdes.String().serializer())) {
        while (found.hasNext()) {
          KeyValue<String, FrameOutcome> frame = found.next();
          outcomes.add(frame.value);
        }
      }
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new UnavailableException(
          "frames cannot be looked up now: " + String.valueOf(notRunning()), e);
    }
    return outcomes;
  }

  /** Stops; blocks until what was aggregated is durable, for ten seconds at most. */
  void close() {
    KafkaStreams running = streams;
    if (running != null && !running.close(CLOSE_TIMEOUT)) {
      LOG.warn("aggregation did not stop within {}; its last commit stands", CLOSE_TIMEOUT);
    }
  }
}

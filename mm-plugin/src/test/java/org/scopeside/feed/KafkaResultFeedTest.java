package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Receipt;
import org.scopeside.contract.Segmentation;
import org.scopeside.contract.Topics;

@Timeout(60)
class KafkaResultFeedTest {
  private static final Topics TOPICS = Topics.DEFAULT;

  /** Kafka's own mock over records that outlive it, as those of a broker do. */
  private static final class Looked extends MockConsumer<String, byte[]> {
    private final List<ConsumerRecord<String, byte[]>> log;
    private @Nullable KafkaException failsAtFourth;
    private int polls;

    Looked(List<ConsumerRecord<String, byte[]>> log) {
      super(OffsetResetStrategy.EARLIEST);
      this.log = log;
      Node node = new Node(1, "broker", 9092);
      for (String topic : List.of(TOPICS.results(), TOPICS.deadLetters())) {
        Node[] all = {node};
        updatePartitions(topic, List.of(new PartitionInfo(topic, 0, node, all, all)));
        updateBeginningOffsets(Map.of(new TopicPartition(topic, 0), 0L));
        updateEndOffsets(Map.of(new TopicPartition(topic, 0), (long) log.size()));
      }
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (partition, time) -> {
            OffsetAndTimestamp first = null;
            for (ConsumerRecord<String, byte[]> record : log) {
              if (first == null && of(record).equals(partition) && record.timestamp() >= time) {
                first = new OffsetAndTimestamp(record.offset(), record.timestamp());
              }
            }
            found.put(partition, first);
          });
      return found;
    }

    @Override
    public synchronized org.apache.kafka.clients.consumer.ConsumerRecords<String, byte[]> poll(
        Duration timeout) {
      polls++;
      if (polls == 4 && failsAtFourth != null) {
        throw failsAtFourth;
      }
      for (ConsumerRecord<String, byte[]> record : log) {
        if (record.offset() >= position(of(record))) {
          addRecord(record);
        }
      }
      var records = super.poll(timeout);
      if (records.isEmpty()) {
        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); // nothing came
      }
      return records;
    }

    private static TopicPartition of(ConsumerRecord<String, byte[]> record) {
      return new TopicPartition(record.topic(), record.partition());
    }
  }

  private final RecordedFeed told = new RecordedFeed();
  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private @Nullable KafkaResultFeed feed;

  @AfterEach
  void close() {
    if (feed != null) {
      feed.close();
    }
  }

  private KafkaResultFeed start(@Nullable KafkaException failure) {
    KafkaResultFeed started =
        new KafkaResultFeed(
            () -> {
              Looked consumer = new Looked(log);
              consumer.failsAtFourth = connections.getAndIncrement() == 0 ? failure : null;
              return consumer;
            },
            "Kafka at broker:9092",
            TOPICS,
            new FeedStatus(told, told::log, Clock.systemUTC()),
            Duration.ofMillis(20));
    feed = started;
    return started;
  }

  private static PlaneResult result(FrameRef frame, int count) {
    Instant at = Outcomes.START.plusSeconds(1);
    return new PlaneResult(
        frame,
        null,
        "DAPI",
        Map.of("ImageQuality_PowerLogLogSlope", -1.5),
        List.of("SATURATED"),
        List.of(new Segmentation("classical@1", count, 1, true, Map.of())),
        new Receipt(at, null, at, at),
        "/segmenters/1");
  }

  private void append(String topic, EventType type, String key, Map<String, Object> body) {
    append(topic, type, key, new Gson().toJson(body).getBytes(StandardCharsets.UTF_8));
  }

  private void append(String topic, EventType type, String key, byte @Nullable [] body) {
    RecordHeaders headers = new RecordHeaders();
    JsonEvents.headers(type, key, "/segmenters/1", Outcomes.START)
        .forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    long offset = log.stream().filter(record -> record.topic().equals(topic)).count();
    log.add(
        new ConsumerRecord<>(
            topic,
            0,
            offset,
            Outcomes.START.plusSeconds(offset).toEpochMilli(),
            TimestampType.CREATE_TIME,
            -1,
            -1,
            key,
            body,
            headers,
            Optional.empty()));
  }

  private void appendResult(FrameRef frame, int count) {
    PlaneResult result = result(frame, count);
    append(TOPICS.results(), EventType.RESULT, frame.id(), result.toJson());
  }

  private void appendDeadLetter(@Nullable FrameRef frame) {
    DeadLetter letter =
        new DeadLetter(
            frame,
            "decode",
            "CRC_MISMATCH",
            "other bytes",
            TOPICS.frames(),
            0,
            7,
            Outcomes.START.plusSeconds(2),
            "/segmenters/1");
    append(TOPICS.deadLetters(), EventType.DEAD_LETTER, letter.key(), letter.toJson());
  }

  @Test
  void shouldTellResultsAndFailuresOfFollowedAcquisitionOnly() {
    appendResult(Outcomes.frame("A01", 0, 0, 0), 12);
    appendResult(new FrameRef("run-2", null, 0, 0, 0, 0), 99);
    appendDeadLetter(Outcomes.frame("B02", 0, 0, 0));
    appendDeadLetter(null);

    KafkaResultFeed started = start(null);
    started.follow("run-1", Outcomes.START);
    told.awaitOutcomes(2);

    assertEquals(12, told.plate.snapshot().objectsCounted());
    assertEquals(1, told.plate.snapshot().planesFailed());
    assertEquals(0, started.state().refused());
    assertEquals(FeedState.Phase.LIVE, started.state().phase());
    assertEquals(2, started.state().outcomes());
  }

  @Test
  void shouldCountMalformedRecordsAndGoOn() {
    String id = Outcomes.frame("A01", 0, 0, 0).id();
    byte[] noJson = "<html>".getBytes(StandardCharsets.UTF_8);
    append(TOPICS.results(), EventType.RESULT, id, noJson);
    append(TOPICS.results(), EventType.RESULT, id, Map.of("frame", id));
    append(TOPICS.results(), EventType.RESULT, id, (byte[]) null);
    append(TOPICS.results(), EventType.RESULT, id, new byte[Topics.MAX_EVENT_BYTES + 1]);
    append(TOPICS.results(), EventType.PLANE, id, noJson);
    PlaneResult other = result(Outcomes.frame("B02", 0, 0, 0), 4);
    append(TOPICS.results(), EventType.RESULT, id, other.toJson());
    appendResult(Outcomes.frame("A01", 0, 0, 0), 12);

    KafkaResultFeed started = start(null);
    started.follow("run-1", Outcomes.START);
    told.awaitOutcomes(1);

    assertEquals(6, started.state().refused());
    assertEquals(12, told.plate.snapshot().objectsCounted());
    assertEquals(1, told.lines().size(), told.lines()::toString);
    assertTrue(told.lines().get(0).contains("scopeside.results@0@0"), told.lines()::toString);
  }

  @Test
  void shouldGoOnWhereItWasWhenConsumerFails() {
    appendResult(Outcomes.frame("A01", 0, 0, 0), 12);
    KafkaResultFeed started =
        start(new SaslAuthenticationException("Authentication failed: Invalid username"));
    started.follow("run-1", Outcomes.START);
    told.awaitOutcomes(1);

    FeedState refused = told.awaitPhase(FeedState.Phase.WAITING);

    assertTrue(
        refused.words().startsWith("Kafka at broker:9092: the broker refuses user or password"),
        refused::words);
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> started.state().phase() == FeedState.Phase.LIVE && connections.get() > 1);
    assertEquals(1, told.frames().size(), "nothing is told twice");
  }

  @Test
  void shouldTellWhatWasThereBeforeWhenAcquisitionIsFollowedLate() {
    appendResult(Outcomes.frame("A01", 0, 0, 0), 12);
    appendResult(new FrameRef("run-2", null, 0, 0, 0, 0), 99);
    KafkaResultFeed started = start(null);
    started.follow("run-2", Outcomes.START.plusSeconds(500));
    told.awaitPhase(FeedState.Phase.LIVE);

    started.follow("run-1", Outcomes.START);
    told.awaitOutcomes(1);

    assertTrue(told.frames().contains("run-1/A01/f0/t0/z0/c0"), told.frames()::toString);
  }

  @Test
  void shouldSayHowMissingTopicsAreMade() {
    feed =
        new KafkaResultFeed(
            () -> new MockConsumer<>(OffsetResetStrategy.EARLIEST),
            "Kafka at broker:9092",
            TOPICS,
            new FeedStatus(told, told::log, Clock.systemUTC()),
            Duration.ofMillis(20));
    feed.follow("run-1", Outcomes.START);

    FeedState waiting = told.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(waiting.words().contains("`scopeside topics` creates"), waiting::words);
  }

  @Test
  void shouldSayThatRealBrokerIsAwayAndEndAtOnce() {
    feed =
        new KafkaResultFeed(
            Map.of("bootstrap.servers", "no.such.host.invalid:9092"), TOPICS, told, told::log);
    feed.follow("run-1", Outcomes.START);

    FeedState waiting = told.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(waiting.words().contains("no.such.host.invalid"), waiting::words);
    long begun = System.nanoTime();
    feed.close();
    assertTrue(System.nanoTime() - begun < Duration.ofSeconds(2).toNanos());
  }
}

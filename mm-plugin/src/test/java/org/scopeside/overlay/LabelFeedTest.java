package org.scopeside.overlay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.WireRecord;

@Timeout(60)
class LabelFeedTest {
  private static final String TOPIC = "scopeside.labels";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");
  private static final LabelDrawing TWO = LabelDrawing.of("11..", ".22.");

  private final List<String> outlined = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<TimedKafka> consumers = new CopyOnWriteArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> topic = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final LabelFeed feed =
      new LabelFeed(
          () -> {
            if (refusals.getAndDecrement() > 0) {
              throw new KafkaException("nobody answers");
            }
            consumers.add(new TimedKafka());
            return consumers.get(consumers.size() - 1);
          },
          TOPIC,
          (frame, outlines) -> outlined.add(frame.id() + ": " + outlines.present()),
          log::add);

  @AfterEach
  void stop() {
    feed.close();
    assertTrue(consumers.stream().allMatch(MockConsumer::closed));
  }

  /** Kafka's own fake, with what it lacks: a look-up by time, and records that stay. */
  private final class TimedKafka extends MockConsumer<byte[], byte[]> {
    private volatile boolean sought;

    TimedKafka() {
      super(OffsetResetStrategy.LATEST);
      Node node = new Node(0, "localhost", 9092);
      Node[] nodes = {node};
      updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)));
      updateEndOffsets(Map.of(PARTITION, (long) topic.size()));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      updateEndOffsets(Map.of(PARTITION, (long) topic.size()));
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      found.put(PARTITION, null);
      long since = times.getOrDefault(PARTITION, 0L);
      topic.stream()
          .filter(record -> record.timestamp() >= since)
          .findFirst()
          .ifPresent(
              first ->
                  found.put(PARTITION, new OffsetAndTimestamp(first.offset(), first.timestamp())));
      return found;
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      topic.stream().filter(record -> record.offset() >= offset).forEach(this::addRecord);
      sought = true;
    }
  }

  private void publish(String acquisition, int field, Instant at) {
    publish(TWO.record(new FrameRef(acquisition, null, field, 0, 0, 0)), at);
  }

  private void publish(WireRecord record, Instant at) {
    RecordHeaders headers = new RecordHeaders();
    record
        .headers()
        .forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    ConsumerRecord<byte[], byte[]> sent =
        new ConsumerRecord<>(
            TOPIC,
            0,
            topic.size(),
            at.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            0,
            new byte[0],
            record.value(),
            headers,
            java.util.Optional.empty());
    topic.add(sent);
    for (TimedKafka consumer : consumers) {
      if (!consumer.closed()) {
        consumer.addRecord(sent);
      }
    }
  }

  private void awaitReading() {
    await().until(() -> !consumers.isEmpty() && consumers.get(consumers.size() - 1).sought);
  }

  @Test
  void shouldOutlineTheAcquisitionThatIsFollowedAndNoOther() {
    publish("run-0", 0, START.minusSeconds(3600));
    publish("run-1", 0, START);
    publish("run-2", 0, START);
    publish("run-1", 1, START.plusSeconds(1));
    feed.start();
    feed.follow("run-1", START);

    await().until(() -> outlined.size() == 2);
    assertEquals(List.of("run-1/-/f0/t0/z0/c0: 2", "run-1/-/f1/t0/z0/c0: 2"), outlined);
    assertEquals(List.of(), log);
  }

  @Test
  void shouldNotConnectWhileNothingIsFollowed() {
    feed.start();
    feed.close();
    assertTrue(consumers.isEmpty());
  }

  @Test
  void shouldReadOnWhenTheNextAcquisitionIsFollowed() {
    feed.start();
    feed.follow("run-1", START);
    awaitReading();
    publish("run-1", 0, START.plusSeconds(9));
    await().until(() -> outlined.size() == 1);

    feed.unfollow("run-1");
    publish("run-1", 1, START.plusSeconds(10));
    publish("run-2", 5, START.plusSeconds(600));
    feed.follow("run-2", START.plusSeconds(599));
    await().until(() -> outlined.contains("run-2/-/f5/t0/z0/c0: 2"));
    assertFalse(outlined.contains("run-1/-/f1/t0/z0/c0: 2"));
    assertEquals(1, consumers.size());
  }

  @Test
  void shouldReadWhatCameBeforeItsOverlayWasSwitchedOn() {
    publish("run-1", 0, START);
    publish("run-2", 0, START.plusSeconds(600));
    feed.start();
    feed.follow("run-2", START.plusSeconds(600));
    await().until(() -> outlined.size() == 1);

    feed.follow("run-1", START);
    await().until(() -> outlined.contains("run-1/-/f0/t0/z0/c0: 2"));
  }

  @Test
  void shouldLeaveOutWhatCannotBeReadAndSaySoOnce() {
    feed.start();
    feed.follow("run-1", START);
    awaitReading();
    WireRecord whole = TWO.record(new FrameRef("run-1", null, 0, 0, 0, 0));
    publish(whole.withHeader("ce_crc32c", "00000000"), START);
    publish(whole.withHeader("ce_sizex", "60000"), START);
    publish(new LabelDrawing(1, 1, new int[] {-5}).record(frame(7)), START);
    publish("run-1", 1, START);

    await().until(() -> outlined.size() == 1);
    assertEquals(3, feed.refused("run-1"));
    assertEquals(1, log.size(), log::toString);
    assertTrue(log.get(0).startsWith("A label image of run-1 is left out: "), log::toString);
    assertTrue(log.get(0).contains("CRC-32C"), log::toString);
  }

  @Test
  void shouldTryAgainAfterKafkaWasAwayAndMissNothing() {
    refusals.set(1);
    feed.start();
    feed.follow("run-1", START);
    await().until(() -> !log.isEmpty());
    publish("run-1", 0, START.plusSeconds(1));

    await().until(() -> outlined.size() == 1);
    assertEquals(1, log.size(), log::toString);
    assertEquals(
        "Label images cannot be read from scopeside.labels, trying again: nobody answers",
        log.get(0));
  }

  @Test
  void shouldReadAgainFromTheBeginningWhenReadingFails() {
    feed.start();
    feed.follow("run-1", START);
    awaitReading();
    publish("run-1", 0, START.plusSeconds(1));
    await().until(() -> outlined.size() == 1);
    consumers.get(0).setPollException(new KafkaException("lost"));

    await().until(() -> outlined.size() >= 2);
    assertEquals(outlined.get(0), outlined.get(1));
    assertTrue(consumers.get(0).closed());
    assertFalse(log.isEmpty());
  }

  private static FrameRef frame(int field) {
    return new FrameRef("run-1", null, field, 0, 0, 0);
  }
}

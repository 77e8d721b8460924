package org.scopeside.segmenter.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The consumer's thread against Kafka's own mock, whose rebalances happen inside its polls. */
@Timeout(60)
class FrameConsumerTest {
  private static final TopicPartition ZERO = new TopicPartition("frames", 0);
  private static final TopicPartition ONE = new TopicPartition("frames", 1);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final OffsetTracker<String> offsets = new OffsetTracker<>();
  private final Pipeline pipeline = new Pipeline();
  private final FrameConsumer consumer = new FrameConsumer(kafka, "frames", offsets, pipeline);

  /** Takes as many records as it is told to have room for. */
  private final class Pipeline implements FrameConsumer.Sink {
    final List<ReceivedFrame> taken = new CopyOnWriteArrayList<>();
    final List<TopicPartition> revoked = new CopyOnWriteArrayList<>();
    private int room;

    @Override
    public synchronized boolean offer(ReceivedFrame frame) {
      assertNotNull(consumer.groupMetadata(), "nothing can be committed without the membership");
      if (room == 0) {
        return false;
      }
      room--;
      taken.add(frame);
      return true;
    }

    synchronized void makeRoom(int records) {
      room += records;
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      revoked.addAll(partitions);
    }

    List<String> places() {
      return taken.stream().map(frame -> frame.partition() + "@" + frame.offset()).toList();
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    consumer.close();
  }

  @Test
  void shouldHandOverInOrderPauseWithoutRoomAndResume() {
    assertEquals("has not joined its group yet", consumer.problem());
    start(List.of(ZERO, ONE));
    pipeline.makeRoom(2);
    arrive(ZERO, 0, 5);
    await().until(() -> pipeline.taken.size() == 2 && kafka.paused().equals(Set.of(ZERO, ONE)));
    assertNull(consumer.problem());
    assertEquals(5, offsets.open());
    arrive(ZERO, 5, 7);

    pipeline.makeRoom(2);
    await().until(() -> pipeline.taken.size() == 4);
    assertEquals(5, offsets.open(), "took more from Kafka while it was paused");

    pipeline.makeRoom(100);
    await().until(() -> pipeline.taken.size() == 7);
    assertEquals(
        List.of(
            "frames-0@0",
            "frames-0@1",
            "frames-0@2",
            "frames-0@3",
            "frames-0@4",
            "frames-0@5",
            "frames-0@6"),
        pipeline.places());
    await().until(() -> kafka.paused().isEmpty());
    arrive(ONE, 0, 1);
    await().until(() -> pipeline.places().contains("frames-1@0"));
  }

  @Test
  void shouldLetGoOfWhatWaitsWhenAPartitionGoesToAnother() {
    start(List.of(ZERO, ONE));
    pipeline.makeRoom(1);
    arrive(ZERO, 0, 3);
    await().until(() -> pipeline.taken.size() == 1);
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(ONE)));
    await().until(() -> pipeline.revoked.contains(ZERO));
    assertEquals(0, offsets.open());

    offsets.complete(pipeline.taken.get(0), "too late");
    assertTrue(offsets.takeReady(10).isEmpty());
    pipeline.makeRoom(10);
    await().until(() -> !kafka.paused().contains(ONE));
    arrive(ONE, 0, 2);
    await().until(() -> pipeline.taken.size() == 3);
    assertEquals(List.of("frames-0@0", "frames-1@0", "frames-1@1"), pipeline.places());
  }

  @Test
  void shouldPausePartitionsAssignedWhileThereIsNoRoomAndReadThemFromTheirCommit() {
    start(List.of(ZERO));
    arrive(ZERO, 0, 2);
    await().until(() -> kafka.paused().equals(Set.of(ZERO)));
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(ZERO, ONE)));
    await().until(() -> kafka.paused().equals(Set.of(ZERO, ONE)));

    pipeline.makeRoom(10);
    await().until(() -> pipeline.taken.size() == 2 && kafka.paused().isEmpty());
    arrive(ONE, 0, 1);
    await().until(() -> pipeline.taken.size() == 3);
    assertEquals(List.of("frames-0@0", "frames-0@1", "frames-1@0"), pipeline.places());
  }

  @Test
  void shouldVoidWhatIsUnderWayWhenAPartitionComesBack() {
    start(List.of(ZERO));
    pipeline.makeRoom(10);
    arrive(ZERO, 0, 1);
    await().until(() -> pipeline.taken.size() == 1);
    kafka.schedulePollTask(
        () -> {
          kafka.rebalance(List.of());
          kafka.rebalance(List.of(ZERO));
        });
    await().until(() -> pipeline.revoked.contains(ZERO) && !kafka.assignment().isEmpty());
    arrive(ZERO, 0, 1);
    await().until(() -> pipeline.taken.size() == 2);

    offsets.complete(pipeline.taken.get(0), "of the first assignment");
    assertTrue(offsets.takeReady(10).isEmpty());
    offsets.complete(pipeline.taken.get(1), "of the second");
    assertEquals(
        List.of("of the second"),
        offsets.takeReady(10).runs().values().iterator().next().outcomes());
  }

  @Test
  void shouldPauseWhileTooManyPlanesAreUnderWay() {
    start(List.of(ZERO));
    pipeline.makeRoom(30_000);
    arrive(ZERO, 0, 20_100);
    await().until(() -> pipeline.taken.size() == 20_100 && kafka.paused().contains(ZERO));

    pipeline.taken.forEach(frame -> offsets.complete(frame, "done"));
    offsets.takeReady(Integer.MAX_VALUE);
    await().until(() -> kafka.paused().isEmpty());
  }

  @Test
  void shouldTakeNothingMoreWhenStoppingAndLeaveWhenClosed() throws InterruptedException {
    start(List.of(ZERO));
    pipeline.makeRoom(10);
    consumer.stopTaking();
    await().until(() -> kafka.paused().contains(ZERO));
    arrive(ZERO, 0, 1);
    assertFalse(consumer.dead());

    consumer.close();
    assertTrue(consumer.dead());
    assertTrue(kafka.closed());
    assertNull(consumer.problem());
    assertEquals(List.of(), pipeline.places());
  }

  @Test
  void shouldSayWhyItEndedWhenKafkaFails() {
    start(List.of(ZERO));
    kafka.setPollException(new KafkaException("not authorised for group"));
    await().until(consumer::dead);
    assertEquals(
        "consumer failed: org.apache.kafka.common.KafkaException: not authorised for group",
        consumer.problem());
    assertTrue(kafka.closed());
  }

  @Test
  void shouldSayWhyItEndedWhenMemoryRunsOut() {
    start(List.of(ZERO));
    kafka.schedulePollTask(
        () -> {
          throw new OutOfMemoryError("64 MiB for a fetch");
        });
    await().until(consumer::dead);
    assertEquals(
        "consumer failed: java.lang.OutOfMemoryError: 64 MiB for a fetch", consumer.problem());
  }

  private void start(List<TopicPartition> partitions) {
    kafka.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
    kafka.schedulePollTask(() -> kafka.rebalance(partitions));
    consumer.start();
    await().until(() -> kafka.assignment().equals(Set.copyOf(partitions)));
  }

  /** Inside a poll, as one fetch. */
  private void arrive(TopicPartition partition, long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      records.add(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, new byte[0], new byte[1]));
    }
    kafka.schedulePollTask(() -> records.forEach(kafka::addRecord));
  }
}

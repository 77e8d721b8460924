package org.scopeside.segmenter.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.segmenter.ingest.OffsetTracker;
import org.scopeside.segmenter.ingest.ReceivedFrame;

/** Transactions on Kafka's own mock, which keeps what is committed apart from what is not. */
@Timeout(60)
class ResultPublisherTest {
  private static final TopicPartition ZERO = Sections.ZERO;
  private static final TopicPartition ONE = Sections.ONE;
  private static final ConsumerGroupMetadata MEMBER =
      new MockConsumer<byte[], byte[]>("earliest").groupMetadata();

  private final OffsetTracker<Outcome> outcomes = new OffsetTracker<>();
  private final Deque<RuntimeException> commitFailures = new ConcurrentLinkedDeque<>();
  private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
  private final CountDownLatch aborted = new CountDownLatch(1);
  private final MockProducer<String, byte[]> kafka =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
        @Override
        public void commitTransaction() {
          if (!beforeCommit.isEmpty()) {
            beforeCommit.remove().run();
          }
          RuntimeException failure = commitFailures.poll();
          if (failure != null) {
            throw failure;
          }
          super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
          super.abortTransaction();
          aborted.countDown();
        }
      };
  private final ResultPublisher publisher =
      new ResultPublisher(kafka, outcomes, () -> MEMBER, Duration.ofMillis(20));

  @AfterEach
  void close() throws InterruptedException {
    publisher.close();
  }

  @Test
  void shouldNotBeReadyBeforeTransactionsAreInitialised() {
    assertEquals("transactions are not initialised yet", publisher.problem());
    publisher.start();
    assertNull(publisher.problem());
    assertTrue(kafka.transactionInitialized());
  }

  @Test
  void shouldCommitOutcomesWithTheOffsetsOfTheirRecords() {
    outcomes.assign(List.of(ZERO, ONE));
    ReceivedFrame pending = begin(ZERO, 6);
    complete(begin(ONE, 3), "three");
    complete(begin(ZERO, 7), "seven");
    publisher.start();
    await().until(() -> kafka.commitCount() == 1);
    assertEquals(List.of("three"), published());
    assertEquals(List.of(Map.of(ONE, next(4))), offsets());

    complete(pending, "six");
    await().until(() -> kafka.commitCount() == 2);
    assertEquals(List.of("three", "six", "seven"), published());
    assertEquals(Map.of(ZERO, next(8)), offsets().get(1));
    assertFalse(kafka.transactionInFlight());
  }

  @Test
  void shouldAbortAndPublishAgainAfterAFailedCommit() {
    commitFailures.add(new KafkaException("a broker went away"));
    outcomes.assign(List.of(ZERO));
    complete(begin(ZERO, 0), "zero");
    publisher.start();
    await().until(() -> kafka.commitCount() == 1);

    assertEquals(0, aborted.getCount());
    assertEquals(List.of("zero"), published());
    assertEquals(List.of(Map.of(ZERO, next(1))), offsets());
    assertNull(publisher.problem());
  }

  @Test
  void shouldAskAgainAndNotAbortAfterACommitThatTimedOut() {
    // It may have been committed; Kafka's client refuses to abort then.
    commitFailures.add(new TimeoutException("60000 ms"));
    outcomes.assign(List.of(ZERO));
    complete(begin(ZERO, 0), "zero");
    publisher.start();
    await().until(() -> kafka.commitCount() == 1);

    assertEquals(1, aborted.getCount());
    assertEquals(List.of("zero"), published());
    assertNull(publisher.problem());
  }

  @Test
  void shouldDropOutcomesOfPartitionsThatWentAwayBeforeTheyWerePublishedAgain() {
    beforeCommit.add(() -> outcomes.revoke(List.of(ZERO)));
    commitFailures.add(new KafkaException("the group is rebalancing"));
    outcomes.assign(List.of(ZERO, ONE));
    complete(begin(ZERO, 0), "gone");
    complete(begin(ONE, 5), "five");
    publisher.start();
    await().until(() -> kafka.commitCount() == 1);

    assertEquals(List.of("five"), published());
    assertEquals(List.of(Map.of(ONE, next(6))), offsets());
  }

  @Test
  void shouldGoOnWhenAllPartitionsOfAFailedBatchWentAway() {
    beforeCommit.add(() -> outcomes.revoke(List.of(ZERO)));
    commitFailures.add(new KafkaException("the group is rebalancing"));
    outcomes.assign(List.of(ZERO, ONE));
    ReceivedFrame kept = begin(ONE, 5);
    complete(begin(ZERO, 0), "gone");
    publisher.start();
    await().until(() -> aborted.getCount() == 0);
    complete(kept, "five");

    await().until(() -> kafka.commitCount() == 1);
    assertEquals(List.of("five"), published());
  }

  @Test
  void shouldEndWithAProblemWhenItIsFenced() {
    commitFailures.add(new ProducerFencedException("another instance has this name"));
    outcomes.assign(List.of(ZERO));
    complete(begin(ZERO, 0), "zero");
    publisher.start();
    await().until(kafka::closed);

    String problem = String.valueOf(publisher.problem());
    assertTrue(problem.endsWith("another instance has this name"), problem);
    assertEquals(0, kafka.commitCount());
    assertEquals(List.of(), published());
  }

  @Test
  void shouldEndWithAProblemWhenItCannotAbort() {
    kafka.abortTransactionException = new KafkaException("in an error state");
    commitFailures.add(new KafkaException("not authorised"));
    outcomes.assign(List.of(ZERO));
    complete(begin(ZERO, 0), "zero");
    publisher.start();
    await().until(kafka::closed);
    String problem = String.valueOf(publisher.problem());
    assertTrue(problem.endsWith("in an error state"), problem);
  }

  @Test
  void shouldStillCommitWhatItTookWhenItIsClosed() throws InterruptedException {
    CountDownLatch closing = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              try {
                closing.await();
                publisher.close();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    closer.start();
    ResultPublisher slow = publisher;
    beforeCommit.add(
        () -> {
          closing.countDown();
          while (closer.getState() != Thread.State.TIMED_WAITING) {
            assertFalse(Thread.interrupted(), "it did not come to that in time");
            Thread.onSpinWait(); // until it waits for the publisher's thread
          }
        });
    outcomes.assign(List.of(ZERO));
    complete(begin(ZERO, 0), "zero");
    slow.start();
    closer.join();

    assertEquals(List.of("zero"), published());
    assertTrue(kafka.closed());
    assertNull(slow.problem());
  }

  @Test
  void shouldEndWhenClosedWhileKafkaDoesNotAnswer() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    beforeCommit.add(
        () -> {
          waiting.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new InterruptException(e); // as the client does
          }
        });
    outcomes.assign(List.of(ZERO));
    complete(begin(ZERO, 0), "zero");
    publisher.start();
    waiting.await();
    publisher.close();

    assertTrue(kafka.closed());
    assertNull(publisher.problem());
    assertEquals(0, kafka.commitCount());
  }

  private ReceivedFrame begin(TopicPartition partition, long offset) {
    return new ReceivedFrame(
        partition,
        offset,
        outcomes.begin(partition, offset),
        null,
        Instant.EPOCH,
        Map.of(),
        new byte[0]);
  }

  private void complete(ReceivedFrame frame, String name) {
    outcomes.complete(
        frame, new Outcome(List.of(new ProducerRecord<>("results", name, new byte[0]))));
  }

  /** Keys of committed events. */
  private List<String> published() {
    return kafka.history().stream().map(ProducerRecord::key).toList();
  }

  /** Offsets of every transaction that was committed. */
  private List<Map<TopicPartition, OffsetAndMetadata>> offsets() {
    return kafka.consumerGroupOffsetsHistory().stream()
        .map(groups -> groups.getOrDefault(MEMBER.groupId(), Map.of()))
        .toList();
  }

  private static OffsetAndMetadata next(long offset) {
    return new OffsetAndMetadata(offset);
  }
}

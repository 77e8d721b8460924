package org.scopeside.segmenter.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OffsetTrackerTest {
  private static final TopicPartition ZERO = new TopicPartition("frames", 0);
  private static final TopicPartition ONE = new TopicPartition("frames", 1);

  private final OffsetTracker<String> tracker = new OffsetTracker<>();

  /** What Kafka and the pipeline would do to one partition, and what must come of it. */
  private static final class Lane {
    final TopicPartition partition;
    final List<ReceivedFrame> begun = new ArrayList<>();
    final List<Boolean> done = new ArrayList<>();
    final List<ReceivedFrame> revoked = new ArrayList<>();
    long committed;
    int taken;

    Lane(TopicPartition partition) {
      this.partition = partition;
    }

    /** How many the tracker has to give next, in one go of at most {@code limit}. */
    int ready(int limit) {
      int n = 0;
      while (n < limit && taken + n < begun.size() && done.get(taken + n)) {
        n++;
      }
      return n;
    }
  }

  @Property(tries = 500)
  void shouldGiveEveryOutcomeOnceAsPrefixInOrderWhateverHappens(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int steps) {
    Random random = new Random(seed);
    OffsetTracker<String> tracked = new OffsetTracker<>();
    List<Lane> lanes = List.of(new Lane(ZERO), new Lane(ONE), new Lane(at(2)));
    tracked.assign(lanes.stream().map(lane -> lane.partition).toList());
    for (int step = 0; step < steps; step++) {
      Lane lane = lanes.get(random.nextInt(lanes.size()));
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> begin(tracked, lane, random);
        case 4, 5, 6, 7 -> completeOne(tracked, lane, random);
        case 8, 9 -> take(tracked, lanes, 1 + random.nextInt(4));
        case 10 -> completeRevoked(tracked, lane, random);
        default -> reassign(tracked, lane, random.nextBoolean());
      }
      assertEquals(
          lanes.stream().mapToInt(lane0 -> lane0.begun.size() - lane0.taken).sum(), tracked.open());
    }
    for (Lane lane : lanes) {
      for (int i = lane.begun.size() - 1; i >= lane.taken; i--) {
        complete(tracked, lane, i);
      }
    }
    take(tracked, lanes, Integer.MAX_VALUE);
    assertEquals(0, tracked.open());
    assertTrue(tracked.takeReady(1).isEmpty());
  }

  private static void begin(OffsetTracker<String> tracked, Lane lane, Random random) {
    // Gaps are markers of transactions and compacted records.
    long last = lane.begun.isEmpty() ? lane.committed - 1 : last(lane).offset();
    long offset = last + 1 + random.nextInt(3);
    lane.begun.add(frame(lane.partition, offset, tracked.begin(lane.partition, offset)));
    lane.done.add(false);
  }

  private static void completeOne(OffsetTracker<String> tracked, Lane lane, Random random) {
    if (lane.taken < lane.begun.size()) {
      complete(tracked, lane, lane.taken + random.nextInt(lane.begun.size() - lane.taken));
    }
  }

  private static void complete(OffsetTracker<String> tracked, Lane lane, int index) {
    ReceivedFrame frame = lane.begun.get(index);
    tracked.complete(frame, outcome(frame));
    lane.done.set(index, true);
  }

  private static void completeRevoked(OffsetTracker<String> tracked, Lane lane, Random random) {
    if (!lane.revoked.isEmpty()) {
      tracked.complete(lane.revoked.get(random.nextInt(lane.revoked.size())), "of another time");
    }
  }

  /** The partition is read again from what was committed. */
  private static void reassign(OffsetTracker<String> tracked, Lane lane, boolean revokedFirst) {
    if (revokedFirst) {
      tracked.revoke(List.of(lane.partition));
      if (!lane.begun.isEmpty()) {
        tracked.complete(last(lane), "of another time");
      }
    }
    tracked.assign(List.of(lane.partition));
    lane.revoked.addAll(lane.begun);
    lane.begun.clear();
    lane.done.clear();
    lane.taken = 0;
  }

  private static void take(OffsetTracker<String> tracked, List<Lane> lanes, int limit) {
    OffsetTracker.Ready<String> ready = tracked.takeReady(limit);
    for (Lane lane : lanes) {
      int n = lane.ready(limit);
      OffsetTracker.Run<String> run = ready.runs().get(lane.partition);
      List<ReceivedFrame> expected = lane.begun.subList(lane.taken, lane.taken + n);
      assertEquals(
          expected.stream().map(OffsetTrackerTest::outcome).toList(),
          run == null ? List.of() : run.outcomes());
      if (run != null) {
        lane.committed = expected.get(n - 1).offset() + 1;
        assertEquals(new OffsetAndMetadata(lane.committed), run.next());
        assertEquals(run.next(), ready.offsets().get(lane.partition));
        lane.taken += n;
      }
    }
  }

  @Test
  void shouldLeaveOutOfABatchWhatWentToAnotherSegmenter() {
    tracker.assign(List.of(ZERO, ONE));
    complete(ZERO, 5);
    complete(ONE, 7);
    OffsetTracker.Ready<String> ready = tracker.takeReady(10);
    assertEquals(ready, tracker.stillOwned(ready));

    tracker.revoke(List.of(ONE));
    assertEquals(Map.of(ZERO, new OffsetAndMetadata(6)), tracker.stillOwned(ready).offsets());
    tracker.assign(List.of(ONE, ZERO));
    assertTrue(tracker.stillOwned(ready).isEmpty(), "both were assigned anew");
    assertEquals(2, ready.runs().size());
  }

  @Test
  void shouldBeginAnewWhenAPartitionIsReadBack() {
    tracker.assign(List.of(ZERO));
    ReceivedFrame three = begin(ZERO, 3);
    ReceivedFrame four = begin(ZERO, 4);
    tracker.complete(four, "four, before");

    ReceivedFrame threeAgain = begin(ZERO, 3);
    tracker.complete(three, "three, before");
    assertTrue(tracker.takeReady(10).isEmpty(), "an outcome of before the rewind was taken");
    assertEquals(1, tracker.open());
    ReceivedFrame fourAgain = begin(ZERO, 4);
    tracker.complete(fourAgain, "four");
    tracker.complete(threeAgain, "three");

    OffsetTracker.Ready<String> ready = tracker.takeReady(10);
    assertEquals(List.of("three", "four"), outcomes(ready, ZERO));
    assertEquals(Map.of(ZERO, new OffsetAndMetadata(5)), ready.offsets());
    assertEquals(0, tracker.open());
  }

  @Test
  void shouldReadATakenOffsetAgainAfterARewind() {
    tracker.assign(List.of(ZERO));
    complete(ZERO, 8);
    assertEquals(List.of("frames-0@8"), outcomes(tracker.takeReady(1), ZERO));
    complete(ZERO, 2);
    assertEquals(Map.of(ZERO, new OffsetAndMetadata(3)), tracker.takeReady(1).offsets());
  }

  @Test
  void shouldRefuseARecordOfAPartitionThatIsNotAssigned() {
    tracker.assign(List.of(ZERO));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> tracker.begin(ONE, 12));
    assertEquals("frames-1@12 came without an assignment", refused.getMessage());
  }

  @Test
  @Timeout(30)
  void shouldWakeWhoWaitsWhenTheFirstOfAPartitionIsDone() throws InterruptedException {
    tracker.assign(List.of(ZERO));
    ReceivedFrame first = begin(ZERO, 0);
    begin(ZERO, 1);
    Thread publisher =
        new Thread(
            () -> {
              try {
                tracker.awaitReady(TimeUnit.HOURS.toMillis(1));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    publisher.start();
    while (publisher.getState() != Thread.State.TIMED_WAITING) {
      assertFalse(Thread.interrupted(), "it did not come to that in time");
      Thread.onSpinWait();
    }
    tracker.complete(first, "first");
    publisher.join();
    tracker.awaitReady(TimeUnit.HOURS.toMillis(1)); // at once: it is still there
    assertEquals(List.of("first"), outcomes(tracker.takeReady(10), ZERO));
  }

  private ReceivedFrame begin(TopicPartition partition, long offset) {
    return frame(partition, offset, tracker.begin(partition, offset));
  }

  private void complete(TopicPartition partition, long offset) {
    ReceivedFrame frame = begin(partition, offset);
    tracker.complete(frame, partition + "@" + offset);
  }

  private static List<String> outcomes(
      OffsetTracker.Ready<String> ready, TopicPartition partition) {
    OffsetTracker.Run<String> run = ready.runs().get(partition);
    return run == null ? List.of() : run.outcomes();
  }

  private static String outcome(ReceivedFrame frame) {
    return frame.partition() + "@" + frame.offset() + " of assignment " + frame.assignment();
  }

  private static ReceivedFrame last(Lane lane) {
    return lane.begun.get(lane.begun.size() - 1);
  }

  private static TopicPartition at(int partition) {
    return new TopicPartition("frames", partition);
  }

  private static ReceivedFrame frame(TopicPartition partition, long offset, int assignment) {
    return new ReceivedFrame(
        partition, offset, assignment, null, Instant.EPOCH, Map.of(), new byte[0]);
  }
}

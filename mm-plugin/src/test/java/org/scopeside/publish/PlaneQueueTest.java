package org.scopeside.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.publish.PublishedRun.HALF_MIB_SIDE;
import static org.scopeside.publish.PublishedRun.MIB;
import static org.scopeside.publish.PublishedRun.counts;
import static org.scopeside.publish.PublishedRun.cutPlane;
import static org.scopeside.publish.PublishedRun.plane;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.publish.RecordedKafka.Answer;

/** The way of planes from the camera's thread to Kafka, and what is lost on it. */
@Timeout(60)
class PlaneQueueTest {
  @Test
  void shouldKeepOrderOfPlanesOfAFieldWithSeveralEncoders() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, 64 * MIB, 4)) {
      for (int theT = 0; theT < 40; theT++) {
        for (int field = 0; field < 12; field++) {
          // Large and small ones in turn, so that whoever can overtake does.
          it.run.publish(plane("A01", field, theT, (theT + field) % 2 == 0 ? 256 : 4));
        }
      }
      it.run.end("completed", 30, TimeUnit.SECONDS);
    }

    Map<String, List<Integer>> timesByField = new TreeMap<>();
    for (PlaneHeader sent : kafka.planes()) {
      timesByField.computeIfAbsent(sent.partitionKey(), f -> new ArrayList<>()).add(sent.theT());
    }
    assertEquals(12, timesByField.size());
    timesByField.forEach((field, times) -> assertEquals(upTo(40), times, field));
  }

  @Test
  void shouldDropNewestAndCountItInItsWellWhenQueueIsFull() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      assertTrue(it.run.offer(plane("A01", 0, 0, HALF_MIB_SIDE)));
      assertTrue(it.run.offer(plane("A01", 1, 0, HALF_MIB_SIDE)));
      assertFalse(it.run.offer(plane("B02", 0, 0, HALF_MIB_SIDE)));
      assertEquals(MIB, it.publisher.backlogBytes());
      kafka.awaitSent(EventType.PLANE, 2);

      assertEquals("2 captured, 0 dropped", counts(it.run.tally(), "A01"));
      assertEquals("1 captured, 1 dropped", counts(it.run.tally(), "B02"));
      assertEquals(
          "run-1/B02/f0/t0/z0/c0: the queue of planes that wait to be sent was full",
          it.run.firstLoss());
      assertEquals(List.of("A01", "A01"), wells(kafka));
      kafka.answerHeld(null);
      kafka.answerHeld(null);
    }
  }

  @Test
  void shouldWaitForRoomWhenPublishing() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.publish(plane("A01", 0, 0, HALF_MIB_SIDE));
      it.run.publish(plane("A01", 0, 1, HALF_MIB_SIDE));
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread source = publishing(it.run, plane("A01", 0, 2, HALF_MIB_SIDE), failure);
      awaitWaiting(source);
      kafka.awaitSent(EventType.PLANE, 2);
      assertEquals(2, kafka.planes().size());

      kafka.answerHeld(null);
      source.join();
      kafka.awaitSent(EventType.PLANE, 1);
      kafka.answerHeld(null);
      kafka.answerHeld(null);

      assertNull(failure.get());
      assertEquals(3, it.run.sent());
      assertEquals("3 captured, 0 dropped", counts(it.run.tally(), "A01"));
    }
  }

  @Test
  void shouldCountPlaneWhoseSourceWasInterruptedWhileItWaited() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.publish(plane("A01", 0, 0, 1024));
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread source = publishing(it.run, plane("B02", 0, 1, 8), failure);
      awaitWaiting(source);
      source.interrupt();
      source.join();

      assertInstanceOf(InterruptedException.class, failure.get());
      assertEquals("1 captured, 1 dropped", counts(it.run.tally(), "B02"));
      kafka.awaitSent(EventType.PLANE, 1);
      kafka.answerHeld(null);
      it.run.end("completed", 20, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldGiveBudgetBackOnAcknowledgementAndOnFailure() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      for (RuntimeException answer : new RuntimeException[] {null, new KafkaException("gone")}) {
        assertTrue(it.run.offer(plane("A01", 0, 0, HALF_MIB_SIDE)));
        kafka.awaitSent(EventType.PLANE, 1);
        assertEquals(MIB / 2, it.publisher.backlogBytes());
        kafka.answerHeld(answer);
        assertEquals(0, it.publisher.backlogBytes());
      }
      assertTrue(it.run.offer(cutPlane("A01", 0, 1)));
      it.run.end("completed", 20, TimeUnit.SECONDS);
      assertEquals(0, it.publisher.backlogBytes());
    }
  }

  @Test
  void shouldLetPlaneLargerThanQueueTravelAlone() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      assertTrue(it.run.offer(plane("A01", 0, 0, 1024)));
      assertFalse(it.run.offer(plane("A01", 0, 1, 8)));
      kafka.awaitSent(EventType.PLANE, 1);
      kafka.answerHeld(null);
      assertEquals(0, it.publisher.backlogBytes());
      assertTrue(it.run.offer(plane("A01", 0, 2, 8)));
      kafka.awaitSent(EventType.PLANE, 1);
      kafka.answerHeld(null);
    }
  }

  @Test
  void shouldCountRefusedPlaneAsDroppedWithTheReason() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.REFUSE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      assertTrue(it.run.offer(plane("B02", 3, 0, 8)));
      it.run.end("completed", 20, TimeUnit.SECONDS);

      assertEquals("1 captured, 1 dropped", counts(it.run.tally(), "B02"));
      assertEquals(0, it.run.sent());
      assertEquals(
          "run-1/B02/f3/t0/z0/c0: Kafka did not take it: disk of broker 1 is full",
          it.run.firstLoss());
    }
  }

  @Test
  void shouldCountPlaneThatCannotBeEncodedAndGoOn() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      assertTrue(it.run.offer(cutPlane("A01", 0, 0)));
      assertTrue(it.run.offer(plane("A01", 0, 1, 8)));
      it.run.end("completed", 20, TimeUnit.SECONDS);

      assertEquals("2 captured, 1 dropped", counts(it.run.tally(), "A01"));
      assertEquals(1, it.run.sent());
      assertEquals(
          "run-1/A01/f0/t0/z0/c0: it could not be sent: plane run-1/A01/f0/t0/z0/c0: short[63] for"
              + " 64 samples of uint16",
          it.run.firstLoss());
      assertEquals(List.of(1), kafka.planes().stream().map(PlaneHeader::theT).toList());
    }
  }

  @Test
  void shouldBalanceCapturedAgainstSentAndDroppedInEveryWell() throws Exception {
    // Some are refused by Kafka, every seventh cannot be encoded, some find the queue full.
    RecordedKafka kafka =
        new RecordedKafka(
            plane -> (plane.theT() + plane.field()) % 5 == 0 ? Answer.REFUSE : Answer.ACKNOWLEDGE);
    String[] wells = {"A01", "A02", "B01", "H12", "-"};
    Map<String, Long> offered = new TreeMap<>();
    Map<String, Long> refused = new TreeMap<>();
    long kept = 0;
    try (PublishedRun it = new PublishedRun(kafka, MIB, 3)) {
      for (int i = 0; i < 500; i++) {
        String well = wells[i % wells.length];
        offered.merge(well, 1L, Long::sum);
        CapturedPlane plane = i % 7 == 0 ? cutPlane(well, i % 4, i) : plane(well, i % 4, i, 128);
        boolean taken = it.run.offer(plane);
        boolean lost = !taken || i % 7 == 0 || (i + i % 4) % 5 == 0;
        refused.merge(well, lost ? 1L : 0L, Long::sum);
        kept += lost ? 0 : 1;
      }
      it.run.end("completed", 30, TimeUnit.SECONDS);

      AcquisitionTally tally = it.run.tally();
      assertEquals(offered.keySet(), tally.wells().keySet());
      for (String well : wells) {
        assertEquals(
            offered.get(well) + " captured, " + refused.get(well) + " dropped",
            counts(tally, well));
      }
      assertTrue(kept > 0, "every plane was dropped");
      assertEquals(kept, it.run.sent());
      assertEquals(0, it.publisher.backlogBytes());
    }
  }

  @Test
  void shouldAllocateNothingOfPlaneSizeOnTheThreadThatOffers() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (PublishedRun it = new PublishedRun(kafka, 64 * MIB, 1)) {
      CapturedPlane first = plane("A01", 0, 0, 2048);
      CapturedPlane second = plane("A01", 0, 1, 2048);
      it.run.offer(first); // loads the classes
      long before = threads.getCurrentThreadAllocatedBytes();
      assertTrue(it.run.offer(second));
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertTrue(allocated < 16 << 10, allocated + " bytes allocated to offer a plane of 8 MiB");
      it.run.end("completed", 20, TimeUnit.SECONDS);
    }
  }

  private static Thread publishing(
      AcquisitionRun run, CapturedPlane plane, AtomicReference<Throwable> failure) {
    Thread source =
        new Thread(
            () -> {
              try {
                run.publish(plane);
              } catch (Exception e) {
                failure.set(e);
              }
            });
    source.start();
    return source;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "the plane went in although there was no room");
      assertFalse(Thread.interrupted(), "it did not come to that in time");
      Thread.onSpinWait();
    }
  }

  private static List<String> wells(RecordedKafka kafka) {
    return kafka.planes().stream().map(PlaneHeader::wellLabel).toList();
  }

  private static List<Integer> upTo(int n) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}

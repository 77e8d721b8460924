package org.scopeside.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.publish.PublishedRun.MIB;
import static org.scopeside.publish.PublishedRun.counts;
import static org.scopeside.publish.PublishedRun.plane;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Topics;
import org.scopeside.contract.Well;
import org.scopeside.publish.RecordedKafka.Answer;

/** What the source says about an acquisition: that it began, how it goes, that it ended. */
@Timeout(60)
class AcquisitionEventsTest {
  @Test
  void shouldAnnounceThePlanFirst() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      kafka.awaitSent(EventType.ACQUISITION_STARTED, 1);
      ProducerRecord<String, byte[]> event = kafka.history().get(0);

      assertEquals(Topics.DEFAULT.acquisitions(), event.topic());
      assertEquals("run-1/plan", event.key());
      assertHeaders(event, EventType.ACQUISITION_STARTED, "run-1/plan");
      assertEquals("2026-03-01T10:00:00Z", RecordedKafka.headers(event).get("ce_time"));
      AcquisitionStarted plan = AcquisitionStarted.fromJson(kafka.body(event));
      assertEquals(List.of(new Well(0, 0), new Well(1, 1)), plan.wells());
      assertEquals(4, plan.expectedPlanes());
      assertEquals(it.run.plan().acquisition(), plan.acquisition());
    }
  }

  @Test
  void shouldTellProgressWhileItRuns() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.offer(plane("A01", 0, 0, 8));
      it.run.lose(new FrameRef("run-1", new Well(1, 1), 0, 0, 0, 0), "the file is cut off");
      kafka.awaitSent(EventType.ACQUISITION_PROGRESS, 2);

      ProducerRecord<String, byte[]> event = last(kafka, EventType.ACQUISITION_PROGRESS);
      assertEquals("run-1/tally", event.key());
      assertHeaders(event, EventType.ACQUISITION_PROGRESS, "run-1/tally");
      AcquisitionTally tally = AcquisitionTally.fromJson(kafka.body(event));
      assertFalse(tally.ended());
      assertEquals("1 captured, 0 dropped", counts(tally, "A01"));
      assertEquals("1 captured, 1 dropped", counts(tally, "B02"));
      assertEquals("run-1/B02/f0/t0/z0/c0: the file is cut off", it.run.firstLoss());
      kafka.awaitSent(EventType.PLANE, 1);
      kafka.answerHeld(null);
    }
  }

  @Test
  void shouldAnnounceTheEndWithTheFinalTallyAfterAllPlanesAreAcknowledged() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.offer(plane("A01", 0, 0, 8));
      kafka.awaitSent(EventType.PLANE, 1);
      TimeoutException tooEarly =
          assertThrows(
              TimeoutException.class, () -> it.run.end("completed", 20, TimeUnit.MILLISECONDS));
      assertEquals("1 planes are still on their way to Kafka", tooEarly.getMessage());
      assertEquals(0, kafka.events(EventType.ACQUISITION_ENDED).size());
      assertFalse(it.run.tally().ended());

      kafka.answerHeld(null);
      it.run.end("completed", 20, TimeUnit.SECONDS);

      ProducerRecord<String, byte[]> event = only(kafka, EventType.ACQUISITION_ENDED);
      assertEquals("run-1/tally", event.key());
      assertHeaders(event, EventType.ACQUISITION_ENDED, "run-1/tally");
      AcquisitionTally tally = AcquisitionTally.fromJson(kafka.body(event));
      assertEquals("completed", tally.endReason());
      assertEquals("1 captured, 0 dropped", counts(tally, "A01"));
    }
  }

  @Test
  void shouldEndAsCancelledWhenClosedAndOnlyOnce() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      AcquisitionRun other = it.publisher.begin(PublishedRun.plan("run-2"));
      other.end("completed", 20, TimeUnit.SECONDS);
      other.close();
      it.run.close();
      it.run.close();
    }

    assertEquals(
        Map.of("run-1", "cancelled", "run-2", "completed"),
        Map.of("run-1", endReason(kafka, "run-1"), "run-2", endReason(kafka, "run-2")));
  }

  @Test
  void shouldEndEveryAcquisitionWhenThePublisherIsClosed() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.publisher.begin(PublishedRun.plan("run-2"));
      assertTrue(it.run.offer(plane("A01", 0, 0, 8)));
    }

    assertEquals("cancelled", endReason(kafka, "run-1"));
    assertEquals("cancelled", endReason(kafka, "run-2"));
    assertTrue(kafka.closed());
  }

  @Test
  void shouldTellTheSourceWhenItsPixelsAreFreeAndWhenTheBrokerHasThem() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.HOLD);
    CountDownLatch encoded = new CountDownLatch(1);
    CountDownLatch acknowledged = new CountDownLatch(1);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.offer(
          plane("A01", 0, 0, 8)
              .whenEncoded(encoded::countDown)
              .whenAcknowledged(acknowledged::countDown));
      kafka.awaitSent(EventType.PLANE, 1);

      assertTrue(encoded.await(20, TimeUnit.SECONDS));
      assertEquals(1, acknowledged.getCount());
      kafka.answerHeld(null);
      assertTrue(acknowledged.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void shouldCountWhatAnEarlierRunHasSentWhenItGoesOn() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.sentBefore(new FrameRef("run-1", new Well(0, 0), 0, 0, 0, 0));
      it.run.offer(plane("A01", 0, 1, 8));
      it.run.end("completed", 20, TimeUnit.SECONDS);

      AcquisitionTally tally =
          AcquisitionTally.fromJson(kafka.body(only(kafka, EventType.ACQUISITION_ENDED)));
      assertEquals("2 captured, 0 dropped", counts(tally, "A01"));
      assertEquals(1, kafka.planes().size());
    }
  }

  @Test
  void shouldNotCountPlanesThatComeAfterTheEnd() throws Exception {
    RecordedKafka kafka = new RecordedKafka(plane -> Answer.ACKNOWLEDGE);
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      it.run.offer(plane("A01", 0, 0, 8));
      it.run.end("completed", 20, TimeUnit.SECONDS);

      assertFalse(it.run.offer(plane("A01", 0, 1, 8)));
      IllegalStateException late =
          assertThrows(IllegalStateException.class, () -> it.run.publish(plane("A01", 0, 2, 8)));
      assertEquals(
          "plane run-1/A01/f0/t2/z0/c0 came after the end of acquisition run-1", late.getMessage());
      assertThrows(
          IllegalStateException.class,
          () -> it.run.lose(FrameRef.of(PublishedRun.header("A01", 0, 3, 8)), "cut off"));
      assertEquals("1 captured, 0 dropped", counts(it.run.tally(), "A01"));
      assertEquals(1, kafka.planes().size());
    }
  }

  @Test
  void shouldNeverTellProgressAfterTheEnd() throws Exception {
    CountDownLatch progressBegan = new CountDownLatch(1);
    CountDownLatch progressMayGoOn = new CountDownLatch(1);
    RecordedKafka kafka =
        new RecordedKafka(plane -> Answer.ACKNOWLEDGE) {
          @Override
          void sending(ProducerRecord<String, byte[]> record) {
            if (typeOf(record) == EventType.ACQUISITION_PROGRESS) {
              progressBegan.countDown();
              await(progressMayGoOn);
            }
          }
        };
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      await(progressBegan);
      Thread ending = new Thread(it.run::close);
      ending.start();
      while (ending.getState() != Thread.State.TIMED_WAITING && ending.isAlive()) {
        assertFalse(Thread.interrupted(), "it did not come to that in time");
        Thread.onSpinWait();
      }
      progressMayGoOn.countDown();
      ending.join();
      kafka.awaitSent(EventType.ACQUISITION_ENDED, 1);
    }

    List<ProducerRecord<String, byte[]>> events = kafka.history();
    assertEquals(EventType.ACQUISITION_ENDED, RecordedKafka.typeOf(events.get(events.size() - 1)));
  }

  @Test
  void shouldGoOnTellingProgressAfterOneCouldNotBeSent() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    RecordedKafka kafka =
        new RecordedKafka(plane -> Answer.ACKNOWLEDGE) {
          @Override
          void sending(ProducerRecord<String, byte[]> record) {
            if (typeOf(record) == EventType.ACQUISITION_PROGRESS
                && failed.compareAndSet(false, true)) {
              throw new KafkaException("no memory for the batch");
            }
          }
        };
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      kafka.awaitSent(EventType.ACQUISITION_PROGRESS, 1);

      assertTrue(failed.get());
      assertTrue(it.log.get(0).contains("no memory for the batch"), it.log.get(0));
    }
  }

  @Test
  void shouldSayThatTheEndCouldNotBeSent() {
    RecordedKafka kafka =
        new RecordedKafka(plane -> Answer.ACKNOWLEDGE) {
          @Override
          void sending(ProducerRecord<String, byte[]> record) {
            if (typeOf(record) == EventType.ACQUISITION_ENDED) {
              throw new KafkaException("not authorised");
            }
          }
        };
    try (PublishedRun it = new PublishedRun(kafka, MIB, 1)) {
      KafkaException failure =
          assertThrows(KafkaException.class, () -> it.run.end("completed", 20, TimeUnit.SECONDS));
      assertNotNull(failure.getMessage());
      assertTrue(failure.getMessage().contains("not authorised"), failure.getMessage());
    }
  }

  @Test
  void shouldCloseWhileEncodersWaitForABrokerThatIsAwayAndCountWhatIsLost() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    RecordedKafka kafka =
        new RecordedKafka(plane -> Answer.ACKNOWLEDGE) {
          @Override
          void sending(ProducerRecord<String, byte[]> record) {
            if (record.topic().equals(Topics.DEFAULT.frames())) {
              waiting.countDown();
              await(never); // as the client does while its buffer is full
            }
          }
        };
    PublishedRun it = new PublishedRun(kafka, MIB, 2);
    for (int field = 0; field < 10; field++) {
      assertTrue(it.run.offer(plane("A01", field, 0, 8)));
    }
    await(waiting);
    it.close();
    // The encoders end a moment after their interruption.
    while (it.publisher.backlogBytes() > 0) {
      assertFalse(Thread.interrupted(), "it did not come to that in time");
      Thread.onSpinWait();
    }

    assertEquals("10 captured, 10 dropped", counts(it.run.tally(), "A01"));
    assertEquals(0, it.run.sent());
    assertTrue(it.log.get(0).contains("was left without an end"), it.log.toString());
    String loss = String.valueOf(it.run.firstLoss());
    assertTrue(loss.endsWith(": the publisher was closed first"), loss);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static String endReason(RecordedKafka kafka, String acquisition) throws Exception {
    String reason = "";
    for (ProducerRecord<String, byte[]> event : kafka.events(EventType.ACQUISITION_ENDED)) {
      AcquisitionTally tally = AcquisitionTally.fromJson(kafka.body(event));
      if (tally.acquisition().equals(acquisition)) {
        reason += tally.endReason();
      }
    }
    return reason;
  }

  private static ProducerRecord<String, byte[]> only(RecordedKafka kafka, EventType type) {
    assertEquals(1, kafka.events(type).size());
    return kafka.events(type).get(0);
  }

  private static ProducerRecord<String, byte[]> last(RecordedKafka kafka, EventType type) {
    List<ProducerRecord<String, byte[]>> events = kafka.events(type);
    return events.get(events.size() - 1);
  }

  private static void assertHeaders(
      ProducerRecord<String, byte[]> event, EventType type, String subject) {
    Map<String, String> headers = RecordedKafka.headers(event);
    assertEquals("1.0", headers.get("ce_specversion"));
    assertEquals(type.wireName(), headers.get("ce_type"));
    assertEquals("/scopes/1", headers.get("ce_source"));
    assertEquals(subject, headers.get("ce_subject"));
    assertEquals("application/json", headers.get("content-type"));
  }
}

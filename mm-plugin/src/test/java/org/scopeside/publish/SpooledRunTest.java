package org.scopeside.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.publish.PublishedRun.HALF_MIB_SIDE;
import static org.scopeside.publish.PublishedRun.MIB;
import static org.scopeside.publish.PublishedRun.counts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Topics;
import org.scopeside.publish.RecordedKafka.Answer;

/** Acquisitions while Kafka is away: nothing is lost that fits on the disk, and all is counted. */
@Timeout(60)
class SpooledRunTest {
  @TempDir Path folder;

  /** A Kafka that can be away: it gives no metadata and lets records time out. */
  private static class FarKafka extends RecordedKafka {
    private final AtomicBoolean away;

    FarKafka(AtomicBoolean away) {
      super(plane -> Answer.ACKNOWLEDGE);
      this.away = away;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
      if (away.get()) {
        throw new TimeoutException("no broker answers");
      }
      return List.of();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public java.util.concurrent.Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> record, Callback callback) {
      if (away.get()) {
        callback.onCompletion(null, new TimeoutException("120000 ms have passed"));
        return new java.util.concurrent.CompletableFuture<>();
      }
      return super.send(record, callback);
    }

    /** The publisher closes its client after trouble; this one lives on. */
    @Override
    public void close(java.time.Duration timeout) {}
  }

  private FramePublisher publisher(RecordedKafka kafka, List<String> log) {
    return publisher(kafka, log, new SpoolSettings(folder, 256L << 20, DropPolicy.DROP_NEWEST));
  }

  private static FramePublisher publisher(
      RecordedKafka kafka, List<String> log, SpoolSettings spool) {
    PublisherSettings settings =
        new PublisherSettings(Topics.DEFAULT, "/scopes/1", 2 * MIB, 2, PixelCodec.IDENTITY);
    return new FramePublisher(settings.withSpool(spool), () -> kafka, kafka::write, log::add);
  }

  private static List<String> log() {
    return Collections.synchronizedList(new ArrayList<>());
  }

  @Test
  void shouldSpoolWhileKafkaIsAwayAndSendInOrderWhenItReturns() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    RecordedKafka kafka = new FarKafka(away);
    try (FramePublisher publisher = publisher(kafka, log())) {
      AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"));
      for (int theT = 0; theT < 20; theT++) {
        for (int field = 0; field < 3; field++) {
          offerWhenThereIsRoom(publisher, run, plane("A01", field, theT));
        }
      }
      await(() -> run.counts().inMemory() < 10 && run.counts().spooled() > 40);
      assertEquals(LinkState.Kind.AWAY, publisher.status().link().kind());
      assertEquals("no broker answers", publisher.status().link().words());
      assertTrue(publisher.status().spoolBytes() > 20 * MIB, "it holds too little");
      assertEquals(0, kafka.planes().size());

      away.set(false);
      run.end("completed", 30, TimeUnit.SECONDS);

      assertEquals("60 captured, 0 dropped", counts(run.tally(), "A01"));
      assertEquals(60, run.sent());
      assertEquals(0, run.counts().spooled());
      assertEquals(LinkState.Kind.CONNECTED, publisher.status().link().kind());
      assertInOrder(kafka, 3, 20);
    }
    assertEquals(EventType.ACQUISITION_STARTED, RecordedKafka.typeOf(kafka.history().get(0)));
  }

  @Test
  void shouldSendAgainInOrderWhatKafkaGaveBackInTheMiddleOfARun() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    RecordedKafka kafka = new FarKafka(away);
    try (FramePublisher publisher = publisher(kafka, log())) {
      AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"));
      for (int theT = 0; theT < 30; theT++) {
        away.set(theT >= 10 && theT < 20);
        offerWhenThereIsRoom(publisher, run, plane("A01", 0, theT));
      }
      run.end("completed", 30, TimeUnit.SECONDS);

      assertEquals("30 captured, 0 dropped", counts(run.tally(), "A01"));
      assertInOrder(kafka, 1, 30);
    }
  }

  @Test
  void shouldSayThatKafkaRefusesUsAndWhy() throws Exception {
    RecordedKafka kafka =
        new RecordedKafka(plane -> Answer.ACKNOWLEDGE) {
          @Override
          public List<PartitionInfo> partitionsFor(String topic) {
            throw new SaslAuthenticationException("Authentication failed: wrong password");
          }
        };
    try (FramePublisher publisher = publisher(kafka, log())) {
      await(() -> publisher.status().link().kind() == LinkState.Kind.REFUSED);
      assertEquals("Authentication failed: wrong password", publisher.status().link().words());
    }
  }

  @Test
  void shouldLoseOnlyThePlaneThatKafkaWillNeverTake() throws Exception {
    RecordedKafka kafka =
        new RecordedKafka(plane -> Answer.ACKNOWLEDGE) {
          @Override
          void sending(ProducerRecord<String, byte[]> record) {
            if (record.key().endsWith("/f1")) {
              throw new RecordTooLargeException("larger than the topic takes");
            }
          }
        };
    try (FramePublisher publisher = publisher(kafka, log())) {
      AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"));
      for (int field = 0; field < 3; field++) {
        assertTrue(run.offer(plane("A01", field, 0)));
      }
      run.end("completed", 30, TimeUnit.SECONDS);

      assertEquals("3 captured, 1 dropped", counts(run.tally(), "A01"));
      assertEquals(
          "run-1/A01/f1/t0/z0/c0: Kafka did not take it: larger than the topic takes",
          run.firstLoss());
    }
  }

  @Test
  void shouldSendAtTheNextStartWhatWasThereWhenTheProgramWasClosed() throws Exception {
    RecordedKafka unreachable = new FarKafka(new AtomicBoolean(true));
    FramePublisher closed = publisher(unreachable, log());
    AcquisitionRun run = closed.begin(PublishedRun.plan("run-1"));
    for (int theT = 0; theT < 20; theT++) {
      offerWhenThereIsRoom(closed, run, plane("A01", 0, theT));
    }
    closed.close();
    assertEquals("20 captured, 0 dropped", counts(run.tally(), "A01"));

    RecordedKafka kafka = new FarKafka(new AtomicBoolean());
    try (FramePublisher next = publisher(kafka, log())) {
      kafka.awaitSent(EventType.ACQUISITION_ENDED, 1);
      awaitAllSent(next);
    }
    assertInOrder(kafka, 1, 20);
    assertEquals(EventType.ACQUISITION_STARTED, RecordedKafka.typeOf(kafka.history().get(0)));
    AcquisitionTally end = lastEnd(kafka);
    assertEquals("cancelled", end.endReason());
    assertEquals("20 captured, 0 dropped", counts(end, "A01"));
  }

  @Test
  void shouldSayAfterACrashHowManyPlanesWereOnlyInMemory() throws Exception {
    // It takes records and never answers, so that some are neither in the spool nor anywhere.
    RecordedKafka unreachable = new RecordedKafka(plane -> Answer.HOLD);
    try (FramePublisher crashing = publisher(unreachable, log())) {
      AcquisitionRun run = crashing.begin(PublishedRun.plan("run-1"));
      for (int theT = 0; theT < 20; theT++) {
        offerWhenThereIsRoom(crashing, run, plane(theT % 2 == 0 ? "A01" : "B02", 0, theT));
      }
      await(() -> run.counts().inMemory() <= 5 && run.counts().spooled() > 10);
      long spooled = run.counts().spooled();

      Path left = folder.resolve("after-the-crash");
      copy(folder.resolve("spool-0"), left.resolve("spool-0"));
      RecordedKafka kafka = new FarKafka(new AtomicBoolean());
      SpoolSettings same = new SpoolSettings(left, 256L << 20, DropPolicy.DROP_NEWEST);
      try (FramePublisher next = publisher(kafka, log(), same)) {
        awaitAllSent(next);
      }

      AcquisitionTally end = lastEnd(kafka);
      assertEquals("interrupted", end.endReason());
      long captured = 0;
      long dropped = 0;
      for (AcquisitionTally.Count count : end.wells().values()) {
        captured += count.captured();
        dropped += count.dropped();
      }
      assertEquals(20, captured);
      int arrived = kafka.planes().size();
      assertTrue(arrived >= spooled, arrived + " came of " + spooled + " in the spool");
      assertTrue(dropped > 0, "nothing was in memory only");
      assertEquals(20 - arrived, dropped);
      assertFalse(Files.exists(left.resolve("spool-0").resolve("runs").resolve("run-1.run")));
    }
  }

  @Test
  void shouldCountWhatAFullSpoolDropsByEitherPolicy() throws Exception {
    for (DropPolicy policy : DropPolicy.values()) {
      AtomicBoolean away = new AtomicBoolean(true);
      RecordedKafka kafka = new FarKafka(away);
      Path own = folder.resolve(policy.name());
      SpoolSettings spool = new SpoolSettings(own, 64L << 20, policy);
      try (FramePublisher publisher = publisher(kafka, log(), spool)) {
        AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"));
        int taken = 0;
        for (int theT = 0; theT < 200; theT++) {
          boolean room = policy == DropPolicy.DROP_OLDEST;
          taken += offerAWhile(publisher, run, plane("A01", 0, theT), room ? 5000 : 20) ? 1 : 0;
        }
        RunCounts full = run.counts();
        assertEquals(200, full.captured());
        assertTrue(full.dropped() > 20, policy + " dropped " + full.dropped());
        assertEquals(policy == DropPolicy.DROP_OLDEST, taken == 200, policy + " took " + taken);
        assertNotNull(run.firstLoss());

        away.set(false);
        run.end("completed", 30, TimeUnit.SECONDS);

        RunCounts end = run.counts();
        assertEquals(200, end.sent() + end.dropped(), policy.name());
        assertEquals(end.sent(), kafka.planes().size(), policy.name());
        List<Integer> times = kafka.planes().stream().map(PlaneHeader::theT).toList();
        assertEquals(times.stream().sorted().toList(), times);
        boolean newestKept = times.get(times.size() - 1) == 199;
        assertEquals(policy == DropPolicy.DROP_OLDEST, newestKept, policy + " sent " + times);
      }
    }
  }

  @Test
  void shouldGoOnInMemoryWhenTheFolderCannotBeWritten() throws Exception {
    Path file = Files.createFile(folder.resolve("a-file"));
    RecordedKafka kafka = new FarKafka(new AtomicBoolean());
    List<String> log = log();
    SpoolSettings spool = new SpoolSettings(file, 64L << 20, DropPolicy.DROP_NEWEST);
    try (FramePublisher publisher = publisher(kafka, log, spool)) {
      AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"));
      assertTrue(run.offer(plane("A01", 0, 0)));
      run.end("completed", 30, TimeUnit.SECONDS);

      assertEquals(1, run.sent());
      assertEquals("its folder cannot be written", publisher.status().spoolProblem());
      assertTrue(log.get(0).startsWith("There is no spool"), log.toString());
    }
  }

  @Test
  void shouldAnnounceTheEndOfARunBehindItsSpooledPlanesWithoutWaiting() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    RecordedKafka kafka = new FarKafka(away);
    try (FramePublisher publisher = publisher(kafka, log())) {
      AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"));
      for (int theT = 0; theT < 10; theT++) {
        offerWhenThereIsRoom(publisher, run, plane("A01", 0, theT));
      }
      run.endLater("completed");
      assertFalse(run.offer(plane("A01", 0, 99)));

      away.set(false);
      awaitAllSent(publisher);

      assertEquals("10 captured, 0 dropped", counts(lastEnd(kafka), "A01"));
      ProducerRecord<String, byte[]> last = kafka.history().get(kafka.history().size() - 1);
      assertEquals(EventType.ACQUISITION_ENDED, RecordedKafka.typeOf(last));
    }
  }

  private static CapturedPlane plane(String well, int field, int theT) {
    return PublishedRun.plane(well, field, theT, HALF_MIB_SIDE);
  }

  private static void offerWhenThereIsRoom(
      FramePublisher publisher, AcquisitionRun run, CapturedPlane plane) {
    assertTrue(offerAWhile(publisher, run, plane, 5000), () -> String.valueOf(run.firstLoss()));
  }

  /** As a camera that is slower than the disk: it waits a while for room in memory. */
  private static boolean offerAWhile(
      FramePublisher publisher, AcquisitionRun run, CapturedPlane plane, long patienceMs) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    while (publisher.backlogBytes() > 3 * MIB / 2 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return run.offer(plane);
  }

  private static void assertInOrder(RecordedKafka kafka, int fields, int times) {
    Map<String, List<Integer>> timesByField = new TreeMap<>();
    for (PlaneHeader sent : kafka.planes()) {
      timesByField.computeIfAbsent(sent.partitionKey(), f -> new ArrayList<>()).add(sent.theT());
    }
    assertEquals(fields, timesByField.size());
    for (List<Integer> sent : timesByField.values()) {
      assertEquals(Stream.iterate(0, t -> t + 1).limit(times).toList(), sent);
    }
  }

  private static AcquisitionTally lastEnd(RecordedKafka kafka) throws Exception {
    List<ProducerRecord<String, byte[]>> ends = kafka.events(EventType.ACQUISITION_ENDED);
    return AcquisitionTally.fromJson(kafka.body(ends.get(ends.size() - 1)));
  }

  /** Also what was in the spool, the announcement of the end perhaps. */
  private static void awaitAllSent(FramePublisher publisher) {
    await(() -> publisher.status().runs().isEmpty() && publisher.status().spooledRecords() == 0);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertFalse(Thread.interrupted(), "it did not come to that in time");
      Thread.onSpinWait();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      Files.createDirectories(to.getParent());
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}

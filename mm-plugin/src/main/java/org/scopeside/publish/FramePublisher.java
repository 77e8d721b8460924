package org.scopeside.publish;

import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.WireRecord;
import org.scopeside.publish.spool.Origin;
import org.scopeside.publish.spool.Spool;
import org.scopeside.publish.spool.SpooledRecord;

/**
 * Publishes the planes of acquisitions: a queue bounded by bytes, encoder threads, and an outbox
 * with one thread that sends. Planes of one field are encoded and sent in the order they came.
 * Thread-safe.
 *
 * <p>With a spool, a plane that left memory is safe on the disk while Kafka is away, is sent later
 * in order, and what an earlier process left there is sent first. Without one, planes wait in
 * memory only.
 */
public final class FramePublisher implements Closeable {
  private static final long TALLY_PERIOD_MS = 500;

  /** How long closing waits for ends to be announced, or planes to reach the spool. */
  private static final long CLOSE_MS = 2000;

  private static final long SPOOLING_MS = 5000;

  /**
   * Encoded bytes handed to Kafka and not answered: two of the usual 2048 x 2048 planes and more.
   */
  private static final long WINDOW_BYTES = 32L << 20;

  private final PublisherSettings settings;
  private final Function<Map<String, Object>, byte[]> json;
  private final Consumer<String> log;
  private final ByteBudget budget;
  private final @Nullable RunSpool runSpool;
  private final Outbox outbox;
  private final List<Encoder> encoders = new ArrayList<>();
  private final List<AcquisitionRun> runs = new CopyOnWriteArrayList<>();
  private final Map<String, RunLedger> ledgers = new ConcurrentHashMap<>();

  // Both by the tallies' thread only.
  private final Map<RunLedger, Future<?>> lastProgress = new HashMap<>();
  private final Map<RunLedger, CompletableFuture<?>> lastEnd = new HashMap<>();
  private final ScheduledExecutorService tallies;

  /**
   * @param producers makes Kafka's client, which is closed with the publisher; asked again after
   *     one that failed for good
   * @param json writes event bodies; the contract brings no JSON library
   * @param log takes one line about a failure, in words
   */
  public FramePublisher(
      PublisherSettings settings,
      Supplier<Producer<String, byte[]>> producers,
      Function<Map<String, Object>, byte[]> json,
      Consumer<String> log) {
    this.settings = settings;
    this.json = json;
    this.log = log;
    this.budget = new ByteBudget(settings.queueBytes());
    SpoolSettings spool = settings.spool();
    this.runSpool = spool == null ? null : RunSpool.open(spool, log);
    this.outbox = outbox(producers);
    for (int i = 0; i < settings.encoderThreads(); i++) {
      encoders.add(new Encoder(i));
    }
    this.tallies =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "scopeside-tally");
              thread.setDaemon(true);
              return thread;
            });
    recover();
    outbox.start();
    Future<?> unused =
        tallies.scheduleWithFixedDelay(
            this::announceAll, TALLY_PERIOD_MS, TALLY_PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private Outbox outbox(Supplier<Producer<String, byte[]>> producers) {
    long half = settings.queueBytes() / 2;
    return new Outbox(
        producers,
        settings.topics().frames(),
        runSpool == null ? null : runSpool.spool,
        runSpool == null ? DropPolicy.DROP_NEWEST : runSpool.dropPolicy,
        // Beside a spool half of the queue stays free of what Kafka does not answer for: the rest
        // of
        // the planes passes by there.
        Math.min(WINDOW_BYTES, runSpool == null ? settings.queueBytes() : half),
        () -> budget.bytesTaken() > half,
        this::fateOf,
        this::lostInSpool,
        log);
  }

  /** Sends what an earlier process left, and says what it lost. */
  private void recover() {
    if (runSpool != null) {
      for (RunLedger ledger : runSpool.recover()) {
        ledgers.put(ledger.acquisition(), ledger);
      }
      announceSoon();
    }
  }

  /** Announces an acquisition and returns what takes its planes. */
  public AcquisitionRun begin(AcquisitionStarted plan) {
    Future<?> unused =
        sendEvent(EventType.ACQUISITION_STARTED, plan.key(), plan.startedAt(), plan.toJson());
    RunJournal journal = runSpool == null ? null : runSpool.journal(plan.acquisition());
    RunLedger ledger = new RunLedger(plan.acquisition(), journal);
    AcquisitionRun run = new AcquisitionRun(this, plan, ledger);
    ledgers.put(plan.acquisition(), ledger);
    runs.add(run);
    return run;
  }

  /** Says something else about an acquisition, in order with all that was said before. */
  public void announce(EventType type, String key, Instant at, Map<String, Object> body) {
    Future<?> unused = sendEvent(type, key, at, body);
  }

  /** Bytes of planes that wait in memory to be encoded, spooled or acknowledged. */
  public long backlogBytes() {
    return budget.bytesTaken();
  }

  /** How publishing stands. */
  public PublishingStatus status() {
    List<RunCounts> counts = new ArrayList<>();
    for (RunLedger ledger : ledgers.values()) {
      counts.add(ledger.runCounts());
    }
    counts.sort(Comparator.comparing(RunCounts::acquisition));
    Spool spool = runSpool == null ? null : runSpool.spool;
    return new PublishingStatus(
        outbox.link(),
        budget.bytesTaken(),
        settings.queueBytes(),
        spool == null ? 0 : spool.bytes(),
        spool == null ? 0 : spool.limitBytes(),
        spool == null ? 0 : spool.records(),
        settings.spool() != null && spool == null
            ? "its folder cannot be written"
            : outbox.spoolProblem(),
        counts);
  }

  boolean tryEnqueue(AcquisitionRun run, CapturedPlane plane) {
    boolean taken = budget.tryTake(plane.header().planeBytes());
    if (taken) {
      enter(run, plane);
    }
    return taken;
  }

  void enqueue(AcquisitionRun run, CapturedPlane plane) throws InterruptedException {
    budget.take(plane.header().planeBytes());
    enter(run, plane);
  }

  /** Why a plane finds no room in memory. */
  String whyFull() {
    String spoolProblem = outbox.spoolProblem();
    return "the queue of planes that wait to be sent was full"
        + (spoolProblem == null ? "" : ", and " + spoolProblem);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is awaited, with the one inside
  void awaitAnnounced(RunLedger ledger, long deadline)
      throws InterruptedException, TimeoutException {
    // On the thread of the progress tallies: one of them that came after the end would replace it
    // on the compacted topic.
    Future<Future<?>> sending =
        tallies.submit(
            () -> {
              CompletableFuture<?> last = lastEnd.get(ledger);
              if (last != null && last.isCompletedExceptionally()) {
                ledger.notAnnounced();
              }
              return announceEnd(ledger);
            });
    try {
      sending.get(left(deadline), TimeUnit.NANOSECONDS).get(left(deadline), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException("Kafka has not acknowledged the end");
    } catch (ExecutionException e) {
      throw new KafkaException("the end could not be sent: " + e.getCause(), e.getCause());
    }
  }

  /** Off the calling thread. */
  void announceSoon() {
    try {
      tallies.execute(this::announceEnds);
    } catch (RejectedExecutionException closed) {
      // close() announces what is due
    }
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  void report(String line) {
    log.accept(line);
  }

  private void enter(AcquisitionRun run, CapturedPlane plane) {
    int encoder = Math.floorMod(plane.header().partitionKey().hashCode(), encoders.size());
    encoders.get(encoder).accept(new Job(run, plane));
  }

  private void drop(Job job, String reason) {
    budget.giveBack(job.plane.header().planeBytes());
    job.run.failed(job.plane.header(), reason);
    landed(job.run.ledger());
  }

  private void landed(RunLedger ledger) {
    if (ledger.ended()) {
      announceSoon();
    }
  }

  private Outgoing.Fate fateOf(SpooledRecord stored) {
    Origin origin = stored.origin();
    RunLedger ledger = origin == null ? null : ledgers.get(origin.acquisition());
    return ledger == null || origin == null
        ? new ToldFate()
        : new SpooledFate(ledger, origin.wellLabel(), stored.record().headers().get("ce_id"));
  }

  private void lostInSpool(Origin origin, int planes, String reason) {
    RunLedger ledger = ledgers.get(origin.acquisition());
    if (ledger != null) {
      ledger.lost(origin.wellLabel(), planes, origin + ": " + reason, RunLedger.Place.SPOOL);
      landed(ledger);
    }
  }

  private void announceAll() {
    try {
      announceEnds();
      for (RunLedger ledger : ledgers.values()) {
        if (!ledger.ended()) {
          announceProgress(ledger);
        }
      }
    } catch (RuntimeException e) {
      // Thrown on, it would cancel the timer, and with it all later tallies.
      log.accept("a tally was not sent: " + e);
    }
  }

  /** One at a time: a later one replaces it anyway. */
  private void announceProgress(RunLedger ledger) {
    Future<?> last = lastProgress.get(ledger);
    if (last == null || last.isDone()) {
      AcquisitionTally tally = ledger.tally();
      lastProgress.put(ledger, sendTally(tally));
    }
  }

  private void announceEnds() {
    for (RunLedger ledger : ledgers.values()) {
      Future<?> unused = announceEnd(ledger);
      if (ledger.over()) {
        forget(ledger);
      }
    }
  }

  private void forget(RunLedger ledger) {
    ledgers.remove(ledger.acquisition(), ledger);
    lastProgress.remove(ledger);
    lastEnd.remove(ledger);
    runs.removeIf(run -> run.ledger() == ledger);
    ledger.deleteJournal();
  }

  private Future<?> announceEnd(RunLedger ledger) {
    RunLedger.FinalTally due = ledger.toAnnounce();
    if (due != null) {
      lastEnd.put(
          ledger,
          sendTally(due.tally)
              .whenComplete(
                  (done, failure) -> {
                    if (failure == null) {
                      ledger.announced(due);
                      announceSoon();
                    }
                  }));
    }
    return lastEnd.getOrDefault(ledger, CompletableFuture.completedFuture(null));
  }

  private CompletableFuture<@Nullable Void> sendTally(AcquisitionTally tally) {
    return sendEvent(tally.type(), tally.key(), tally.at(), tally.toJson());
  }

  private CompletableFuture<@Nullable Void> sendEvent(
      EventType type, String key, Instant at, Map<String, Object> body) {
    WireRecord event =
        new WireRecord(key, JsonEvents.headers(type, key, settings.source(), at), json.apply(body));
    ToldFate fate = new ToldFate();
    outbox.acceptEvent(new Outgoing(settings.topics().acquisitions(), event, fate));
    return fate.told.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            log.accept(type.wireName() + " of " + key + " was not sent: " + failure.getMessage());
          }
        });
  }

  /**
   * Ends what still runs as cancelled. With a spool, what is in memory goes there; without one,
   * planes not sent by then are lost.
   */
  @Override
  public void close() {
    if (runSpool == null) {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MS);
      for (AcquisitionRun run : runs) {
        run.cancel(left(deadline));
      }
      tallies.shutdownNow();
      interruptEncoders();
    } else {
      spoolTheRest();
    }
    outbox.close();
  }

  private void interruptEncoders() {
    for (Encoder encoder : encoders) {
      encoder.interrupt();
    }
  }

  private void spoolTheRest() {
    outbox.divert();
    for (AcquisitionRun run : runs) {
      run.ledger().end("cancelled");
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SPOOLING_MS);
    for (Encoder encoder : encoders) {
      encoder.finish();
    }
    for (Encoder encoder : encoders) {
      encoder.awaitEnd(deadline);
    }
    interruptEncoders();
    outbox.retreat();
    endTallies();
    announceEnds();
    for (RunLedger ledger : ledgers.values()) {
      ledger.keepJournal();
    }
  }

  private void endTallies() {
    tallies.shutdown();
    try {
      if (!tallies.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        log.accept("the last tallies are still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Job {
    final AcquisitionRun run;
    final CapturedPlane plane;

    Job(AcquisitionRun run, CapturedPlane plane) {
      this.run = run;
      this.plane = plane;
    }
  }

  /** Of an event. A spooled one counts as told: it outlives this process. */
  private static final class ToldFate implements Outgoing.Fate {
    final CompletableFuture<@Nullable Void> told = new CompletableFuture<>();

    @Override
    public void acknowledged() {
      told.complete(null);
    }

    @Override
    public void spooled() {
      told.complete(null);
    }

    @Override
    public void lost(String reason) {
      told.completeExceptionally(new KafkaException(reason));
    }
  }

  /** Of a plane that came out of the spool. */
  private final class SpooledFate implements Outgoing.Fate {
    private final RunLedger ledger;
    private final String wellLabel;
    private final @Nullable String frameId;

    SpooledFate(RunLedger ledger, String wellLabel, @Nullable String frameId) {
      this.ledger = ledger;
      this.wellLabel = wellLabel;
      this.frameId = frameId;
    }

    @Override
    public void acknowledged() {
      ledger.acknowledged(wellLabel, RunLedger.Place.SPOOL);
      landed(ledger);
    }

    @Override
    public void spooled() {}

    @Override
    public void lost(String reason) {
      ledger.lost(wellLabel, 1, frameId + ": " + reason, RunLedger.Place.SPOOL);
      landed(ledger);
    }
  }

  /** Of a plane from memory, whose pixels are not held any more. */
  private final class PlaneFate implements Outgoing.Fate {
    private final RunLedger ledger;
    private final PlaneHeader header;
    private final int heldBytes;
    private final Runnable acknowledged;

    PlaneFate(RunLedger ledger, PlaneHeader header, int heldBytes, Runnable acknowledged) {
      this.ledger = ledger;
      this.header = header;
      this.heldBytes = heldBytes;
      this.acknowledged = acknowledged;
    }

    @Override
    public void acknowledged() {
      budget.giveBack(heldBytes);
      acknowledged.run();
      ledger.acknowledged(header.wellLabel(), RunLedger.Place.MEMORY);
      landed(ledger);
    }

    @Override
    public void spooled() {
      budget.giveBack(heldBytes);
      ledger.spooled();
      landed(ledger);
    }

    @Override
    public void lost(String reason) {
      budget.giveBack(heldBytes);
      ledger.lost(header.wellLabel(), 1, header.frameId() + ": " + reason, RunLedger.Place.MEMORY);
      landed(ledger);
    }
  }

  /** One thread with an encoder of its own. Its queue is bounded by the publisher's budget. */
  private final class Encoder extends Thread {
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private @Nullable String ended;
    private volatile boolean finishing;

    Encoder(int index) {
      super("scopeside-encode-" + index);
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      String reason = "the publisher was closed first";
      try (PlaneEncoder encoder = new PlaneEncoder(settings.codec())) {
        for (Job job = next(); job != null; job = next()) {
          publish(job, encoder);
        }
      } catch (InterruptedException closing) {
        interrupt();
      } catch (Error e) {
        reason = "its encoder ended: " + e;
        log.accept(getName() + " ended, its planes are dropped from now on: " + e);
      } finally {
        end(reason);
      }
    }

    /** Null when it is to finish and nothing waits. */
    private @Nullable Job next() throws InterruptedException {
      Job job = queue.poll();
      while (job == null && !finishing) {
        job = queue.poll(100, TimeUnit.MILLISECONDS);
      }
      if (isInterrupted()) {
        if (job != null) {
          drop(job, "the publisher was closed first");
        }
        throw new InterruptedException("closed");
      }
      return job;
    }

    /** Encodes what waits and ends. */
    void finish() {
      finishing = true;
    }

    void awaitEnd(long deadline) {
      try {
        join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left(deadline))));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void accept(Job job) {
      String reason;
      synchronized (queue) {
        reason = ended;
        if (reason == null) {
          queue.add(job);
        }
      }
      if (reason != null) {
        drop(job, reason);
      }
    }

    /** Drops what waits and what is still to come, so that no acquisition waits for it. */
    private void end(String reason) {
      List<Job> left = new ArrayList<>();
      synchronized (queue) {
        ended = reason;
        queue.drainTo(left);
      }
      for (Job job : left) {
        drop(job, reason);
      }
    }

    private void publish(Job job, PlaneEncoder encoder) throws InterruptedException {
      try {
        WireRecord record = job.plane.encode(encoder);
        job.plane.encoded();
        send(job, record);
      } catch (RuntimeException e) {
        drop(job, "it could not be sent: " + e.getMessage());
      } catch (OutOfMemoryError e) {
        drop(job, "there was no memory to encode it: " + e.getMessage());
      } catch (Error e) {
        drop(job, "it could not be sent: " + e);
        throw e;
      }
    }

    /** From here on the plane's pixels are not held any more, only what they were encoded to. */
    private void send(Job job, WireRecord record) throws InterruptedException {
      PlaneHeader header = job.plane.header();
      int held = Math.min(header.planeBytes(), record.value().length);
      budget.shrink(header.planeBytes(), held);
      PlaneFate fate = new PlaneFate(job.run.ledger(), header, held, job.plane.acknowledged());
      try {
        outbox.accept(new Outgoing(settings.topics().frames(), record, fate));
      } catch (InterruptedException closing) {
        fate.lost("the publisher was closed first");
        throw closing;
      }
    }
  }
}

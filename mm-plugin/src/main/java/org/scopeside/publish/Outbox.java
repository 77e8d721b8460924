package org.scopeside.publish;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.scopeside.publish.spool.Spool;
import org.scopeside.publish.spool.Spool.PrependedRecord;
import org.scopeside.publish.spool.SpooledRecord;

/**
 * The way of encoded records to Kafka: a window of records in memory and, where there is one, a
 * spool on the disk behind it. Thread-safe; one thread of its own hands records to Kafka's client,
 * so nobody else ever waits for a broker.
 *
 * <pre>
 *              ┌─ to send ─┐   ┌─ under way ─┐
 *  accept ──▶ [ window in memory, by bytes   ] ──▶ Kafka
 *    │                ▲
 *    └──▶ [ spool ]───┘      once the spool has records, later ones line up behind them
 * </pre>
 *
 * A record goes to the spool when the window is full and {@code pressed} says that memory runs
 * short, or Kafka is away. A record that Kafka's client gives back is sent again, before all later
 * ones, unless Kafka will never take it. Without a spool such a record is lost, and who brings one
 * waits for room.
 */
final class Outbox implements Closeable {
  /** Silence of the broker after which it counts as away. */
  private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long TICK_MS = 250;
  private static final long FIRST_PAUSE_MS = 500;
  private static final long LONGEST_PAUSE_MS = 10_000;
  private static final long RETREAT_MS = 500;

  private final Supplier<Producer<String, byte[]>> producers;
  private final String probedTopic;
  private final @Nullable Spool spool;
  private final DropPolicy dropPolicy;
  private final long windowBytes;
  private final BooleanSupplier pressed;
  private final Function<SpooledRecord, Outgoing.Fate> spooledFate;
  private final Spool.Losses losses;
  private final Consumer<String> log;
  private final Thread sender = new Thread(this::send, "scopeside-send");

  // All below under this.
  private final Deque<Outgoing> toSend = new ArrayDeque<>();
  private final Set<Outgoing> underWay = new LinkedHashSet<>();
  private @Nullable Producer<String, byte[]> producer;
  private long usedBytes;
  private @Nullable Exception trouble;
  private long pauseMs = FIRST_PAUSE_MS;
  private boolean diverting;
  private boolean closed;
  private boolean spoolHasMore;
  private final OpenConnections connections = new OpenConnections();
  private @Nullable String spoolProblem;
  private LinkState link = new LinkState(LinkState.Kind.CONNECTING, Instant.now(), "");

  /**
   * @param producers makes Kafka's client, anew after one that failed for good
   * @param probedTopic whose metadata tell that Kafka is there
   * @param windowBytes encoded bytes on their way to the broker; a larger record travels alone
   * @param pressed whether planes that wait to be encoded run out of room
   * @param spooledFate who is told of a record that comes out of the spool
   * @param losses told of planes that the spool lost
   */
  Outbox(
      Supplier<Producer<String, byte[]>> producers,
      String probedTopic,
      @Nullable Spool spool,
      DropPolicy dropPolicy,
      long windowBytes,
      BooleanSupplier pressed,
      Function<SpooledRecord, Outgoing.Fate> spooledFate,
      Spool.Losses losses,
      Consumer<String> log) {
    this.producers = producers;
    this.probedTopic = probedTopic;
    this.spool = spool;
    this.dropPolicy = dropPolicy;
    this.windowBytes = windowBytes;
    this.pressed = pressed;
    this.spooledFate = spooledFate;
    this.losses = losses;
    this.log = log;
    this.spoolHasMore = spool != null && spool.hasUnread();
    sender.setDaemon(true);
  }

  void start() {
    sender.start();
  }

  /**
   * Takes a plane's record; waits while there is no room for it anywhere.
   *
   * @throws InterruptedException if interrupted meanwhile; the record was not taken
   */
  void accept(Outgoing record) throws InterruptedException {
    while (isAway() || !takeIntoWindow(record)) {
      if (shouldSpool() && trySpool(record)) {
        return;
      }
      if (isAway() && takeIntoWindow(record)) {
        return; // the spool takes nothing, so it waits in memory
      }
      awaitRoom();
    }
  }

  /** Takes an event's record at once: they are few and small, and their order counts. */
  void acceptEvent(Outgoing record) {
    boolean behindSpool;
    synchronized (this) {
      behindSpool = spool != null && (spoolHasMore || diverting || closed);
      if (!behindSpool) {
        enter(record);
      }
    }
    if (behindSpool && !trySpool(record)) {
      synchronized (this) {
        enter(record);
      }
    }
  }

  private synchronized void enter(Outgoing record) {
    toSend.add(record);
    usedBytes += record.bytes();
    notifyAll();
  }

  private synchronized boolean takeIntoWindow(Outgoing record) {
    boolean room = usedBytes == 0 || usedBytes + record.bytes() <= windowBytes;
    if (!room || spoolHasMore || diverting) {
      return false;
    }
    enter(record);
    return true;
  }

  /** Whether what waits is better off on the disk, where a crash does not reach it. */
  private synchronized boolean isAway() {
    return spool != null
        && (link.kind() == LinkState.Kind.AWAY || link.kind() == LinkState.Kind.REFUSED);
  }

  private synchronized boolean shouldSpool() {
    return spool != null
        && (spoolHasMore
            || diverting
            || link.kind() != LinkState.Kind.CONNECTED
            || pressed.getAsBoolean());
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private synchronized void awaitRoom() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    wait(TICK_MS);
  }

  /** False if the spool has no room, or cannot be written: then the record waits in memory. */
  private boolean trySpool(Outgoing record) {
    Spool to = spool;
    if (to == null) {
      return false;
    }
    // A record that comes behind others must not be taken for the only one: the flag goes up first.
    synchronized (this) {
      spoolHasMore = true;
    }
    String problem = null;
    try {
      append(to, record);
    } catch (IOException e) {
      problem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    spoolAnswered(to, problem);
    if (problem == null) {
      record.fate.spooled();
    }
    return problem == null;
  }

  private void append(Spool to, Outgoing record) throws IOException {
    while (true) {
      try {
        to.append(record.topic, record.record);
        return;
      } catch (org.scopeside.publish.spool.SpoolFullException full) {
        if (dropPolicy != DropPolicy.DROP_OLDEST || !to.dropOldest(losses)) {
          throw full;
        }
      }
    }
  }

  private void spoolAnswered(Spool to, @Nullable String problem) {
    boolean news;
    synchronized (this) {
      news = problem != null && spoolProblem == null;
      spoolProblem = problem;
      spoolHasMore = to.hasUnread();
      notifyAll();
    }
    if (news) {
      log.accept("The spool takes nothing now: " + problem);
    }
  }

  private void send() {
    try {
      if (spool != null) {
        awaitKafka();
      }
      for (Outgoing next = awaitNext(); next != null; next = awaitNext()) {
        handOver(next);
      }
    } catch (InterruptedException closing) {
      // close() takes what is left
    } catch (RuntimeException | Error e) {
      log.accept("Sending has ended for good: " + e);
      fail(e);
    }
  }

  private synchronized void fail(Throwable e) {
    link = new LinkState(LinkState.Kind.REFUSED, Instant.now(), "sending has ended: " + e);
    diverting = spool != null;
    closed = spool == null;
    notifyAll();
  }

  /** Asks for the topic's metadata until Kafka gives them, so that a start without it is told. */
  private void awaitKafka() throws InterruptedException {
    boolean there = false;
    while (!there) {
      Exception failure = probe();
      there = failure == null;
      if (failure != null) {
        troubled(failure);
        discardProducer();
        pause();
      }
    }
    connected();
  }

  private @Nullable Exception probe() {
    try {
      client().partitionsFor(probedTopic);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private synchronized void connected() {
    pauseMs = FIRST_PAUSE_MS;
    if (link.kind() != LinkState.Kind.CONNECTED) {
      link = new LinkState(LinkState.Kind.CONNECTED, Instant.now(), "");
      notifyAll();
    }
  }

  private synchronized void troubled(Exception e) {
    LinkState.Kind kind =
        e instanceof ApiException && !(e instanceof RetriableException)
            ? LinkState.Kind.REFUSED
            : LinkState.Kind.AWAY;
    String words = e.getMessage() == null ? e.toString() : e.getMessage();
    Instant since = link.kind() == kind ? link.since() : Instant.now();
    link = new LinkState(kind, since, words);
    notifyAll();
  }

  private synchronized void pause() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    while (!closed && System.nanoTime() < until) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
    }
    if (closed) {
      throw new InterruptedException("closed");
    }
  }

  private Producer<String, byte[]> client() {
    synchronized (this) {
      if (producer != null) {
        return producer;
      }
    }
    Producer<String, byte[]> made = producers.get();
    synchronized (this) {
      producer = made;
    }
    return made;
  }

  private void discardProducer() {
    Producer<String, byte[]> former;
    synchronized (this) {
      former = producer;
      producer = null;
    }
    if (former != null) {
      former.close(Duration.ZERO);
    }
  }

  /** The next record to hand over; null when closed. */
  private @Nullable Outgoing awaitNext() throws InterruptedException {
    while (true) {
      boolean fromSpool;
      synchronized (this) {
        if (closed) {
          return null;
        }
        fromSpool = trouble == null && toSend.isEmpty() && spoolHasMore && hasRoom();
        if (trouble == null && !toSend.isEmpty()) {
          return leave(toSend.remove());
        }
        if (!fromSpool && !allReturned()) {
          wait(TICK_MS);
          watch();
          continue;
        }
      }
      Outgoing next = fromSpool ? readSpool() : null;
      if (next != null) {
        return next;
      }
      if (!fromSpool) {
        recover();
      }
    }
  }

  private boolean hasRoom() {
    return usedBytes < windowBytes;
  }

  /** After trouble: whether Kafka's client has answered for everything it had. */
  private boolean allReturned() {
    if (trouble == null) {
      return false;
    }
    for (Outgoing record : underWay) {
      if (!record.returned) {
        return false;
      }
    }
    return true;
  }

  private Outgoing leave(Outgoing record) {
    record.returned = false;
    record.handedOverNanos = System.nanoTime();
    underWay.add(record);
    return record;
  }

  private @Nullable Outgoing readSpool() {
    Spool from = spool;
    SpooledRecord stored = from == null ? null : from.next(losses);
    synchronized (this) {
      spoolHasMore = from != null && (stored != null || from.hasUnread());
      if (stored == null) {
        notifyAll();
        return null;
      }
      Outgoing record =
          new Outgoing(stored.topic(), stored.record(), spooledFate.apply(stored), stored);
      usedBytes += record.bytes();
      return leave(record);
    }
  }

  /**
   * Puts what came back in front of everything, in the old order, and tries again after a pause.
   */
  private void recover() throws InterruptedException {
    Exception cause;
    synchronized (this) {
      cause = trouble;
      trouble = null;
      List<Outgoing> back = new ArrayList<>(underWay);
      underWay.clear();
      for (int i = back.size() - 1; i >= 0; i--) {
        toSend.addFirst(back.get(i));
      }
    }
    if (!(cause instanceof org.apache.kafka.common.errors.TimeoutException)) {
      discardProducer();
    }
    pause();
    awaitKafka();
  }

  private void handOver(Outgoing record) {
    try {
      Future<?> unused =
          client().send(toKafka(record), (metadata, failure) -> answered(record, failure));
    } catch (RuntimeException e) {
      answered(record, e);
    }
  }

  private static ProducerRecord<String, byte[]> toKafka(Outgoing outgoing) {
    ProducerRecord<String, byte[]> kafka =
        new ProducerRecord<>(outgoing.topic, outgoing.record.key(), outgoing.record.value());
    outgoing
        .record
        .headers()
        .forEach((name, text) -> kafka.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return kafka;
  }

  private void answered(Outgoing record, @Nullable Exception failure) {
    boolean lost = failure != null && (spool == null || isPoison(failure));
    synchronized (this) {
      if (!underWay.contains(record)) {
        return; // close() has taken it
      }
      if (failure != null && !lost) {
        record.returned = true;
        trouble = failure;
        notifyAll();
      } else {
        underWay.remove(record);
        usedBytes -= record.bytes();
        notifyAll();
      }
    }
    if (failure == null) {
      connected();
      arrived(record);
    } else if (lost) {
      lost(record, "Kafka did not take it: " + failure.getMessage());
    } else {
      troubled(failure);
    }
  }

  private void arrived(Outgoing record) {
    record.fate.acknowledged();
    tickOff(record);
  }

  private void lost(Outgoing record, String reason) {
    record.fate.lost(reason);
    tickOff(record);
  }

  /** Counted first: a crash in between sends it twice, which the frame id makes harmless. */
  private void tickOff(Outgoing record) {
    Spool of = spool;
    SpooledRecord stored = record.stored;
    if (of != null && stored != null) {
      of.done(stored);
    }
  }

  /** What is wrong with the record itself stays wrong however often it is sent. */
  private static boolean isPoison(Exception failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof SerializationException
        || failure instanceof InvalidTopicException
        || failure instanceof org.apache.kafka.common.InvalidRecordException
        || failure instanceof IllegalArgumentException;
  }

  /** Notices that the broker went silent, or that no connection to one is left, and its return. */
  private void watch() {
    Iterator<Outgoing> oldest = underWay.iterator();
    boolean idle = !oldest.hasNext();
    boolean silent = !idle && System.nanoTime() - oldest.next().handedOverNanos > AWAY_NANOS;
    boolean unconnected = idle && connections.goneFor(producer, AWAY_NANOS);
    boolean away = silent || unconnected;
    if (away && link.kind() == LinkState.Kind.CONNECTED) {
      String words = silent ? "Kafka does not answer" : "there is no connection to any broker";
      link = new LinkState(LinkState.Kind.AWAY, Instant.now(), words);
      notifyAll();
    } else if (idle && !away && link.kind() == LinkState.Kind.AWAY) {
      connected();
    }
  }

  synchronized LinkState link() {
    return link;
  }

  /** Why the spool takes nothing; null where it does. */
  synchronized @Nullable String spoolProblem() {
    return spoolProblem;
  }

  /** Whether later records have to line up behind spooled ones. */
  synchronized boolean isBehind() {
    return spoolHasMore;
  }

  /** From now on everything goes to the spool: for a program that is about to end. */
  synchronized void divert() {
    diverting = spool != null;
    notifyAll();
  }

  /**
   * Sends no more. Waits for what is under way, a moment; what has not arrived by then goes to the
   * spool's front, or is lost where there is none. The spool still takes records.
   */
  void retreat() {
    awaitEmpty(RETREAT_MS);
    List<Outgoing> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(underWay);
      left.addAll(toSend);
      underWay.clear();
      toSend.clear();
      notifyAll();
    }
    sender.interrupt();
    keep(left);
    discardProducer();
  }

  @Override
  public void close() {
    retreat();
    closeSpool();
  }

  private void awaitEmpty(long patienceMs) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    try {
      synchronized (this) {
        while (!(underWay.isEmpty() && toSend.isEmpty()) && System.nanoTime() < deadline) {
          wait(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(List<Outgoing> left) {
    List<PrependedRecord> fromMemory = new ArrayList<>();
    for (Outgoing record : left) {
      if (record.stored == null) {
        fromMemory.add(new PrependedRecord(record.topic, record.record));
      }
    }
    String problem = spool == null ? "the publisher was closed first" : prepend(spool, fromMemory);
    for (Outgoing record : left) {
      if (record.stored == null) {
        if (problem == null) {
          record.fate.spooled();
        } else {
          record.fate.lost(problem);
        }
      }
    }
  }

  private static @Nullable String prepend(Spool to, List<PrependedRecord> records) {
    try {
      to.prepend(records);
      return null;
    } catch (IOException e) {
      return "the publisher was closed and the spool could not keep it: " + e.getMessage();
    }
  }

  private void closeSpool() {
    Spool open = spool;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        log.accept("The spool was not closed in order: " + e);
      }
    }
  }
}

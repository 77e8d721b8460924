package org.scopeside.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.Topics;

/**
 * Results and dead letters straight from Kafka, outside any group: all partitions, from the time at
 * which the acquisition began. Thread-safe.
 *
 * <p>Records of acquisitions that are not followed are passed over by their key, unread. Records
 * that cannot be read are counted and passed over. In memory is what one fetch brings, at most two
 * times 16 MiB a broker.
 */
public final class KafkaResultFeed implements ResultFeed {
  /** Results are dated by other clocks than ours; so much they may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
  private static final Duration ASK_WITHIN = Duration.ofSeconds(10);

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final String broker;
  private final Topics topics;
  private final FeedStatus status;
  private final BackOff backOff;
  private final Map<String, Instant> followed = new ConcurrentHashMap<>();

  /** Where reading goes on; survives a lost consumer. Only the feed's thread uses it. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  private final Object lock = new Object();
  private @Nullable Instant rewindTo;
  private @Nullable Consumer<String, byte[]> current;
  private boolean closed;

  /** Whether something new was asked for, which is reason to try at once. */
  private boolean asked;

  private final Thread thread;

  /**
   * Starts the feed; it connects once something is followed.
   *
   * @param kafka client properties, at least {@code bootstrap.servers}
   * @param log takes one line about a failure, in words
   */
  public KafkaResultFeed(
      Map<String, String> kafka,
      Topics topics,
      Listener listener,
      java.util.function.Consumer<String> log) {
    this(
        () -> ResultConsumers.create(kafka),
        "Kafka at " + kafka.getOrDefault("bootstrap.servers", "no address"),
        topics,
        new FeedStatus(listener, log, Clock.systemUTC()),
        Duration.ofSeconds(1));
  }

  KafkaResultFeed(
      Supplier<Consumer<String, byte[]>> consumers,
      String broker,
      Topics topics,
      FeedStatus status,
      Duration firstBackOff) {
    this.consumers = consumers;
    this.broker = broker;
    this.topics = topics;
    this.status = status;
    this.backOff = new BackOff(firstBackOff);
    this.thread = FeedThreads.start("scopeside-results", this::run);
  }

  @Override
  public void follow(String acquisition, Instant since) {
    followed.put(acquisition, since);
    synchronized (lock) {
      Instant from = since.minus(CLOCKS_DIFFER);
      rewindTo = rewindTo == null || from.isBefore(rewindTo) ? from : rewindTo;
      wake();
    }
  }

  @Override
  public void forget(String acquisition) {
    followed.remove(acquisition);
  }

  @Override
  public FeedState state() {
    return status.state();
  }

  @Override
  public void close() {
    followed.clear();
    synchronized (lock) {
      closed = true;
      wake();
    }
    FeedThreads.join(thread);
    status.become(FeedState.Phase.CLOSED, "closed");
  }

  private void wake() {
    asked = true;
    lock.notifyAll();
    if (current != null) {
      current.wakeup();
    }
  }

  private void run() {
    try {
      while (awaitSomethingToFollow()) {
        connectAndRead();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the feed is closed. */
  private boolean awaitSomethingToFollow() throws InterruptedException {
    synchronized (lock) {
      while (!closed && followed.isEmpty()) {
        status.become(FeedState.Phase.IDLE, "nothing is followed");
        lock.wait();
      }
      return !closed;
    }
  }

  private void connectAndRead() throws InterruptedException {
    if (state().phase() == FeedState.Phase.IDLE) {
      status.become(FeedState.Phase.CONNECTING, "connecting to " + broker);
    }
    try {
      Consumer<String, byte[]> consumer = consumers.get();
      try {
        setCurrent(consumer);
        assign(consumer);
        read(consumer);
      } finally {
        setCurrent(null);
        consumer.close(Duration.ofMillis(500));
      }
    } catch (WakeupException e) {
      // Something new to follow, or the end: the caller looks.
    } catch (KafkaException e) {
      pause(KafkaWords.of(e));
    } catch (RuntimeException e) {
      pause(String.valueOf(e));
    }
  }

  private void setCurrent(@Nullable Consumer<String, byte[]> consumer) {
    synchronized (lock) {
      current = consumer;
    }
  }

  private void pause(String problem) throws InterruptedException {
    Duration wait = backOff.next();
    status.become(
        FeedState.Phase.WAITING,
        broker + ": " + problem + "; next try in " + (wait.toMillis() + 999) / 1000 + " s");
    long end = System.nanoTime() + wait.toNanos();
    synchronized (lock) {
      for (long left = wait.toMillis();
          left > 0 && !closed && !asked;
          left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
        lock.wait(left);
      }
      asked = false;
    }
  }

  private void assign(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    partitionsOf(topics.results(), consumer, partitions);
    partitionsOf(topics.deadLetters(), consumer, partitions);
    consumer.assign(partitions);
    positions.keySet().retainAll(partitions);
    boolean fresh = !positions.keySet().containsAll(partitions);
    positions.forEach(consumer::seek);
    if (fresh) {
      rewindToEarliestFollowed();
    }
  }

  private void rewindToEarliestFollowed() {
    synchronized (lock) {
      for (Instant since : followed.values()) {
        Instant from = since.minus(CLOCKS_DIFFER);
        rewindTo = rewindTo == null || from.isBefore(rewindTo) ? from : rewindTo;
      }
    }
  }

  private static void partitionsOf(
      String topic, Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    List<PartitionInfo> found = consumer.partitionsFor(topic, ASK_WITHIN);
    if (found == null || found.isEmpty()) {
      throw new KafkaException(
          "topic " + topic + " does not exist; `scopeside topics` creates what is needed");
    }
    for (PartitionInfo partition : found) {
      partitions.add(new TopicPartition(partition.topic(), partition.partition()));
    }
  }

  private void read(Consumer<String, byte[]> consumer) {
    long lastHeard = System.nanoTime();
    while (!followed.isEmpty() && !isClosed()) {
      rewind(consumer);
      ConsumerRecords<String, byte[]> records = pollOnce(consumer);
      for (ConsumerRecord<String, byte[]> record : records) {
        accept(record);
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
      }
      boolean quiet = System.nanoTime() - lastHeard > QUIET.toNanos();
      if (records.isEmpty() && quiet) {
        consumer.endOffsets(consumer.assignment(), ANSWER_WITHIN); // throws if nobody answers
      }
      if (!records.isEmpty() || quiet || state().phase() != FeedState.Phase.LIVE) {
        lastHeard = System.nanoTime();
        heard();
      }
    }
  }

  /** A wake-up while it polls is no reason to connect anew. */
  private static ConsumerRecords<String, byte[]> pollOnce(Consumer<String, byte[]> consumer) {
    try {
      return consumer.poll(POLL);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    }
  }

  private void heard() {
    backOff.succeeded();
    status.become(FeedState.Phase.LIVE, "results come from " + broker);
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void rewind(Consumer<String, byte[]> consumer) {
    Instant to;
    synchronized (lock) {
      to = rewindTo;
    }
    if (to == null) {
      return;
    }
    Map<TopicPartition, Long> times = new LinkedHashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      times.put(partition, Math.max(0, to.toEpochMilli()));
    }
    Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times, ASK_WITHIN);
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ASK_WITHIN);
    for (TopicPartition partition : consumer.assignment()) {
      OffsetAndTimestamp found = offsets.get(partition);
      long offset = found == null ? ends.getOrDefault(partition, 0L) : found.offset();
      long position = Math.min(offset, positions.getOrDefault(partition, Long.MAX_VALUE));
      consumer.seek(partition, position);
      positions.put(partition, position);
    }
    synchronized (lock) {
      rewindTo = to.equals(rewindTo) ? null : rewindTo;
    }
  }

  private void accept(ConsumerRecord<String, byte[]> record) {
    String key = record.key();
    int slash = key == null ? -1 : key.indexOf('/');
    if (key == null || slash < 0 || !followed.containsKey(key.substring(0, slash))) {
      return;
    }
    try {
      PlaneOutcome outcome = OutcomeRecords.read(record);
      if (outcome != null) {
        status.outcome(outcome);
      }
    } catch (MalformedRecordException | RuntimeException e) {
      status.refused(
          record.topic()
              + "@"
              + record.partition()
              + "@"
              + record.offset()
              + ": "
              + e.getMessage());
    }
  }
}

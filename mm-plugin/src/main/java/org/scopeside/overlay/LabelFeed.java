package org.scopeside.overlay;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneDecoder;

/**
 * Reads the label images of the acquisitions that are followed, turns each into outlines and drops
 * its pixels. On a thread of its own, outside any consumer group; nothing is read while nothing is
 * followed. One label image at a time is in memory, besides the few that Kafka fetched.
 *
 * <p>What cannot be read is left out: the first of each acquisition is logged with the reason, all
 * are counted. When Kafka is away it tries again every few seconds. Thread-safe.
 */
public final class LabelFeed implements Closeable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MS = 3000;
  private static final long CLOSE_MS = 2000;

  /** The segmenter's clock, in its records, may be that much behind the microscope's. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(2);

  private final Supplier<Consumer<byte[], byte[]>> kafka;
  private final String topic;
  private final BiConsumer<FrameRef, ObjectOutlines> sink;
  private final java.util.function.Consumer<String> log;
  private final Thread thread = new Thread(this::run, "scopeside-labels");

  /** When each acquisition that is followed began. */
  private final Map<String, Instant> followed = new ConcurrentHashMap<>();

  /** Of those, what the consumer was not set to yet; guarded by this. */
  private final List<Instant> unread = new ArrayList<>();

  private final Map<String, Long> refused = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean complained; // its own thread

  /**
   * @param kafka makes a consumer, closed here; called again after a failure
   * @param topic of label images
   * @param sink takes outlines, on the feed's thread
   * @param log takes one line about a failure, in words
   */
  public LabelFeed(
      Supplier<Consumer<byte[], byte[]>> kafka,
      String topic,
      BiConsumer<FrameRef, ObjectOutlines> sink,
      java.util.function.Consumer<String> log) {
    this.kafka = kafka;
    this.topic = topic;
    this.sink = sink;
    this.log = log;
    thread.setDaemon(true);
  }

  /**
   * Consumers set up for label images.
   *
   * @param properties of a Kafka client, at least {@code bootstrap.servers}; they override the
   *     defaults here
   */
  public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, String> properties) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "scopeside-labels");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    // They bound the memory of what was fetched; a record larger than that still comes, alone.
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    config.putAll(properties);
    // Instances, because a plugin's class loader hides the classes from Kafka's look-up by name.
    return () ->
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public void start() {
    thread.start();
  }

  /**
   * Reads the label images of an acquisition, from its beginning.
   *
   * @param startedAt when it began, by the clock of the microscope
   */
  public synchronized void follow(String acquisition, Instant startedAt) {
    if (followed.put(acquisition, startedAt) == null) {
      unread.add(startedAt);
      notifyAll();
    }
  }

  /** Reads no more of an acquisition. */
  public synchronized void unfollow(String acquisition) {
    followed.remove(acquisition);
    refused.remove(acquisition);
  }

  /** Label images of an acquisition that could not be read. */
  public long refused(String acquisition) {
    return refused.getOrDefault(acquisition, 0L);
  }

  private void run() {
    try {
      while (awaitFollowed()) {
        readUntilFailure();
      }
    } catch (InterruptedException | InterruptException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when it is to end. */
  private synchronized boolean awaitFollowed() throws InterruptedException {
    while (followed.isEmpty() && closed.getCount() > 0) {
      wait();
    }
    return closed.getCount() > 0;
  }

  private void readUntilFailure() throws InterruptedException {
    try (PlaneDecoder decoder = PlaneDecoder.ofLabels()) {
      Consumer<byte[], byte[]> consumer = kafka.get();
      try {
        read(consumer, decoder);
      } finally {
        consumer.close(Duration.ofMillis(500));
      }
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      complain(e);
      boolean unused = closed.await(RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void complain(RuntimeException e) {
    if (!complained) {
      complained = true;
      log.accept("Label images cannot be read from " + topic + ", trying again: " + e.getMessage());
    }
  }

  private void read(Consumer<byte[], byte[]> consumer, PlaneDecoder decoder)
      throws InterruptedException {
    List<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    rewind();
    boolean reading = false;
    while (awaitFollowed()) {
      Instant from = takeUnread();
      if (from != null) {
        seek(consumer, partitions, from, reading);
        reading = true;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record, decoder);
      }
      complained = false;
      reading &= !followed.isEmpty();
    }
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo info : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(info.topic(), info.partition()));
    }
    if (partitions.isEmpty()) {
      throw new IllegalStateException("the topic does not exist");
    }
    return partitions;
  }

  /** After a failure all that is followed is read again; the same outlines come again. */
  private synchronized void rewind() {
    unread.clear();
    unread.addAll(followed.values());
  }

  /** The earliest beginning that was not sought yet; null where there is none. */
  private synchronized @Nullable Instant takeUnread() {
    Instant earliest = unread.stream().min(Instant::compareTo).orElse(null);
    unread.clear();
    return earliest;
  }

  /** Never forward past what another acquisition still waits for. */
  private static void seek(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Instant from,
      boolean reading) {
    long since = from.minus(CLOCK_MARGIN).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, since));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      long offset = first == null ? ends.getOrDefault(partition, 0L) : first.offset();
      consumer.seek(partition, reading ? Math.min(offset, consumer.position(partition)) : offset);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, PlaneDecoder decoder) {
    Map<String, String> headers = headers(record);
    String acquisition = headers.getOrDefault("ce_acquisition", "");
    if (!followed.containsKey(acquisition) || record.value() == null) {
      return;
    }
    try {
      Plane labels = decoder.decode(headers, record.value());
      sink.accept(FrameRef.of(labels.header()), ObjectOutlines.of(labels));
    } catch (MalformedRecordException | RuntimeException | OutOfMemoryError e) {
      if (refused.merge(acquisition, 1L, Long::sum) == 1) {
        log.accept("A label image of " + acquisition + " is left out: " + e.getMessage());
      }
    }
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }

  /** Ends the thread, waiting for it a short while. */
  @Override
  public void close() {
    synchronized (this) {
      closed.countDown();
      notifyAll();
    }
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.accept(
          "The reader of "
              + topic
              + " did not end in "
              + TimeUnit.MILLISECONDS.toSeconds(CLOSE_MS)
              + " s");
    }
  }
}

package org.scopeside.segmenter.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from Kafka on a thread of its own and hands them to the pipeline. When the pipeline
 * has no room the partitions are paused, so the client keeps its place in the group while Kafka
 * keeps the planes.
 */
public final class FrameConsumer {
  private static final Logger log = LoggerFactory.getLogger(FrameConsumer.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int MAX_OPEN = 20_000;

  /** Where records go. Called from the consumer's thread; must not block. */
  public interface Sink {
    /** Takes a record if there is room. */
    boolean offer(ReceivedFrame frame);

    /** Partitions went to another segmenter: whatever is still held of them is void. */
    void revoked(Collection<TopicPartition> partitions);
  }

  private final Consumer<byte[], byte[]> kafka;
  private final String topic;
  private final OffsetTracker<?> offsets;
  private final Sink sink;
  private final ArrayDeque<ReceivedFrame> waiting = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "scopeside-consume");
  private volatile boolean stopping;
  private volatile boolean closing;
  private volatile @Nullable ConsumerGroupMetadata groupMetadata;
  private volatile @Nullable String problem = "has not joined its group yet";

  public FrameConsumer(
      Consumer<byte[], byte[]> kafka, String topic, OffsetTracker<?> offsets, Sink sink) {
    this.kafka = kafka;
    this.topic = topic;
    this.offsets = offsets;
    this.sink = sink;
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Membership to commit under; null before the first poll. */
  public @Nullable ConsumerGroupMetadata groupMetadata() {
    return groupMetadata;
  }

  /** Null when it consumes, else what is wrong. */
  public @Nullable String problem() {
    return problem;
  }

  /** True once the thread has ended. */
  public boolean dead() {
    return stopped.getCount() == 0;
  }

  /** Stops taking records; what was taken goes on. The group is left by {@link #close()}. */
  public void stopTaking() {
    stopping = true;
  }

  /** Leaves the group and ends the thread. */
  public void close() throws InterruptedException {
    stopping = true;
    closing = true;
    kafka.wakeup();
    if (!stopped.await(2, TimeUnit.SECONDS)) {
      log.warn("The consumer of {} did not end in 2 s", topic);
    }
  }

  private void run() {
    try {
      kafka.subscribe(List.of(topic), new Assignments());
      while (!closing) {
        step();
      }
    } catch (WakeupException closed) {
      // the way to end a poll
    } catch (RuntimeException | Error e) {
      problem = "consumer failed: " + e;
      log.error("The consumer of {} failed and has ended", topic, e);
    } finally {
      kafka.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      stopped.countDown();
    }
  }

  private void step() {
    handOver();
    if (stopping || !waiting.isEmpty() || offsets.open() > MAX_OPEN) {
      kafka.pause(kafka.assignment());
    } else {
      kafka.resume(kafka.assignment());
    }
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.poll(waiting.isEmpty() ? POLL : Duration.ofMillis(2))) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      waiting.add(ReceivedFrame.of(record, offsets.begin(partition, record.offset())));
    }
    groupMetadata = kafka.groupMetadata();
    handOver();
  }

  private void handOver() {
    while (!waiting.isEmpty() && sink.offer(waiting.peek())) {
      waiting.remove();
    }
  }

  private final class Assignments implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      log.info("Assigned {}", partitions);
      offsets.assign(partitions);
      problem = null;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      log.info("Revoked {}", partitions);
      waiting.removeIf(frame -> partitions.contains(frame.partition()));
      offsets.revoke(partitions);
      sink.revoked(partitions);
    }
  }
}

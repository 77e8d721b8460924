package org.scopeside.segmenter.pipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.ingest.OffsetTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes outcomes together with the offsets of their records in one Kafka transaction, on a
 * thread of its own: whoever reads committed events sees each plane's outcome once, also when a
 * segmenter is killed between any two instructions.
 */
public final class ResultPublisher {
  private static final Logger log = LoggerFactory.getLogger(ResultPublisher.class);
  private static final int BATCH = 100;
  private static final long RETRY_MS = 200;

  /** After these the producer cannot go on; the process must be restarted. */
  private static final Set<Class<? extends KafkaException>> FATAL =
      Set.of(
          ProducerFencedException.class,
          OutOfOrderSequenceException.class,
          AuthorizationException.class,
          UnsupportedVersionException.class);

  private final Producer<String, byte[]> producer;
  private final OffsetTracker<Outcome> outcomes;
  private final Supplier<@Nullable ConsumerGroupMetadata> group;
  private final long commitIntervalMs;
  private final Thread thread = new Thread(this::run, "scopeside-publish");
  private final CountDownLatch ready = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private volatile boolean closing;

  /**
   * @param producer transactional; closed with this publisher
   * @param group membership that offsets are committed under
   */
  public ResultPublisher(
      Producer<String, byte[]> producer,
      OffsetTracker<Outcome> outcomes,
      Supplier<@Nullable ConsumerGroupMetadata> group,
      Duration commitInterval) {
    this.producer = producer;
    this.outcomes = outcomes;
    this.group = group;
    this.commitIntervalMs = Math.max(1, commitInterval.toMillis());
  }

  /**
   * Ends what a former run of this instance left open, and starts. Blocks until Kafka has answered.
   */
  public void start() {
    producer.initTransactions();
    thread.setDaemon(true);
    thread.start();
    ready.countDown();
  }

  /** Null when it publishes, else what is wrong for good. */
  public @Nullable String problem() {
    return ready.getCount() > 0 ? "transactions are not initialised yet" : problem.get();
  }

  private void run() {
    try {
      while (!closing) {
        outcomes.awaitReady(commitIntervalMs);
        publish(outcomes.takeReady(BATCH));
      }
    } catch (InterruptedException | InterruptException closed) {
      // Interrupted still, the producer would not close in order.
      boolean unused = Thread.interrupted();
    } catch (RuntimeException | Error e) {
      problem.set("cannot publish results: " + e);
      log.error("Publishing results failed for good; restart this segmenter", e);
    } finally {
      producer.close(Duration.ofSeconds(1));
    }
  }

  private void publish(OffsetTracker.Ready<Outcome> ready) throws InterruptedException {
    OffsetTracker.Ready<Outcome> batch = ready;
    while (!batch.isEmpty()) {
      try {
        commit(batch);
        return;
      } catch (InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        if (FATAL.stream().anyMatch(type -> type.isInstance(e))) {
          throw e;
        }
        if (closing) {
          return; // The coordinator aborts it, and the next one reads the planes again.
        }
        log.warn("A batch of results is published again: {}", e.getMessage());
        untilAnswered(producer::abortTransaction);
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        batch = outcomes.stillOwned(batch);
      }
    }
  }

  /**
   * After a timeout a transaction may have ended or not, and all that may follow is to ask again.
   */
  private void untilAnswered(Runnable ending) {
    while (true) {
      try {
        ending.run();
        return;
      } catch (TimeoutException e) {
        if (closing) {
          throw e;
        }
        log.warn("Kafka has not answered, asking again: {}", e.getMessage());
      }
    }
  }

  private void commit(OffsetTracker.Ready<Outcome> batch) {
    ConsumerGroupMetadata member = group.get();
    if (member == null) {
      throw new IllegalStateException("outcomes without a consumer");
    }
    producer.beginTransaction();
    for (OffsetTracker.Run<Outcome> run : batch.runs().values()) {
      for (Outcome outcome : run.outcomes()) {
        for (ProducerRecord<String, byte[]> event : outcome.events()) {
          // A failed send fails the commit of its transaction.
          var unused = producer.send(event);
        }
      }
    }
    producer.sendOffsetsToTransaction(batch.offsets(), member);
    untilAnswered(producer::commitTransaction);
  }

  /** Ends the thread; what is not committed by then is analysed again after the next start. */
  public void close() throws InterruptedException {
    closing = true;
    thread.join(1500);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(500);
    }
  }
}

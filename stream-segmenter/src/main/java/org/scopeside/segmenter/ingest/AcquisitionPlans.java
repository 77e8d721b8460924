package org.scopeside.segmenter.ingest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.EventType;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the plan of each acquisition asks for: its model, and label images. Every segmenter reads
 * the whole acquisitions topic, from its beginning and outside any group, on a thread of its own.
 *
 * <p>A plan and its planes travel on different topics, so a plane may come first: who asks for an
 * acquisition that is not known yet waits for it, once.
 */
public final class AcquisitionPlans {
  private static final Logger log = LoggerFactory.getLogger(AcquisitionPlans.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Acquisitions remembered; the ones not asked for longest are forgotten. */
  static final int REMEMBERED = 10_000;

  private final Consumer<byte[], byte[]> kafka;
  private final String topic;
  private final long patienceNanos;
  private final Thread thread = new Thread(this::run, "scopeside-plans");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, Plan> plans =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Plan> eldest) {
          return size() > REMEMBERED;
        }
      };
  private volatile boolean closing;
  private volatile @Nullable String problem;

  /** What is known of an acquisition; an absent plan is one that was waited for in vain. */
  private record Plan(@Nullable String model, boolean labels) {
    static final Plan NONE = new Plan(null, false);
  }

  /**
   * @param kafka a consumer without a group, owned from now on
   * @param patience how long the first plane of an acquisition waits for its plan
   */
  public AcquisitionPlans(Consumer<byte[], byte[]> kafka, String topic, Duration patience) {
    this.kafka = kafka;
    this.topic = topic;
    this.patienceNanos = patience.toNanos();
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Null while it reads, else what is wrong for good. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * The model that an acquisition's plan asks for; null where it asks for none, or there is no
   * plan. Waits for a plan that has not come yet, but only once for each acquisition.
   */
  public synchronized @Nullable String modelOf(String acquisition) throws InterruptedException {
    long deadline = System.nanoTime() + patienceNanos;
    Plan plan = plans.get(acquisition);
    while (plan == null && !closing) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        log.info("No plan of acquisition {} came; the configured model is used", acquisition);
        plan = Plan.NONE;
        plans.put(acquisition, plan);
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        plan = plans.get(acquisition);
      }
    }
    return plan == null ? null : plan.model;
  }

  /**
   * Whether an acquisition's plan asks for label images; no where there is no plan. Does not wait:
   * who has objects to publish has asked for the model before.
   */
  public synchronized boolean wantsLabels(String acquisition) {
    Plan plan = plans.get(acquisition);
    return plan != null && plan.labels;
  }

  private synchronized void learn(AcquisitionStarted plan) {
    plans.put(plan.acquisition(), new Plan(plan.model(), plan.labels()));
    notifyAll();
  }

  private void run() {
    try {
      List<TopicPartition> partitions =
          kafka.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      kafka.assign(partitions);
      kafka.seekToBeginning(partitions);
      while (!closing) {
        kafka.poll(POLL).forEach(this::read);
      }
    } catch (WakeupException closed) {
      // the way to end a poll
    } catch (RuntimeException | Error e) {
      problem = "reading the plans of acquisitions failed: " + e;
      log.error("Reading {} failed and has ended", topic, e);
    } finally {
      kafka.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      stopped.countDown();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> event) {
    String type = KafkaRecords.headers(event.headers()).get("ce_type");
    if (event.value() == null || !EventType.ACQUISITION_STARTED.wireName().equals(type)) {
      return;
    }
    try {
      learn(AcquisitionStarted.fromJson(ContractJson.read(event.value())));
    } catch (MalformedRecordException e) {
      log.warn("A plan at {}-{} is malformed: {}", topic, event.offset(), e.getMessage());
    }
  }

  /** Ends the thread; who waits for a plan goes on without. */
  public void close() throws InterruptedException {
    closing = true;
    synchronized (this) {
      notifyAll();
    }
    kafka.wakeup();
    if (thread.isAlive() && !stopped.await(2, TimeUnit.SECONDS)) {
      log.warn("The reader of {} did not end in 2 s", topic);
    }
  }
}

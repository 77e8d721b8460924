package org.scopeside.publish;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.WireRecord;

/**
 * Publishes the planes of acquisitions: a queue bounded by bytes, encoder threads, an idempotent
 * producer. Nothing here waits on the thread that offers a plane.
 *
 * <pre>
 *   offer ─▶ [budget of bytes] ─▶ encoder n: queue ─▶ encode ─▶ producer ─▶ acknowledged: budget given back
 * </pre>
 *
 * <p>A plane holds its share of the budget until the broker acknowledged it, so the budget bounds
 * all planes in memory. Planes of one field go through one encoder and keep their order.
 * Thread-safe.
 */
public final class FramePublisher implements Closeable {
  private static final long TALLY_PERIOD_MS = 500;

  private final PublisherSettings settings;
  private final Producer<String, byte[]> producer;
  private final Function<Map<String, Object>, byte[]> json;
  private final Consumer<String> log;
  private final ByteBudget budget;
  private final List<Encoder> encoders = new ArrayList<>();
  private final List<AcquisitionRun> runs = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService tallies;

  /**
   * @param producer closed with the publisher
   * @param json writes event bodies; the contract brings no JSON library
   * @param log takes one line about a failure, in words
   */
  public FramePublisher(
      PublisherSettings settings,
      Producer<String, byte[]> producer,
      Function<Map<String, Object>, byte[]> json,
      Consumer<String> log) {
    this.settings = settings;
    this.producer = producer;
    this.json = json;
    this.log = log;
    this.budget = new ByteBudget(settings.queueBytes());
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
    Future<?> unused =
        tallies.scheduleWithFixedDelay(
            this::announceProgress, TALLY_PERIOD_MS, TALLY_PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Announces an acquisition and returns what takes its planes. */
  public AcquisitionRun begin(AcquisitionStarted plan) {
    sendEvent(EventType.ACQUISITION_STARTED, plan.key(), plan.startedAt(), plan.toJson());
    AcquisitionRun run = new AcquisitionRun(this, plan);
    runs.add(run);
    return run;
  }

  /** Bytes of planes that wait to be encoded or acknowledged. */
  public long backlogBytes() {
    return budget.bytesTaken();
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

  void announceEnd(AcquisitionRun run) {
    runs.remove(run);
    sendTally(run.tally());
    producer.flush();
  }

  void report(String line) {
    log.accept(line);
  }

  private void enter(AcquisitionRun run, CapturedPlane plane) {
    run.departed();
    int encoder = Math.floorMod(plane.header().partitionKey().hashCode(), encoders.size());
    encoders.get(encoder).queue.add(new Job(run, plane));
  }

  private void send(Job job, WireRecord record) {
    PlaneHeader header = job.plane.header();
    Future<?> unused =
        producer.send(
            toKafka(settings.topics().frames(), record),
            (metadata, failure) -> {
              budget.giveBack(header.planeBytes());
              if (failure == null) {
                job.run.acknowledged();
              } else {
                job.run.failed(header, "Kafka did not take it: " + failure.getMessage());
              }
            });
  }

  private void announceProgress() {
    for (AcquisitionRun run : runs) {
      sendTally(run.tally());
    }
  }

  private void sendTally(AcquisitionTally tally) {
    sendEvent(tally.type(), tally.key(), tally.at(), tally.toJson());
  }

  private void sendEvent(EventType type, String key, Instant at, Map<String, Object> body) {
    WireRecord event =
        new WireRecord(key, JsonEvents.headers(type, key, settings.source(), at), json.apply(body));
    Future<?> unused =
        producer.send(
            toKafka(settings.topics().acquisitions(), event),
            (metadata, failure) -> {
              if (failure != null) {
                log.accept(
                    type.wireName() + " of " + key + " was not sent: " + failure.getMessage());
              }
            });
  }

  private static ProducerRecord<String, byte[]> toKafka(String topic, WireRecord record) {
    ProducerRecord<String, byte[]> kafka =
        new ProducerRecord<>(topic, record.key(), record.value());
    record
        .headers()
        .forEach((name, text) -> kafka.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return kafka;
  }

  /**
   * Ends what still runs as cancelled and closes the producer; planes not sent by then are lost.
   */
  @Override
  public void close() {
    tallies.shutdownNow();
    for (AcquisitionRun run : runs) {
      run.close();
    }
    for (Encoder encoder : encoders) {
      encoder.interrupt();
    }
    producer.close(java.time.Duration.ofSeconds(1));
  }

  private static final class Job {
    final AcquisitionRun run;
    final CapturedPlane plane;

    Job(AcquisitionRun run, CapturedPlane plane) {
      this.run = run;
      this.plane = plane;
    }
  }

  /** One thread with an encoder of its own. Its queue is bounded by the publisher's budget. */
  private final class Encoder extends Thread {
    final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();

    Encoder(int index) {
      super("scopeside-encode-" + index);
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      try (PlaneEncoder encoder = new PlaneEncoder(settings.codec())) {
        while (!isInterrupted()) {
          publish(queue.take(), encoder);
        }
      } catch (InterruptedException closing) {
        interrupt();
      }
    }

    private void publish(Job job, PlaneEncoder encoder) throws InterruptedException {
      try {
        send(job, job.plane.encode(encoder));
      } catch (org.apache.kafka.common.errors.InterruptException closing) {
        throw new InterruptedException(closing.getMessage());
      } catch (RuntimeException e) {
        budget.giveBack(job.plane.header().planeBytes());
        job.run.failed(job.plane.header(), "it could not be sent: " + e.getMessage());
      }
    }
  }
}

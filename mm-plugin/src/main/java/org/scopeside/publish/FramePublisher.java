package org.scopeside.publish;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
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

  /** What all acquisitions together get to end when the publisher is closed. */
  private static final long CLOSE_MS = 2000;

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
    Future<?> unused =
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

  @SuppressWarnings("FutureReturnValueIgnored") // it is awaited, with the one inside
  void announceEnd(AcquisitionRun run, long deadline)
      throws InterruptedException, TimeoutException {
    // On the thread of the progress tallies: one of them that came after the end would replace it
    // on the compacted topic. It also bounds a send that waits for a broker that is away.
    Future<Future<?>> sending =
        tallies.submit(
            () -> {
              runs.remove(run);
              return sendTally(run.tally());
            });
    try {
      sending.get(left(deadline), TimeUnit.NANOSECONDS).get(left(deadline), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException("Kafka has not acknowledged the end");
    } catch (ExecutionException e) {
      throw new KafkaException("the end could not be sent: " + e.getCause(), e.getCause());
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
      AcquisitionTally tally = run.tally();
      try {
        if (!tally.ended()) {
          Future<?> unused = sendTally(tally);
        }
      } catch (RuntimeException e) {
        // Thrown on, it would cancel the timer, and with it all later tallies.
        log.accept(tally.type().wireName() + " of " + tally.key() + " was not sent: " + e);
      }
    }
  }

  private Future<?> sendTally(AcquisitionTally tally) {
    return sendEvent(tally.type(), tally.key(), tally.at(), tally.toJson());
  }

  private Future<?> sendEvent(EventType type, String key, Instant at, Map<String, Object> body) {
    WireRecord event =
        new WireRecord(key, JsonEvents.headers(type, key, settings.source(), at), json.apply(body));
    return producer.send(
        toKafka(settings.topics().acquisitions(), event),
        (metadata, failure) -> {
          if (failure != null) {
            log.accept(type.wireName() + " of " + key + " was not sent: " + failure.getMessage());
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
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MS);
    for (AcquisitionRun run : runs) {
      run.cancel(left(deadline));
    }
    tallies.shutdownNow();
    for (Encoder encoder : encoders) {
      encoder.interrupt();
    }
    producer.close(Duration.ofMillis(500));
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
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private @Nullable String ended;

    Encoder(int index) {
      super("scopeside-encode-" + index);
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      String reason = "the publisher was closed first";
      try (PlaneEncoder encoder = new PlaneEncoder(settings.codec())) {
        while (!isInterrupted()) {
          publish(queue.take(), encoder);
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
        send(job, job.plane.encode(encoder));
      } catch (InterruptException closing) {
        drop(job, "the publisher was closed first");
        throw new InterruptedException(closing.getMessage());
      } catch (RuntimeException e) {
        drop(job, "it could not be sent: " + e.getMessage());
      } catch (OutOfMemoryError e) {
        drop(job, "there was no memory to encode it: " + e.getMessage());
      } catch (Error e) {
        drop(job, "it could not be sent: " + e);
        throw e;
      }
    }
  }
}

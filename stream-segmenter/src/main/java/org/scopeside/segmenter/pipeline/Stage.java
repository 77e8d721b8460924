package org.scopeside.segmenter.pipeline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step of the journey: a queue bounded by bytes, a named pool of threads that take from it, a
 * timer. A stage without room makes the one before it wait, back to the consumer, which pauses
 * Kafka.
 */
final class Stage<I> {
  private static final Logger log = LoggerFactory.getLogger(Stage.class);

  /** What is done with a batch; it reports its own failures and throws only when closing. */
  interface Step<I> {
    void run(List<I> batch) throws InterruptedException;
  }

  private final String name;
  private final int threads;
  private final int batch;
  private final Step<I> step;
  private final ByteBoundedQueue<I> queue;
  private final WorkerExecutor pool;
  private final Timer timer;
  private volatile @Nullable String problem;

  Stage(
      Vertx vertx,
      MeterRegistry meters,
      String name,
      int threads,
      int batch,
      long queueBytes,
      ToLongFunction<I> weight,
      Step<I> step) {
    this.name = name;
    this.threads = threads;
    this.batch = batch;
    this.step = step;
    this.queue = new ByteBoundedQueue<>(queueBytes, weight);
    // Its threads live as long as the stage, so the check for blocked workers would only cry wolf.
    this.pool =
        vertx.createSharedWorkerExecutor("scopeside-" + name, threads, 36500, TimeUnit.DAYS);
    this.timer =
        Timer.builder("scopeside.stage")
            .description("Time a batch of planes spends in a stage")
            .tag("stage", name)
            .publishPercentiles(0.5, 0.99)
            .register(meters);
    Gauge.builder("scopeside.stage.queue.bytes", queue, ByteBoundedQueue::bytes)
        .description("Bytes that wait for a stage")
        .tag("stage", name)
        .register(meters);
  }

  void start() {
    for (int i = 0; i < threads; i++) {
      pool.executeBlocking(this::loop, false)
          .onFailure(
              failure -> {
                problem = "a thread of stage " + name + " ended: " + failure;
                log.error("A thread of stage {} ended", name, failure);
              });
    }
  }

  /** Null while all its threads work, else what ended one: the planes that it held are stuck. */
  @Nullable String problem() {
    return problem;
  }

  boolean offer(I item) {
    return queue.offer(item);
  }

  void put(I item) throws InterruptedException {
    queue.put(item);
  }

  void close() {
    queue.close();
    pool.close();
  }

  private boolean loop() {
    try {
      for (List<I> items = queue.take(batch); !items.isEmpty(); items = queue.take(batch)) {
        long start = System.nanoTime();
        step.run(items);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}

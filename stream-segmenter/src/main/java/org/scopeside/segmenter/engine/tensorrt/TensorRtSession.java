package org.scopeside.segmenter.engine.tensorrt;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.DeviceSession;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorChecks;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.ShapeRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network in TensorRT. Tensors on the host are run in slots, each with a thread, a stream and a
 * context, so that copies of one overlap with the work of another; who has its tensors on the
 * device opens a run.
 */
final class TensorRtSession implements DeviceSession {
  private static final Logger log = LoggerFactory.getLogger(TensorRtSession.class);

  private final Cuda cuda;
  private final TensorRt.LoadedEngine engine;
  private final Facts facts;
  private final DeviceLoss loss;
  private final Refitting refitting;
  private final Semaphore turns;
  private final ExecutorService threads;
  private final Deque<RunSlot> slots = new ArrayDeque<>();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong contexts = new AtomicLong();

  /** Held for reading by runs, for writing while weights are exchanged. */
  private final ReadWriteLock weights = new ReentrantReadWriteLock(true);

  private volatile boolean closed;

  /**
   * What is known of it.
   *
   * @param device for people
   * @param precision that it computes in
   * @param concurrency runs under way together
   * @param maxBatch largest batch that it was built for
   * @param profile shapes that it was built for, by input
   * @param budget device memory for tensors
   */
  record Facts(
      String device,
      String precision,
      int concurrency,
      int maxBatch,
      Map<String, ShapeRange> profile,
      long budget) {}

  /** Puts a file's weights into an engine, whatever must be done to the file before. */
  interface Refitting {
    void refit(TensorRt.LoadedEngine engine, Path network) throws EngineException;
  }

  /**
   * Takes an engine.
   *
   * @param engine closed with it
   */
  TensorRtSession(
      Cuda cuda, TensorRt.LoadedEngine engine, Facts facts, DeviceLoss loss, Refitting refitting) {
    this.cuda = cuda;
    this.engine = engine;
    this.facts = facts;
    this.loss = loss;
    this.refitting = refitting;
    turns = new Semaphore(facts.concurrency(), true);
    threads =
        Executors.newFixedThreadPool(
            facts.concurrency(),
            task -> {
              Thread thread = new Thread(task, "tensorrt");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public List<TensorSpec> inputs() {
    return engine.inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return engine.outputs();
  }

  /** Bytes are those of weights, of every context's scratch and of all tensors. */
  @Override
  public DeviceReport device() {
    long bytes = engine.weightBytes() + contexts.get() * engine.contextBytes() + held.get();
    return new DeviceReport(facts.device(), bytes, facts.precision());
  }

  @Override
  public int concurrency() {
    return facts.concurrency();
  }

  @Override
  public int maxBatch() {
    return facts.maxBatch();
  }

  @Override
  public Cuda cuda() {
    return cuda;
  }

  @Override
  public CompletionStage<Map<String, Tensor>> run(
      Map<String, Tensor> given, Map<String, Tensor> pinned, List<String> allocated) {
    try {
      TensorChecks.demand(this, given, pinned, allocated);
      demandWithin(given);
      turns.acquire();
    } catch (EngineException e) {
      return CompletableFuture.failedFuture(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new EngineException(Reason.RUN_FAILED, "interrupted while waiting for the GPU", e));
    }
    if (closed) {
      turns.release();
      return CompletableFuture.failedFuture(
          new EngineException(Reason.RUN_FAILED, "the session is closed"));
    }
    CompletableFuture<Map<String, Tensor>> result = new CompletableFuture<>();
    threads.execute(() -> runInSlot(given, pinned, allocated, result));
    return result;
  }

  private void demandWithin(Map<String, Tensor> given) throws EngineException {
    for (Map.Entry<String, ShapeRange> entry : facts.profile().entrySet()) {
      Tensor tensor = given.get(entry.getKey());
      if (tensor != null) {
        demandWithin(entry.getKey(), tensor.shape(), entry.getValue());
      }
    }
  }

  private static void demandWithin(String name, long[] shape, ShapeRange range)
      throws EngineException {
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] < range.min().get(axis) || shape[axis] > range.max().get(axis)) {
        throw new EngineException(
            Reason.TENSOR_MISMATCH,
            axis == 0
                ? "a batch of %d of input %s exceeds the %d that the engine was built for; ask for smaller batches, or build it for larger ones"
                    .formatted(shape[0], name, range.max().get(0))
                : "input %s of %s lies outside of the shapes %s to %s that the engine was built for"
                    .formatted(name, Arrays.toString(shape), range.min(), range.max()));
      }
    }
  }

  private void runInSlot(
      Map<String, Tensor> given,
      Map<String, Tensor> pinned,
      List<String> allocated,
      CompletableFuture<Map<String, Tensor>> result) {
    @Nullable RunSlot slot = null;
    @Nullable Map<String, Tensor> tensors = null;
    @Nullable Throwable failure = null;
    weights.readLock().lock();
    try {
      slot = take();
      tensors = slot.run(given, pinned, allocated);
    } catch (EngineException e) {
      failure = e;
      if (e.reason() == Reason.DEVICE_LOST) {
        loss.lost(e);
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      weights.readLock().unlock();
      giveBack(slot);
      turns.release();
    }
    if (tensors != null) {
      result.complete(tensors);
    } else {
      result.completeExceptionally(failure);
    }
  }

  /** An idle slot, else a new one: there are as many as were ever under way together. */
  private RunSlot take() throws EngineException {
    synchronized (slots) {
      if (!slots.isEmpty()) {
        return slots.pop();
      }
    }
    RunSlot slot = new RunSlot(cuda, engine, held, facts.budget());
    contexts.incrementAndGet();
    return slot;
  }

  private void giveBack(@Nullable RunSlot slot) {
    if (slot != null) {
      synchronized (slots) {
        slots.push(slot);
      }
    }
  }

  @Override
  public DeviceRun openRun() throws EngineException {
    TensorRt.Context context = engine.createContext();
    contexts.incrementAndGet();
    return new OpenRun(context);
  }

  /** A context whose tensors lie on the device. */
  private final class OpenRun implements DeviceRun {
    private final TensorRt.Context context;

    private OpenRun(TensorRt.Context context) {
      this.context = context;
    }

    @Override
    public void shape(String input, long... shape) throws EngineException {
      ShapeRange range = facts.profile().get(input);
      if (range != null) {
        demandWithin(input, shape, range);
      }
      context.shape(input, shape);
    }

    @Override
    public void address(String tensor, long address) throws EngineException {
      context.address(tensor, address);
    }

    @Override
    public void enqueue(long stream) throws EngineException {
      context.enqueue(stream);
    }

    @Override
    public void close() {
      contexts.decrementAndGet();
      context.close();
    }
  }

  @Override
  public void deviceLost(EngineException failure) {
    loss.lost(failure);
  }

  /** Runs of slots are waited for; who opened runs must let none be under way. */
  @Override
  public void refit(Path network) throws EngineException {
    weights.writeLock().lock();
    try {
      refitting.refit(engine, network);
      synchronized (slots) {
        for (RunSlot slot : slots) {
          slot.dropGraphs();
        }
      }
    } finally {
      weights.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    turns.acquireUninterruptibly(facts.concurrency());
    try {
      if (!closed) {
        closed = true;
        threads.shutdown();
        closeSlots();
        engine.close();
      }
    } finally {
      turns.release(facts.concurrency());
    }
  }

  private void closeSlots() {
    List<RunSlot> all;
    synchronized (slots) {
      all = new ArrayList<>(slots);
    }
    for (RunSlot slot : all) {
      try {
        slot.close();
      } catch (EngineException e) {
        log.warn("memory of the GPU was not given back: {}", e.getMessage());
      }
    }
  }
}

package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/**
 * A GPU made of the CPU, for tests. Device memory is the host's, guarded ({@link HostMemory});
 * streams are threads, so calls only enqueue, as on a GPU; kernels are the same source compiled by
 * g++ ({@link HostKernels}). Counts what is taken and not given back, remembers calls, fails where
 * asked to. Stricter than CUDA: copies outside of allocations and from memory that is not pinned
 * fail, allocating while the same thread records a graph fails.
 */
public final class HostCuda implements Cuda {
  private final HostMemory memory = new HostMemory();
  private final AtomicLong handles = new AtomicLong(1 << 20);
  private final Map<Long, HostStream> streams = new ConcurrentHashMap<>();
  private final Map<Long, HostEvent> events = new ConcurrentHashMap<>();
  private final Map<Long, HostStream.Work> graphs = new ConcurrentHashMap<>();
  private final HostModules modules = new HostModules();
  private final List<HostCapture> captures = new ArrayList<>();
  private final HostCalls calls = new HostCalls();
  private volatile CudaDevice device = new CudaDevice(0, "host", 9, 0, 8L << 30, 4, true);

  // What tests ask for.

  /** Runs blocks of so many real threads from now on; 1 unless asked. */
  public HostCuda withThreads(int threadsOfBlock) {
    modules.shape(threadsOfBlock, modules.mostBlocks());
    return this;
  }

  /** Runs launches with so many blocks at most from now on. */
  public HostCuda withMostBlocks(int blocks) {
    modules.shape(modules.threads(), blocks);
    return this;
  }

  /** Pretends to be another device. */
  public HostCuda withDevice(CudaDevice pretended) {
    device = pretended;
    return this;
  }

  /** Kernels of the package {@code gpu}, compiled after {@code portable.cuh}. */
  public Kernels kernels(String... resources) throws EngineException {
    String source = HostKernels.source(resources);
    return new Kernels(this, loadModule(source.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Makes the call fail, by throwing.
   *
   * @param call a method of {@link Cuda}, {@code launch NAME} for one kernel, or a name given to
   *     {@link #enqueue}
   * @param after so many that succeed
   */
  public void fail(String call, int after, Reason reason) {
    fail(call, after, reason, call + " failed, as the test asked");
  }

  /** The same, in given words. */
  public void fail(String call, int after, Reason reason, String message) {
    calls.fail(call, after, false, new EngineException(reason, message));
  }

  /** Makes what the call enqueues fail when its turn comes; told when waited for. */
  public void failLater(String call, int after, Reason reason) {
    String message = call + " failed, as the test asked";
    calls.fail(call, after, true, new EngineException(reason, message));
  }

  /** Enqueues work of the test's own, which may be recorded like any other. */
  public void enqueue(long stream, String name, Runnable task) throws EngineException {
    add(stream, name, task::run);
  }

  /**
   * Calls so far: {@code allocate}, {@code launch blend}. Forgotten whenever they are {@value
   * HostCalls#MOST_REMEMBERED}.
   */
  public List<String> calls() {
    return calls.soFar();
  }

  public void forgetCalls() {
    calls.forget();
  }

  /** What was taken and not given back. */
  public List<String> leaks() {
    List<String> leaks = memory.leaks();
    streams.keySet().forEach(stream -> leaks.add("stream " + stream));
    events.keySet().forEach(event -> leaks.add("event " + event));
    graphs.keySet().forEach(graph -> leaks.add("graph " + graph));
    return leaks;
  }

  /**
   * Finds writes outside of what is allocated.
   *
   * @throws IllegalStateException if there were any
   */
  public void checkMemory() {
    memory.check();
  }

  /** Device memory taken now. */
  public long allocatedBytes() {
    return memory.liveBytes();
  }

  /** Most device memory that was taken at any time. */
  public long mostAllocatedBytes() {
    return memory.mostBytes();
  }

  // Cuda.

  @Override
  public CudaDevice device() {
    return device;
  }

  @Override
  public long freeBytes() throws EngineException {
    begin("freeBytes");
    return Math.max(0, device.memoryBytes() - memory.liveBytes());
  }

  @Override
  public long allocate(long bytes) throws EngineException {
    begin("allocate");
    demandNoCapture("cudaMalloc");
    if (bytes < 1) {
      throw new IllegalArgumentException(bytes + " bytes");
    }
    if (bytes > device.memoryBytes() - memory.liveBytes()) {
      throw new EngineException(
          Reason.OUT_OF_MEMORY, "cudaMalloc of %d bytes: out of memory".formatted(bytes));
    }
    return memory.allocate(bytes);
  }

  @Override
  public void free(long address) throws EngineException {
    demandNoCapture("cudaFree");
    for (HostStream stream : streams.values()) {
      if (stream.capture == null) {
        quietly(stream.mark());
      }
    }
    memory.free(address);
    begin("free");
  }

  private static void quietly(HostStream.HostMark mark) {
    try {
      mark.await();
    } catch (EngineException e) {
      // Told to whoever waits for the stream.
    }
  }

  @Override
  public ByteBuffer allocatePinned(int bytes) throws EngineException {
    begin("allocatePinned");
    demandNoCapture("cudaHostAlloc");
    return memory.allocatePinned(bytes);
  }

  @Override
  public void freePinned(ByteBuffer buffer) throws EngineException {
    memory.freePinned(buffer);
    begin("freePinned");
  }

  @Override
  public long createStream() throws EngineException {
    begin("createStream");
    long handle = handles.incrementAndGet();
    streams.put(handle, new HostStream((int) handle));
    return handle;
  }

  @Override
  public void destroyStream(long stream) throws EngineException {
    stream(stream).end();
    streams.remove(stream);
    begin("destroyStream");
  }

  @Override
  public void synchronize(long stream) throws EngineException {
    begin("synchronize");
    HostStream waited = stream(stream);
    if (waited.capture != null) {
      throw captureError("cudaStreamSynchronize");
    }
    await(waited.mark());
  }

  private void await(HostStream.HostMark mark) throws EngineException {
    try {
      mark.await();
    } catch (EngineException e) {
      if (e.reason() == Reason.DEVICE_LOST) {
        calls.lose(e);
      }
      streams.values().forEach(stream -> stream.clear(e));
      throw e;
    }
  }

  @Override
  public void copyToDevice(long target, ByteBuffer host, int offset, long bytes, long stream)
      throws EngineException {
    memory.demandPinned("copyToDevice", host, offset, bytes);
    long source = HostMemory.addressOf(host) + offset;
    add(
        stream,
        "copyToDevice",
        () -> {
          memory.demandLive("copyToDevice", target, bytes);
          memory.copy(target, source, bytes);
        });
  }

  @Override
  public void copyToHost(ByteBuffer host, int offset, long source, long bytes, long stream)
      throws EngineException {
    memory.demandPinned("copyToHost", host, offset, bytes);
    long target = HostMemory.addressOf(host) + offset;
    add(
        stream,
        "copyToHost",
        () -> {
          memory.demandLive("copyToHost", source, bytes);
          memory.copy(target, source, bytes);
        });
  }

  @Override
  public void fill(long target, int value, long bytes, long stream) throws EngineException {
    add(stream, "fill", () -> memory.fill(target, value, bytes));
  }

  @Override
  public long createEvent(boolean timed) throws EngineException {
    begin("createEvent");
    long handle = handles.incrementAndGet();
    events.put(handle, new HostEvent(timed));
    return handle;
  }

  @Override
  public void destroyEvent(long event) throws EngineException {
    if (events.remove(event) == null) {
      throw new IllegalStateException("no event " + event);
    }
    begin("destroyEvent");
  }

  @Override
  public void record(long event, long stream) throws EngineException {
    begin("record");
    HostStream recorded = stream(stream);
    HostEvent target = event(event);
    HostCapture capture = recorded.capture;
    target.capture = capture;
    if (capture == null) {
      target.mark = recorded.mark();
    } else {
      target.captured = capture.mark(recorded);
    }
  }

  @Override
  public void waitFor(long stream, long event) throws EngineException {
    begin("waitFor");
    HostStream waiting = stream(stream);
    HostEvent awaited = event(event);
    HostCapture recording = awaited.capture;
    if (recording != null && captures(recording)) {
      if (waiting.capture != null && waiting.capture != recording) {
        throw captureError("cudaStreamWaitEvent");
      }
      waiting.capture = recording;
      recording.join(waiting, awaited.captured);
      return;
    }
    if (waiting.capture != null) {
      throw captureError("cudaStreamWaitEvent on an event from outside");
    }
    HostStream.HostMark mark = awaited.mark;
    if (mark != null) {
      waiting.enqueue("waitFor", mark::await);
    }
  }

  private boolean captures(HostCapture capture) {
    synchronized (captures) {
      return captures.contains(capture);
    }
  }

  @Override
  public void synchronizeEvent(long event) throws EngineException {
    begin("synchronizeEvent");
    HostEvent awaited = event(event);
    if (awaited.capture != null) {
      throw captureError("cudaEventSynchronize");
    }
    HostStream.HostMark mark = awaited.mark;
    if (mark != null) {
      await(mark);
    }
  }

  @Override
  public float elapsedMillis(long first, long second) throws EngineException {
    begin("elapsedMillis");
    return (event(second).happened() - event(first).happened()) / 1e6f;
  }

  @Override
  public byte[] compile(String name, String source, List<String> options) throws EngineException {
    begin("compile");
    return HostModules.compile(source, options);
  }

  @Override
  public long loadModule(byte[] ptx) throws EngineException {
    begin("loadModule");
    long handle = handles.incrementAndGet();
    modules.load(handle, ptx);
    return handle;
  }

  @Override
  public long kernel(long module, String name) throws EngineException {
    begin("kernel");
    long handle = handles.incrementAndGet();
    modules.find(handle, module, name);
    return handle;
  }

  @Override
  public void launch(long kernel, int blocks, int threadsOfBlock, ByteBuffer arguments, long stream)
      throws EngineException {
    HostModules.Launch launch = modules.launch(kernel, blocks, threadsOfBlock, arguments);
    add(stream, launch.name(), launch.work());
  }

  @Override
  public void beginCapture(long stream) throws EngineException {
    begin("beginCapture");
    HostStream captured = stream(stream);
    if (captured.capture != null) {
      throw captureError("cudaStreamBeginCapture");
    }
    HostCapture capture = new HostCapture(captured);
    synchronized (captures) {
      captures.add(capture);
    }
    captured.capture = capture;
  }

  @Override
  public long endCapture(long stream) throws EngineException {
    begin("endCapture");
    HostStream captured = stream(stream);
    HostCapture capture = captured.capture;
    if (capture == null || !capture.isFrom(captured)) {
      throw captureError("cudaStreamEndCapture");
    }
    synchronized (captures) {
      captures.remove(capture);
    }
    long handle = handles.incrementAndGet();
    graphs.put(handle, capture.end());
    return handle;
  }

  @Override
  public void launchGraph(long graph, long stream) throws EngineException {
    add(stream, "launchGraph", Objects.requireNonNull(graphs.get(graph)));
  }

  @Override
  public void destroyGraph(long graph) throws EngineException {
    Objects.requireNonNull(graphs.remove(graph));
    begin("destroyGraph");
  }

  private void add(long stream, String name, HostStream.Work work) throws EngineException {
    EngineException later = begin(name);
    HostStream target = stream(stream);
    HostStream.Work done =
        later == null
            ? work
            : () -> {
              throw later;
            };
    HostCapture capture = target.capture;
    if (capture == null) {
      target.enqueue(name, done);
    } else {
      capture.add(target, done);
    }
  }

  private @Nullable EngineException begin(String call) throws EngineException {
    return calls.begin(call);
  }

  private void demandNoCapture(String call) throws EngineException {
    synchronized (captures) {
      for (HostCapture capture : captures) {
        if (capture.isOf(Thread.currentThread())) {
          throw captureError(call);
        }
      }
    }
  }

  private static EngineException captureError(String call) {
    return new EngineException(
        Reason.RUN_FAILED, call + ": not while a graph is recorded (cudaErrorStreamCapture)");
  }

  private HostStream stream(long handle) {
    return Objects.requireNonNull(streams.get(handle), "no stream " + handle);
  }

  private HostEvent event(long handle) {
    return Objects.requireNonNull(events.get(handle), "no event " + handle);
  }
}

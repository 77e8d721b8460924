package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;

/**
 * CUDA through JavaCPP: the driver's interface alone, in the primary context of one device, which
 * TensorRT shares. Works from any thread.
 */
public final class JavaCppCuda implements Cuda {
  private static final Map<Integer, JavaCppCuda> DEVICES = new ConcurrentHashMap<>();
  private static final ThreadLocal<Calling> CALLING = ThreadLocal.withInitial(Calling::new);

  private final CudaDevice device;
  private final CUctx_st context;
  private final Handles<CUstream_st> streams = new Handles<>("stream");
  private final Handles<CUevent_st> events = new Handles<>("event");
  private final Handles<CUmod_st> modules = new Handles<>("module");
  private final Handles<CUfunc_st> kernels = new Handles<>("kernel");
  private final Handles<CUgraphExec_st> graphs = new Handles<>("graph");
  // Bytes by address, to tell in messages what this process holds itself.
  private final Map<Long, Long> allocations = new ConcurrentHashMap<>();
  private final AtomicLong allocated = new AtomicLong();

  private JavaCppCuda(CudaDevice device, CUctx_st context) {
    this.device = device;
    this.context = context;
  }

  /** What a thread's calls need again and again; and whose context is current in it. */
  private static final class Calling {
    final HostAddress host = new HostAddress();
    final HostAddress argument = new HostAddress();
    // CUDA takes an array with a pointer an argument; every kernel here has one.
    final PointerPointer<HostAddress> arguments = new PointerPointer<>(1);
    @Nullable JavaCppCuda current;
  }

  /**
   * The GPU of that index, opened by the first call.
   *
   * @throws EngineException if NVIDIA's libraries or that device are not to be had
   */
  public static synchronized JavaCppCuda of(int device) throws EngineException {
    JavaCppCuda open = DEVICES.get(device);
    if (open == null) {
      open = open(device);
      DEVICES.put(device, open);
    }
    return open;
  }

  private static JavaCppCuda open(int index) throws EngineException {
    CudaDevice device = CudaDevices.read(index);
    CUctx_st context = new CUctx_st();
    CudaStatus.check(
        "cuDevicePrimaryCtxRetain",
        cudart.cuDevicePrimaryCtxRetain(context, CudaDevices.handle(index)));
    return new JavaCppCuda(device, context);
  }

  /** Makes the device current in this thread; for calls of libraries that use CUDA themselves. */
  public void makeCurrent() throws EngineException {
    calling();
  }

  /** A stream of {@link #createStream()}, for libraries that enqueue on it. */
  public CUstream_st stream(long stream) {
    return streams.get(stream);
  }

  private Calling calling() throws EngineException {
    Calling calling = CALLING.get();
    if (calling.current != this) {
      CudaStatus.check("cuCtxSetCurrent", cudart.cuCtxSetCurrent(context));
      calling.current = this;
    }
    return calling;
  }

  @Override
  public CudaDevice device() {
    return device;
  }

  @Override
  public long freeBytes() throws EngineException {
    calling();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaStatus.check("cuMemGetInfo", cudart.cuMemGetInfo(free, total));
      return free.get();
    }
  }

  @Override
  public long allocate(long bytes) throws EngineException {
    calling();
    long[] address = new long[1];
    int status = cudart.cuMemAlloc(address, bytes);
    if (status != 0) {
      throw CudaStatus.exception("cuMemAlloc", status, wanted(bytes, status));
    }
    allocations.put(address[0], bytes);
    allocated.addAndGet(bytes);
    return address[0];
  }

  private String wanted(long bytes, int status) throws EngineException {
    if (CudaStatus.of(status) != CudaStatus.OUT_OF_MEMORY) {
      return "asked for %d bytes".formatted(bytes);
    }
    long free = freeBytes();
    long own = allocated.get();
    return "asked for %d bytes; of %d bytes %d are free, %d are this process's buffers, %d are held by"
            .formatted(bytes, device.memoryBytes(), free, own, device.memoryBytes() - free - own)
        + " networks and other processes";
  }

  @Override
  public void free(long address) throws EngineException {
    calling();
    CudaStatus.check("cuMemFree", cudart.cuMemFree(address));
    Long bytes = allocations.remove(address);
    if (bytes != null) {
      allocated.addAndGet(-bytes);
    }
  }

  @Override
  public ByteBuffer allocatePinned(int bytes) throws EngineException {
    calling();
    BytePointer pinned = new BytePointer();
    int status = cudart.cuMemHostAlloc(pinned, bytes, cudart.CU_MEMHOSTALLOC_PORTABLE);
    if (status != 0) {
      throw CudaStatus.exception(
          "cuMemHostAlloc", status, "asked for %d bytes of locked host memory".formatted(bytes));
    }
    return pinned.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  @Override
  public void freePinned(ByteBuffer buffer) throws EngineException {
    CudaStatus.check("cuMemFreeHost", cudart.cuMemFreeHost(calling().host.at(buffer, 0)));
  }

  @Override
  public long createStream() throws EngineException {
    calling();
    CUstream_st stream = new CUstream_st();
    // Such a stream does not wait for the default one, which others in the process may use.
    CudaStatus.check(
        "cuStreamCreate", cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING));
    return streams.add(stream);
  }

  @Override
  public void destroyStream(long stream) throws EngineException {
    calling();
    CudaStatus.check("cuStreamDestroy", cudart.cuStreamDestroy(streams.remove(stream)));
  }

  @Override
  public void synchronize(long stream) throws EngineException {
    calling();
    CudaStatus.check("cuStreamSynchronize", cudart.cuStreamSynchronize(streams.get(stream)));
  }

  @Override
  public void copyToDevice(long target, ByteBuffer host, int offset, long bytes, long stream)
      throws EngineException {
    requireWithin(host, offset, bytes);
    HostAddress from = calling().host.at(host, offset);
    CudaStatus.check(
        "cuMemcpyHtoDAsync", cudart.cuMemcpyHtoDAsync(target, from, bytes, streams.get(stream)));
  }

  @Override
  public void copyToHost(ByteBuffer host, int offset, long source, long bytes, long stream)
      throws EngineException {
    requireWithin(host, offset, bytes);
    HostAddress to = calling().host.at(host, offset);
    CudaStatus.check(
        "cuMemcpyDtoHAsync", cudart.cuMemcpyDtoHAsync(to, source, bytes, streams.get(stream)));
  }

  private static void requireWithin(ByteBuffer host, int offset, long bytes) {
    if (offset < 0 || bytes < 0 || bytes > host.capacity() - offset) {
      throw new IndexOutOfBoundsException(
          "%d bytes from %d of a buffer of %d".formatted(bytes, offset, host.capacity()));
    }
  }

  @Override
  public void fill(long target, int value, long bytes, long stream) throws EngineException {
    calling();
    CudaStatus.check(
        "cuMemsetD8Async",
        cudart.cuMemsetD8Async(target, (byte) value, bytes, streams.get(stream)));
  }

  @Override
  public long createEvent(boolean timed) throws EngineException {
    calling();
    CUevent_st event = new CUevent_st();
    int flags = timed ? cudart.CU_EVENT_DEFAULT : cudart.CU_EVENT_DISABLE_TIMING;
    CudaStatus.check("cuEventCreate", cudart.cuEventCreate(event, flags));
    return events.add(event);
  }

  @Override
  public void destroyEvent(long event) throws EngineException {
    calling();
    CudaStatus.check("cuEventDestroy", cudart.cuEventDestroy(events.remove(event)));
  }

  @Override
  public void record(long event, long stream) throws EngineException {
    calling();
    CudaStatus.check("cuEventRecord", cudart.cuEventRecord(events.get(event), streams.get(stream)));
  }

  @Override
  public void waitFor(long stream, long event) throws EngineException {
    calling();
    CudaStatus.check(
        "cuStreamWaitEvent", cudart.cuStreamWaitEvent(streams.get(stream), events.get(event), 0));
  }

  @Override
  public void synchronizeEvent(long event) throws EngineException {
    calling();
    CudaStatus.check("cuEventSynchronize", cudart.cuEventSynchronize(events.get(event)));
  }

  @Override
  public float elapsedMillis(long first, long second) throws EngineException {
    calling();
    float[] millis = new float[1];
    CudaStatus.check(
        "cuEventElapsedTime",
        cudart.cuEventElapsedTime(millis, events.get(first), events.get(second)));
    return millis[0];
  }

  @Override
  public byte[] compile(String name, String source, List<String> options) throws EngineException {
    return LargeStack.call("compiling " + name, () -> NvrtcProgram.compile(name, source, options));
  }

  @Override
  public long loadModule(byte[] ptx) throws EngineException {
    return LargeStack.call(
        "loading kernels",
        () -> {
          calling();
          CUmod_st module = new CUmod_st();
          // PTX is a text that ends with a zero; a second one does no harm.
          try (BytePointer image = new BytePointer(ptx.length + 1L)) {
            image.put(ptx, 0, ptx.length).put(ptx.length, (byte) 0);
            CudaStatus.check("cuModuleLoadData", cudart.cuModuleLoadData(module, image));
          }
          return modules.add(module);
        });
  }

  @Override
  public long kernel(long module, String name) throws EngineException {
    calling();
    CUfunc_st kernel = new CUfunc_st();
    int status = cudart.cuModuleGetFunction(kernel, modules.get(module), name);
    if (status != 0) {
      throw CudaStatus.exception("cuModuleGetFunction", status, "kernel " + name);
    }
    return kernels.add(kernel);
  }

  @Override
  public void launch(long kernel, int blocks, int threads, ByteBuffer arguments, long stream)
      throws EngineException {
    Calling calling = calling();
    calling.arguments.put(0, calling.argument.at(arguments, 0));
    CudaStatus.check(
        "cuLaunchKernel",
        cudart.cuLaunchKernel(
            kernels.get(kernel),
            blocks,
            1,
            1,
            threads,
            1,
            1,
            0,
            streams.get(stream),
            calling.arguments,
            (PointerPointer<?>) null));
  }

  @Override
  public void beginCapture(long stream) throws EngineException {
    calling();
    // Other threads may allocate or synchronize meanwhile: only this one's calls are watched.
    CudaStatus.check(
        "cuStreamBeginCapture",
        cudart.cuStreamBeginCapture(
            streams.get(stream), cudart.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
  }

  @Override
  public long endCapture(long stream) throws EngineException {
    calling();
    CUgraph_st graph = new CUgraph_st();
    CudaStatus.check("cuStreamEndCapture", cudart.cuStreamEndCapture(streams.get(stream), graph));
    try {
      CUgraphExec_st executable = new CUgraphExec_st();
      CudaStatus.check("cuGraphInstantiate", cudart.cuGraphInstantiate(executable, graph, 0));
      return graphs.add(executable);
    } finally {
      CudaStatus.check("cuGraphDestroy", cudart.cuGraphDestroy(graph));
    }
  }

  @Override
  public void launchGraph(long graph, long stream) throws EngineException {
    calling();
    CudaStatus.check("cuGraphLaunch", cudart.cuGraphLaunch(graphs.get(graph), streams.get(stream)));
  }

  @Override
  public void destroyGraph(long graph) throws EngineException {
    calling();
    CudaStatus.check("cuGraphExecDestroy", cudart.cuGraphExecDestroy(graphs.remove(graph)));
  }

  @Override
  public String toString() {
    return device.name();
  }
}

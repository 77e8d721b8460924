package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.decode.flows.FlowDecoder;
import org.scopeside.segmenter.decode.flows.FlowSettings;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.DeviceSession;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.CudaDevice;
import org.scopeside.segmenter.engine.cuda.KernelCompiler;
import org.scopeside.segmenter.engine.cuda.Kernels;
import org.scopeside.segmenter.engine.cuda.PtxCache;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.network.KindDecoder;
import org.scopeside.segmenter.network.NetworkShape;
import org.scopeside.segmenter.network.Rescaling;

/** What a plane costs the heap: a GPU that does nothing takes the calls, so the rest is ours. */
final class LaneAllocationTest {
  private static final int SIDE = 300;
  private static final int PLANES = 10_000;
  private static final int BYTES_ALLOWED = 64;

  /** Answers every call and does nothing, but that it copies back what it was last filled with. */
  private static final class QuietCuda implements Cuda {
    private final Map<Long, Integer> filled = new HashMap<>();
    private long next = 1 << 20;

    @Override
    public CudaDevice device() {
      return new CudaDevice(0, "quiet", 9, 0, 1L << 40, 4, true);
    }

    @Override
    public long freeBytes() {
      return 1L << 40;
    }

    @Override
    public long allocate(long bytes) {
      next += (bytes + 255) / 256 * 256;
      return next - (bytes + 255) / 256 * 256;
    }

    @Override
    public void free(long address) {}

    @Override
    public ByteBuffer allocatePinned(int bytes) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void freePinned(ByteBuffer buffer) {}

    @Override
    public long createStream() {
      return 1;
    }

    @Override
    public void destroyStream(long stream) {}

    @Override
    public void synchronize(long stream) {}

    @Override
    public void copyToDevice(long target, ByteBuffer host, int offset, long bytes, long stream) {}

    @Override
    public void copyToHost(ByteBuffer host, int offset, long source, long bytes, long stream) {
      Integer value = filled.get(source);
      for (int i = 0; value != null && i < bytes; i++) {
        host.put(offset + i, value.byteValue());
      }
    }

    @Override
    public void fill(long target, int value, long bytes, long stream) {
      filled.putIfAbsent(target, value);
    }

    @Override
    public long createEvent(boolean timed) {
      return 1;
    }

    @Override
    public void destroyEvent(long event) {}

    @Override
    public void record(long event, long stream) {}

    @Override
    public void waitFor(long stream, long event) {}

    @Override
    public void synchronizeEvent(long event) {}

    @Override
    public float elapsedMillis(long first, long second) {
      return 0;
    }

    @Override
    public byte[] compile(String name, String source, List<String> options) {
      return new byte[] {1};
    }

    @Override
    public long loadModule(byte[] ptx) {
      return 1;
    }

    @Override
    public long kernel(long module, String name) {
      return 1;
    }

    @Override
    public void launch(long kernel, int blocks, int threads, ByteBuffer arguments, long stream) {}

    @Override
    public void beginCapture(long stream) {}

    @Override
    public long endCapture(long stream) {
      return 1;
    }

    @Override
    public void launchGraph(long graph, long stream) {}

    @Override
    public void destroyGraph(long graph) {}
  }

  /** A network that is never computed. */
  private record QuietSession(Cuda cuda) implements DeviceSession {
    @Override
    public int maxBatch() {
      return 4;
    }

    @Override
    public DeviceRun openRun() {
      return new DeviceRun() {
        @Override
        public void shape(String input, long... shape) {}

        @Override
        public void address(String tensor, long address) {}

        @Override
        public void enqueue(long stream) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public void deviceLost(EngineException failure) {}

    @Override
    public List<TensorSpec> inputs() {
      return List.of(TensorSpec.of("image", TensorType.FLOAT32, -1, 1, -1, -1));
    }

    @Override
    public List<TensorSpec> outputs() {
      return List.of(TensorSpec.of("maps", TensorType.FLOAT32, -1, 3, -1, -1));
    }

    @Override
    public DeviceReport device() {
      return new DeviceReport("quiet", 0, "fp16");
    }

    @Override
    public int concurrency() {
      return 1;
    }

    @Override
    public CompletionStage<Map<String, Tensor>> run(
        Map<String, Tensor> inputs, Map<String, Tensor> pinned, List<String> allocated) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static GpuNetwork network(Cuda cuda) throws Exception {
    Size any = new Size(16, 16);
    ModelDescription description =
        new ModelDescription(
            "quiet",
            "1",
            "Quiet",
            "Finds nothing",
            "MIT",
            List.of(),
            List.of(),
            null,
            null,
            new Input(
                "image",
                Layout.BCYX,
                1,
                any,
                any,
                List.of(new Preprocessing.ScaleRange(1, 99.8, 1e-6, false))),
            List.of(new Output("maps", Layout.BCYX, 3, 1)),
            List.of(ChannelRole.CELL),
            Scale.ANY,
            new Tiling(224, 22, Blend.TAPER),
            List.of(),
            null,
            List.of());
    FlowDecoder decoder = new FlowDecoder(FlowSettings.DEFAULT);
    QuietSession session = new QuietSession(cuda);
    Kernels kernels =
        new KernelCompiler(cuda, PtxCache.ofUser(), null).compile("quiet", GpuKernels.source());
    return new GpuNetwork(
        description,
        session,
        new NetworkShape(description, session, Set.of("maps"), Set.of()),
        List.of(new GpuKind(KindDecoder.of("Cells", List.of("maps"), decoder), decoder)),
        kernels,
        GpuOptions.of(1L << 40).withAuditShare(0),
        new LongAdder(),
        2048);
  }

  @Test
  void shouldAllocateNothingForAPlane() throws Exception {
    Cuda cuda = new QuietCuda();
    try (GpuLane lane =
        new GpuLane(network(cuda), new Rescaling(Scale.ANY, Double.NaN), 1L << 40)) {
      ShortBuffer plane = ShortBuffer.allocate(SIDE * SIDE);
      IntBuffer labels = IntBuffer.allocate(SIDE * SIDE);
      for (int i = 0; i < 2000; i++) {
        lane.segment(plane, SIDE, SIDE, labels);
      }
      ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long id = Thread.currentThread().getId();
      long before = thread.getThreadAllocatedBytes(id);
      for (int i = 0; i < PLANES; i++) {
        lane.segment(plane, SIDE, SIDE, labels);
      }
      double each = (double) (thread.getThreadAllocatedBytes(id) - before) / PLANES;
      // Iterators and the like, where they were not compiled away; nothing of a plane's size.
      assertTrue(each <= BYTES_ALLOWED, each + " bytes a plane");
    }
  }
}

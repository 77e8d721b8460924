package org.scopeside.segmenter.engine.tensorrt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;

/**
 * TensorRT made of ONNX Runtime, on a GPU made of the CPU: an engine is a line that says for what
 * it was built, and the ONNX file. Refuses what TensorRT refuses: engines of another version or
 * device, shapes outside of the profile, tensors without a place.
 */
final class HostTensorRt implements TensorRt {
  final AtomicInteger builds = new AtomicInteger();
  final AtomicInteger contexts = new AtomicInteger();
  final AtomicInteger engines = new AtomicInteger();
  private final HostCuda cuda;
  private final String version;

  /** How long a build takes, ms. */
  volatile long buildMillis;

  HostTensorRt(HostCuda cuda, String version) {
    this.cuda = cuda;
    this.version = version;
  }

  private String header() {
    return "host engine " + version + " " + cuda.device().name() + "\n";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Plan build(BuildRequest request, BuildProgress progress) throws EngineException {
    builds.incrementAndGet();
    progress.at("building", 0.1);
    try {
      Thread.sleep(buildMillis);
      open(request.network()).close();
      byte[] network = Files.readAllBytes(request.network());
      byte[] header = header().getBytes(StandardCharsets.UTF_8);
      byte[] plan = Arrays.copyOf(header, header.length + network.length);
      System.arraycopy(network, 0, plan, header.length, network.length);
      progress.at("done", 1);
      return new Plan(
          plan, ("measured " + request.timingCache().length).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new EngineException(Reason.UNREADABLE_NETWORK, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.RUN_FAILED, "interrupted", e);
    }
  }

  private static EngineSession open(Path network) throws EngineException {
    return new OnnxRuntimeEngine().open(network, new EngineOptions(1, 4, 1, 0, Path.of("")));
  }

  @Override
  public LoadedEngine load(ByteBuffer plan) throws EngineException {
    if (!plan.isDirect()) {
      throw new IllegalArgumentException("a plan on the heap");
    }
    byte[] all = new byte[plan.remaining()];
    plan.get(all);
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(header, Arrays.copyOf(all, Math.min(header.length, all.length)))) {
      throw new EngineException(
          Reason.UNREADABLE_NETWORK, "the engine is not of " + header().strip());
    }
    try {
      Path file = Files.createTempFile("host-engine", ".onnx");
      try {
        Files.write(file, Arrays.copyOfRange(all, header.length, all.length));
        return new Loaded(open(file), all.length);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new EngineException(Reason.UNREADABLE_NETWORK, String.valueOf(e.getMessage()), e);
    }
  }

  private final class Loaded implements LoadedEngine {
    private volatile EngineSession network;
    private final long bytes;
    private final AtomicInteger open = new AtomicInteger();

    Loaded(EngineSession network, long bytes) {
      this.network = network;
      this.bytes = bytes;
      engines.incrementAndGet();
    }

    @Override
    public List<TensorSpec> inputs() {
      return network.inputs();
    }

    @Override
    public List<TensorSpec> outputs() {
      return network.outputs();
    }

    @Override
    public long weightBytes() {
      return bytes;
    }

    @Override
    public long contextBytes() {
      return 1024;
    }

    @Override
    public Context createContext() {
      contexts.incrementAndGet();
      open.incrementAndGet();
      return new HostContext(this);
    }

    @Override
    public void refit(Path changed) throws EngineException {
      EngineSession other = HostTensorRt.open(changed);
      if (!other.inputs().equals(network.inputs()) || !other.outputs().equals(network.outputs())) {
        other.close();
        throw new EngineException(Reason.TENSOR_MISMATCH, changed + " has other tensors");
      }
      EngineSession former = network;
      network = other;
      former.close();
    }

    @Override
    public void close() {
      if (open.get() != 0) {
        throw new IllegalStateException(open + " contexts of a closed engine");
      }
      engines.decrementAndGet();
      network.close();
    }
  }

  /** Shapes and places hold for the runs enqueued after them. */
  private final class HostContext implements Context {
    private final Loaded engine;
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Map<String, Long> places = new HashMap<>();

    HostContext(Loaded engine) {
      this.engine = engine;
    }

    @Override
    public void shape(String input, long[] shape) throws EngineException {
      TensorSpec spec =
          engine.inputs().stream()
              .filter(each -> each.name().equals(input))
              .findFirst()
              .orElseThrow();
      for (int i = 0; i < shape.length; i++) {
        long wanted = spec.shape().get(i);
        if (wanted != TensorSpec.DYNAMIC && wanted != shape[i]) {
          throw new EngineException(
              Reason.TENSOR_MISMATCH, spec + " was given " + Arrays.toString(shape));
        }
      }
      shapes.put(input, shape.clone());
    }

    @Override
    public void address(String tensor, long address) {
      places.put(tensor, address);
    }

    /** Told by runs on zeros and on ones: a shape in which they differ depends on values. */
    @Override
    public long[] outputShape(String output) {
      long[] zeros = tried(output, (byte) 0);
      return Arrays.equals(zeros, tried(output, (byte) 0x3F)) ? zeros : new long[] {-1};
    }

    private long[] tried(String output, byte filled) {
      Map<String, Tensor> given = new HashMap<>();
      for (TensorSpec input : engine.inputs()) {
        Tensor tensor =
            Tensor.allocate(input.type(), Objects.requireNonNull(shapes.get(input.name())));
        for (int i = 0; i < tensor.data().capacity(); i++) {
          tensor.data().put(i, filled);
        }
        given.put(input.name(), tensor);
      }
      return Objects.requireNonNull(
              engine
                  .network
                  .run(given, Map.of(), List.of(output))
                  .toCompletableFuture()
                  .join()
                  .get(output))
          .shape();
    }

    @Override
    public void enqueue(long stream) throws EngineException {
      Map<String, long[]> given = Map.copyOf(shapes);
      Map<String, Long> at = Map.copyOf(places);
      for (TensorSpec tensor : concatenated()) {
        if (!at.containsKey(tensor.name())) {
          throw new EngineException(Reason.RUN_FAILED, "enqueueV3: no place of " + tensor);
        }
      }
      cuda.enqueue(stream, "enqueueV3", () -> run(given, at));
    }

    private List<TensorSpec> concatenated() {
      List<TensorSpec> all = new java.util.ArrayList<>(engine.inputs());
      all.addAll(engine.outputs());
      return all;
    }

    private void run(Map<String, long[]> given, Map<String, Long> at) {
      Map<String, Tensor> in = new HashMap<>();
      for (TensorSpec input : engine.inputs()) {
        long[] shape = Objects.requireNonNull(given.get(input.name()));
        long place = Objects.requireNonNull(at.get(input.name()));
        in.put(
            input.name(),
            new Tensor(input.type(), shape, memory(place, bytes(input.type(), shape))));
      }
      List<String> names = engine.outputs().stream().map(TensorSpec::name).toList();
      Map<String, Tensor> out;
      try {
        out = engine.network.run(in, Map.of(), names).toCompletableFuture().join();
      } catch (CompletionException e) {
        throw new IllegalStateException(e.getCause());
      }
      for (String name : names) {
        ByteBuffer values = Objects.requireNonNull(out.get(name)).data().duplicate().clear();
        memory(Objects.requireNonNull(at.get(name)), values.limit()).put(values);
      }
    }

    @Override
    public void close() {
      contexts.decrementAndGet();
      engine.open.decrementAndGet();
    }
  }

  private static int bytes(TensorType type, long[] shape) {
    long bytes = type.bytes();
    for (long size : shape) {
      bytes *= size;
    }
    return Math.toIntExact(bytes);
  }

  private static ByteBuffer memory(long address, int bytes) {
    return new BytePointer(new At(address))
        .capacity(bytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** A place in memory. */
  private static final class At extends Pointer {
    At(long place) {
      address = place;
    }
  }
}

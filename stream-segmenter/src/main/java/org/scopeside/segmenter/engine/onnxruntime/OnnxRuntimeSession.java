package org.scopeside.segmenter.engine.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorChecks;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;

/**
 * A network in ONNX Runtime. Inputs and pinned outputs are wrapped, not copied: the runtime reads
 * and writes the caller's buffers.
 */
final class OnnxRuntimeSession implements EngineSession {
  private final OrtEnvironment environment = OnnxRuntimeLibrary.load();
  private final Loader loader;
  private OrtSession session;
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final int concurrency;
  private final Semaphore turns;
  private final DeviceReport device;
  private boolean closed;

  /** Loads another file as this one was. */
  interface Loader {
    OrtSession load(Path network) throws EngineException;
  }

  OnnxRuntimeSession(
      OrtSession session, EngineOptions options, String precision, long bytes, Loader loader)
      throws OrtException, EngineException {
    this.session = session;
    this.loader = loader;
    this.inputs = specs(session.getInputInfo().values());
    this.outputs = specs(session.getOutputInfo().values());
    this.concurrency = options.concurrency();
    this.turns = new Semaphore(concurrency, true);
    this.device =
        new DeviceReport(
            "CPU, %d %s (ONNX Runtime %s)"
                .formatted(
                    options.threads(),
                    options.threads() == 1 ? "thread" : "threads",
                    environment.getVersion()),
            bytes,
            precision);
  }

  private static List<TensorSpec> specs(Collection<NodeInfo> nodes) throws EngineException {
    List<TensorSpec> specs = new ArrayList<>();
    for (NodeInfo node : nodes) {
      if (!(node.getInfo() instanceof TensorInfo tensor)) {
        throw new EngineException(
            Reason.TENSOR_MISMATCH, node.getName() + " is no tensor: " + node.getInfo());
      }
      specs.add(TensorSpec.of(node.getName(), type(node.getName(), tensor), tensor.getShape()));
    }
    return List.copyOf(specs);
  }

  private static TensorType type(String name, TensorInfo tensor) throws EngineException {
    return switch (tensor.type) {
      case FLOAT -> TensorType.FLOAT32;
      case FLOAT16 -> TensorType.FLOAT16;
      case UINT8 -> TensorType.UINT8;
      case INT8 -> TensorType.INT8;
      case INT32 -> TensorType.INT32;
      case INT64 -> TensorType.INT64;
      default ->
          throw new EngineException(
              Reason.TENSOR_MISMATCH, name + " is of type " + tensor.type + ", which is not run");
    };
  }

  private static OnnxJavaType type(TensorType type) {
    return switch (type) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT8 -> OnnxJavaType.INT8;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
    };
  }

  @Override
  public List<TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public List<TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public DeviceReport device() {
    return device;
  }

  @Override
  public int concurrency() {
    return concurrency;
  }

  @Override
  public CompletionStage<Map<String, Tensor>> run(
      Map<String, Tensor> given, Map<String, Tensor> pinned, List<String> allocated) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(new EngineException(Reason.RUN_FAILED, "interrupted while waiting", e));
    }
    try {
      if (closed) {
        throw new EngineException(Reason.RUN_FAILED, "the session is closed");
      }
      TensorChecks.demand(this, given, pinned, allocated);
      return CompletableFuture.completedFuture(runNow(given, pinned, allocated));
    } catch (EngineException e) {
      return failed(e);
    } catch (OrtException e) {
      return failed(new EngineException(reason(e), String.valueOf(e.getMessage()), e));
    } finally {
      turns.release();
    }
  }

  private static CompletionStage<Map<String, Tensor>> failed(EngineException failure) {
    return CompletableFuture.failedFuture(failure);
  }

  private static Reason reason(OrtException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("allocate memory") || message.contains("bad_alloc")) {
      return Reason.OUT_OF_MEMORY;
    }
    boolean shape = message.contains("shape") || message.contains("dimension");
    return shape && e.getCode() != OrtException.OrtErrorCode.ORT_RUNTIME_EXCEPTION
        ? Reason.TENSOR_MISMATCH
        : Reason.RUN_FAILED;
  }

  private Map<String, Tensor> runNow(
      Map<String, Tensor> given, Map<String, Tensor> pinned, List<String> allocated)
      throws OrtException, EngineException {
    Map<String, OnnxTensor> in = new HashMap<>();
    Map<String, OnnxTensor> out = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> entry : given.entrySet()) {
        in.put(entry.getKey(), wrap(entry.getValue()));
      }
      for (Map.Entry<String, Tensor> entry : pinned.entrySet()) {
        out.put(entry.getKey(), wrap(entry.getValue()));
      }
      Map<String, Tensor> results = new HashMap<>(pinned);
      try (OrtSession.Result result = session.run(in, Set.copyOf(allocated), out)) {
        for (String name : allocated) {
          results.put(name, copy(name, (OnnxTensor) result.get(name).orElseThrow()));
        }
      }
      return results;
    } finally {
      in.values().forEach(OnnxTensor::close);
      out.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor wrap(Tensor tensor) throws OrtException {
    return switch (tensor.type()) {
      case FLOAT32 -> OnnxTensor.createTensor(environment, tensor.floats(), tensor.shape());
      default ->
          OnnxTensor.createTensor(environment, tensor.data(), tensor.shape(), type(tensor.type()));
    };
  }

  private static Tensor copy(String name, OnnxTensor tensor) throws OrtException, EngineException {
    TensorInfo info = tensor.getInfo();
    Tensor copy = Tensor.allocate(type(name, info), info.getShape());
    ByteBuffer bytes = tensor.getByteBuffer();
    copy.data().put(bytes);
    return copy;
  }

  @Override
  public void refit(Path network) throws EngineException {
    OrtSession other = loader.load(network);
    turns.acquireUninterruptibly(concurrency);
    try {
      if (closed) {
        other.close();
        throw new EngineException(Reason.RUN_FAILED, "the session is closed");
      }
      demandAlike(other, network);
      OrtSession former = session;
      session = other;
      former.close();
    } catch (OrtException e) {
      throw new EngineException(Reason.RUN_FAILED, String.valueOf(e.getMessage()), e);
    } finally {
      turns.release(concurrency);
    }
  }

  private void demandAlike(OrtSession other, Path network) throws OrtException, EngineException {
    List<TensorSpec> theirs = specs(other.getInputInfo().values());
    theirs =
        Stream.concat(theirs.stream(), specs(other.getOutputInfo().values()).stream()).toList();
    List<TensorSpec> ours = Stream.concat(inputs.stream(), outputs.stream()).toList();
    if (!theirs.equals(ours)) {
      other.close();
      throw new EngineException(
          Reason.TENSOR_MISMATCH, "%s has tensors %s, not %s".formatted(network, theirs, ours));
    }
  }

  @Override
  public void close() {
    turns.acquireUninterruptibly(concurrency);
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime did not close a session", e);
    } finally {
      turns.release(concurrency);
    }
  }
}

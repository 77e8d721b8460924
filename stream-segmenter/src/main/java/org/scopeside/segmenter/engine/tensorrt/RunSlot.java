package org.scopeside.segmenter.engine.tensorrt;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run at a time of tensors that lie on the host: a context, a stream, and memory of its own for
 * every tensor. While one slot computes, another copies. From its second run on, a shape is a CUDA
 * graph. Used by one thread at a time.
 */
final class RunSlot {
  private static final Logger log = LoggerFactory.getLogger(RunSlot.class);

  /** Shapes whose graphs are kept. */
  private static final int MOST_GRAPHS = 4;

  private static final long NOT_RECORDED = 0;

  private final Cuda cuda;
  private final TensorRt.Context context;
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final long stream;
  private final Map<String, SlotBuffer> buffers = new HashMap<>();

  /** Graphs by shapes, or that a shape was run once; the one used last at the end. */
  private final Map<String, Long> graphs = new LinkedHashMap<>(8, 0.75f, true);

  private boolean plain;

  RunSlot(Cuda cuda, TensorRt.LoadedEngine engine, AtomicLong held, long budget)
      throws EngineException {
    this.cuda = cuda;
    inputs = engine.inputs();
    outputs = engine.outputs();
    for (TensorSpec tensor : concatenated()) {
      buffers.put(tensor.name(), new SlotBuffer(cuda, tensor.name(), held, budget));
    }
    context = engine.createContext();
    try {
      stream = cuda.createStream();
    } catch (EngineException e) {
      context.close();
      throw e;
    }
  }

  private List<TensorSpec> concatenated() {
    List<TensorSpec> all = new ArrayList<>(inputs);
    all.addAll(outputs);
    return all;
  }

  private SlotBuffer buffer(String tensor) {
    return Objects.requireNonNull(buffers.get(tensor));
  }

  /** Runs and waits for it. */
  Map<String, Tensor> run(
      Map<String, Tensor> given, Map<String, Tensor> pinned, List<String> allocated)
      throws EngineException {
    Map<String, long[]> shapes = settleShapes(given);
    Map<String, Tensor> results = new HashMap<>(pinned);
    for (Map.Entry<String, Tensor> entry : pinned.entrySet()) {
      demandShape(entry.getKey(), entry.getValue().shape(), shapes);
    }
    for (String name : allocated) {
      results.put(name, Tensor.allocate(type(name), Objects.requireNonNull(shapes.get(name))));
    }
    growBuffers(given, shapes);
    for (TensorSpec input : inputs) {
      Tensor tensor = Objects.requireNonNull(given.get(input.name()));
      copy(
          tensor.data(),
          buffer(input.name()).pinned(),
          bytes(input.type().bytes(), tensor.shape()));
    }
    launch(given, results);
    cuda.synchronize(stream);
    for (Map.Entry<String, Tensor> entry : results.entrySet()) {
      Tensor tensor = entry.getValue();
      long size = bytes(tensor.type().bytes(), tensor.shape());
      copy(buffer(entry.getKey()).pinned(), tensor.data(), size);
    }
    return results;
  }

  /** Shapes of all outputs for the inputs of a run. */
  private Map<String, long[]> settleShapes(Map<String, Tensor> given) throws EngineException {
    for (TensorSpec input : inputs) {
      context.shape(input.name(), Objects.requireNonNull(given.get(input.name())).shape());
    }
    Map<String, long[]> shapes = new HashMap<>();
    for (TensorSpec output : outputs) {
      long[] shape = context.outputShape(output.name());
      for (long size : shape) {
        if (size < 0) {
          throw new EngineException(
              Reason.TENSOR_MISMATCH,
              "the size of output %s depends on values, which TensorRT is not used for here: run this network on onnxruntime"
                  .formatted(output));
        }
      }
      shapes.put(output.name(), shape);
    }
    return shapes;
  }

  private static void demandShape(String name, long[] given, Map<String, long[]> shapes)
      throws EngineException {
    long[] shape = Objects.requireNonNull(shapes.get(name));
    if (!Arrays.equals(shape, given)) {
      throw new EngineException(
          Reason.TENSOR_MISMATCH,
          "output %s has shape %s, its buffer %s"
              .formatted(name, Arrays.toString(shape), Arrays.toString(given)));
    }
  }

  private TensorType type(String output) {
    for (TensorSpec spec : outputs) {
      if (spec.name().equals(output)) {
        return spec.type();
      }
    }
    throw new IllegalArgumentException("no output " + output);
  }

  private static long bytes(int each, long[] shape) {
    long bytes = each;
    for (long size : shape) {
      bytes = Math.multiplyExact(bytes, size);
    }
    return bytes;
  }

  private static void copy(ByteBuffer from, ByteBuffer to, long bytes) {
    to.put(0, from, 0, Math.toIntExact(bytes));
  }

  private void growBuffers(Map<String, Tensor> given, Map<String, long[]> shapes)
      throws EngineException {
    boolean moved = false;
    for (TensorSpec input : inputs) {
      Tensor tensor = Objects.requireNonNull(given.get(input.name()));
      moved |= grow(input, tensor.shape());
    }
    for (TensorSpec output : outputs) {
      moved |= grow(output, Objects.requireNonNull(shapes.get(output.name())));
    }
    if (moved) {
      // What was recorded points to where the buffers lay.
      dropGraphs();
    }
  }

  private boolean grow(TensorSpec tensor, long[] shape) throws EngineException {
    SlotBuffer buffer = buffer(tensor.name());
    // TensorRT wants a place even for a tensor without values.
    boolean moved = buffer.grow(Math.max(1, bytes(tensor.type().bytes(), shape)));
    if (moved) {
      context.address(tensor.name(), buffer.address());
    }
    return moved;
  }

  private void launch(Map<String, Tensor> given, Map<String, Tensor> wanted)
      throws EngineException {
    StringBuilder key = new StringBuilder();
    new TreeMap<>(given)
        .forEach((name, tensor) -> key.append(name).append(Arrays.toString(tensor.shape())));
    key.append(new TreeMap<>(wanted).keySet());
    Long known = graphs.get(key.toString());
    if (known == null || plain) {
      // TensorRT sets itself up for a shape when it is first enqueued: that is not recorded.
      enqueue(given, wanted);
      remember(key.toString(), NOT_RECORDED);
      return;
    }
    long graph = known == NOT_RECORDED ? recorded(given, wanted) : known;
    if (graph == NOT_RECORDED) {
      enqueue(given, wanted);
    } else {
      remember(key.toString(), graph);
      cuda.launchGraph(graph, stream);
    }
  }

  private void remember(String key, long graph) throws EngineException {
    graphs.put(key, graph);
    if (graphs.size() > MOST_GRAPHS) {
      Iterator<Long> oldest = graphs.values().iterator();
      long dropped = oldest.next();
      oldest.remove();
      if (dropped != NOT_RECORDED) {
        cuda.destroyGraph(dropped);
      }
    }
  }

  private long recorded(Map<String, Tensor> given, Map<String, Tensor> wanted) {
    long graph = NOT_RECORDED;
    try {
      cuda.beginCapture(stream);
      try {
        enqueue(given, wanted);
      } finally {
        graph = cuda.endCapture(stream);
      }
      return graph;
    } catch (EngineException e) {
      plain = true;
      log.warn("runs are not recorded as CUDA graphs: {}", e.getMessage());
      return NOT_RECORDED;
    }
  }

  private void enqueue(Map<String, Tensor> given, Map<String, Tensor> wanted)
      throws EngineException {
    for (TensorSpec input : inputs) {
      SlotBuffer buffer = buffer(input.name());
      Tensor tensor = Objects.requireNonNull(given.get(input.name()));
      long size = bytes(input.type().bytes(), tensor.shape());
      cuda.copyToDevice(buffer.address(), buffer.pinned(), 0, size, stream);
    }
    context.enqueue(stream);
    for (Map.Entry<String, Tensor> output : wanted.entrySet()) {
      SlotBuffer buffer = buffer(output.getKey());
      Tensor tensor = output.getValue();
      long size = bytes(tensor.type().bytes(), tensor.shape());
      cuda.copyToHost(buffer.pinned(), 0, buffer.address(), size, stream);
    }
  }

  /** Forgets what was recorded. */
  void dropGraphs() throws EngineException {
    for (long graph : graphs.values()) {
      if (graph != NOT_RECORDED) {
        cuda.destroyGraph(graph);
      }
    }
    graphs.clear();
  }

  void close() throws EngineException {
    try {
      dropGraphs();
      for (SlotBuffer buffer : buffers.values()) {
        buffer.free();
      }
      cuda.destroyStream(stream);
    } finally {
      context.close();
    }
  }
}

package org.scopeside.segmenter.engine.tensorrt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.cuda.HostAddress;

/** A context of an engine. What its calls need is allocated once. */
final class DeviceContext implements TensorRt.Context {
  private final JavaCppTensorRt tensorRt;
  private final TensorRtLog messages;
  private final DeviceEngine engine;
  private final IExecutionContext context;
  private final Map<String, BytePointer> names = new HashMap<>();
  private final Dims64 dims = new Dims64();
  private final HostAddress place = new HostAddress();
  private boolean closed;

  DeviceContext(JavaCppTensorRt tensorRt, DeviceEngine engine, IExecutionContext context) {
    this.tensorRt = tensorRt;
    this.messages = tensorRt.messages();
    this.engine = engine;
    this.context = context;
    for (TensorSpec spec : engine.inputs()) {
      names.put(spec.name(), new BytePointer(spec.name()));
    }
    for (TensorSpec spec : engine.outputs()) {
      names.put(spec.name(), new BytePointer(spec.name()));
    }
  }

  private BytePointer name(String tensor) throws EngineException {
    BytePointer name = names.get(tensor);
    if (name == null) {
      throw new EngineException(
          Reason.TENSOR_MISMATCH,
          "the engine has no tensor %s, but %s and %s"
              .formatted(tensor, engine.inputs(), engine.outputs()));
    }
    return name;
  }

  @Override
  public void shape(String input, long[] shape) throws EngineException {
    tensorRt.cuda().makeCurrent();
    Shapes.set(dims, shape);
    if (!context.setInputShape(name(input), dims)) {
      throw messages.failure(
          Reason.TENSOR_MISMATCH,
          "IExecutionContext::setInputShape: %s %s lies outside the profile %s"
              .formatted(input, Arrays.toString(shape), engine.profile(input)));
    }
  }

  @Override
  public void address(String tensor, long address) throws EngineException {
    if (!context.setTensorAddress(name(tensor), place.at(address))) {
      throw messages.failure(
          Reason.TENSOR_MISMATCH, "IExecutionContext::setTensorAddress of " + tensor);
    }
  }

  @Override
  public long[] outputShape(String output) throws EngineException {
    try (Dims64 shape = context.getTensorShape(name(output))) {
      long[] sizes = Shapes.list(shape).stream().mapToLong(Long::longValue).toArray();
      if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
        throw messages.failure(
            Reason.TENSOR_MISMATCH,
            "IExecutionContext::getTensorShape: %s is not known before all inputs' shapes are"
                .formatted(output));
      }
      return sizes;
    }
  }

  @Override
  public void enqueue(long stream) throws EngineException {
    tensorRt.cuda().makeCurrent();
    if (!context.enqueueV3(tensorRt.cuda().stream(stream))) {
      throw messages.failure(Reason.RUN_FAILED, "IExecutionContext::enqueueV3");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      tensorRt.cuda().makeCurrent();
    } catch (EngineException e) {
      return; // With the device, its memory is gone.
    }
    NativeObjects.delete(context, IExecutionContext::new);
    names.values().forEach(BytePointer::close);
    dims.close();
  }
}

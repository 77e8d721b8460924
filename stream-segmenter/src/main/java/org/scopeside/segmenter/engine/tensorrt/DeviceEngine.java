package org.scopeside.segmenter.engine.tensorrt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.EngineStat;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRefitter;
import org.bytedeco.tensorrt.nvonnxparser.IParserRefitter;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.engine.cuda.LargeStack;

/** An engine that TensorRT loaded. */
final class DeviceEngine implements TensorRt.LoadedEngine {
  private final JavaCppTensorRt tensorRt;
  private final TensorRtLog messages;
  private final ICudaEngine engine;
  private final long planBytes;
  private final List<TensorSpec> inputs = new ArrayList<>();
  private final List<TensorSpec> outputs = new ArrayList<>();

  DeviceEngine(JavaCppTensorRt tensorRt, ICudaEngine engine, long planBytes)
      throws EngineException {
    this.tensorRt = tensorRt;
    this.messages = tensorRt.messages();
    this.engine = engine;
    this.planBytes = planBytes;
    for (int index = 0; index < engine.getNbIOTensors(); index++) {
      String name = engine.getIOTensorName(index);
      TensorSpec spec = new TensorSpec(name, type(name), Shapes.list(engine.getTensorShape(name)));
      boolean in = engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT;
      (in ? inputs : outputs).add(spec);
    }
  }

  private TensorType type(String tensor) throws EngineException {
    nvinfer.DataType type = engine.getTensorDataType(tensor).intern();
    return switch (type) {
      case kFLOAT -> TensorType.FLOAT32;
      case kHALF -> TensorType.FLOAT16;
      case kUINT8 -> TensorType.UINT8;
      case kINT8 -> TensorType.INT8;
      case kINT32 -> TensorType.INT32;
      case kINT64 -> TensorType.INT64;
      default ->
          throw new EngineException(
              Reason.TENSOR_MISMATCH,
              "tensor %s is of TensorRT's type %s, which is not served".formatted(tensor, type));
    };
  }

  @Override
  public List<TensorSpec> inputs() {
    return List.copyOf(inputs);
  }

  @Override
  public List<TensorSpec> outputs() {
    return List.copyOf(outputs);
  }

  /** As TensorRT tells; an older one does not, and then it is the plan's size, mostly weights. */
  @Override
  public long weightBytes() {
    long told =
        JavaCppTensorRt.isAsNewAsCompiled()
            ? engine.getEngineStat(EngineStat.kTOTAL_WEIGHTS_SIZE)
            : -1;
    return told < 0 ? planBytes : told;
  }

  @Override
  public long contextBytes() {
    return engine.getDeviceMemorySizeV2();
  }

  @Override
  public TensorRt.Context createContext() throws EngineException {
    tensorRt.cuda().makeCurrent();
    messages.clear();
    IExecutionContext context = engine.createExecutionContext();
    if (context == null || !NativeObjects.plausible(context.address())) {
      // It is its scratch that does not fit, nearly always; the messages do not always say so.
      throw messages.failure(
          Reason.OUT_OF_MEMORY,
          "ICudaEngine::createExecutionContext, which needs %d bytes of GPU memory"
              .formatted(contextBytes()));
    }
    return new DeviceContext(tensorRt, this, context);
  }

  /** For people: what the profile allows for an input. */
  String profile(String input) {
    return "%s to %s"
        .formatted(
            Shapes.list(engine.getProfileShape(input, 0, OptProfileSelector.kMIN)),
            Shapes.list(engine.getProfileShape(input, 0, OptProfileSelector.kMAX)));
  }

  @Override
  public void refit(Path network) throws EngineException {
    if (!engine.isRefittable()) {
      throw new EngineException(
          Reason.RUN_FAILED, "the engine was built without refit: build it again");
    }
    LargeStack.call(
        "TensorRT's refit",
        () -> {
          tensorRt.cuda().makeCurrent();
          messages.clear();
          IRefitter refitter =
              NativeObjects.require(
                  "createInferRefitter",
                  nvinfer.createInferRefitter(engine, tensorRt.logger()),
                  messages);
          try {
            refit(refitter, network);
          } finally {
            NativeObjects.delete(refitter, IRefitter::new);
          }
          return true;
        });
  }

  /** The new weights reach the engine in the last step, all or none. */
  private void refit(IRefitter refitter, Path network) throws EngineException {
    // The presets have no way to delete a parser: it stays.
    IParserRefitter parser =
        NativeObjects.require(
            "createParserRefitter",
            nvonnxparser.createParserRefitter(refitter, tensorRt.logger()),
            messages);
    if (!parser.refitFromFile(network.toString())) {
      List<OnnxParsing.Complaint> complaints = new ArrayList<>();
      for (int index = 0; index < parser.getNbErrors(); index++) {
        complaints.add(EngineBuild.complaint(parser.getError(index)));
      }
      throw OnnxParsing.refused(
          network.getFileName() + " does not fit the engine",
          tensorRt.version(),
          complaints,
          messages);
    }
    if (!refitter.refitCudaEngine()) {
      throw messages.failure(Reason.TENSOR_MISMATCH, "IRefitter::refitCudaEngine");
    }
    tensorRt.finish();
  }

  @Override
  public void close() {
    try {
      tensorRt.cuda().makeCurrent();
    } catch (EngineException e) {
      return; // With the device, its memory is gone.
    }
    NativeObjects.delete(engine, ICudaEngine::new);
  }
}

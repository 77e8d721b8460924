package org.scopeside.segmenter.engine.tensorrt;

import java.nio.ByteBuffer;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.HostAddress;
import org.scopeside.segmenter.engine.cuda.JavaCppCuda;
import org.scopeside.segmenter.engine.cuda.LargeStack;
import org.scopeside.segmenter.engine.cuda.NvidiaLibraries;

/** TensorRT through JavaCPP, on one device. Thread-safe. */
final class JavaCppTensorRt implements TensorRt {
  private static final int MAJOR = 10;

  private final JavaCppCuda cuda;
  private final TensorRtLog messages;
  // TensorRT keeps its address.
  private final LogPointer logger;
  private final IRuntime runtime;

  private JavaCppTensorRt(
      JavaCppCuda cuda, TensorRtLog messages, LogPointer logger, IRuntime runtime) {
    this.cuda = cuda;
    this.messages = messages;
    this.logger = logger;
    this.runtime = runtime;
  }

  /**
   * TensorRT on a device. Keep it: it is not given back.
   *
   * @param cuda made by {@link JavaCppCuda#of}
   * @throws EngineException if TensorRT is not to be had
   */
  static JavaCppTensorRt of(Cuda cuda) throws EngineException {
    if (!(cuda instanceof JavaCppCuda device)) {
      throw new IllegalArgumentException("TensorRT needs CUDA itself, not " + cuda);
    }
    NvidiaLibraries.shared().loadTensorRt();
    requireVersion();
    device.makeCurrent();
    TensorRtLog messages = new TensorRtLog();
    LogPointer logger = new LogPointer(messages);
    IRuntime runtime =
        NativeObjects.require("createInferRuntime", nvinfer.createInferRuntime(logger), messages);
    return new JavaCppTensorRt(device, messages, logger, runtime);
  }

  /** Another major version has other classes behind the same names: calling them is a crash. */
  private static void requireVersion() throws EngineException {
    if (nvinfer.getInferLibMajorVersion() != MAJOR) {
      throw new EngineException(
          Reason.UNAVAILABLE,
          "TensorRT %s is loaded, but TensorRT %d is needed".formatted(loadedVersion(), MAJOR));
    }
  }

  /** Version of the library, once it is loaded. */
  static String loadedVersion() {
    return "%d.%d.%d"
        .formatted(
            nvinfer.getInferLibMajorVersion(),
            nvinfer.getInferLibMinorVersion(),
            nvinfer.getInferLibPatchVersion());
  }

  /** False where the library is older than what this was compiled with, and lacks newest calls. */
  static boolean isAsNewAsCompiled() {
    return nvinfer.getInferLibVersion() >= nvinfer.NV_TENSORRT_VERSION;
  }

  @Override
  public String version() {
    return loadedVersion();
  }

  JavaCppCuda cuda() {
    return cuda;
  }

  TensorRtLog messages() {
    return messages;
  }

  LogPointer logger() {
    return logger;
  }

  @Override
  public Plan build(BuildRequest request, BuildProgress progress) throws EngineException {
    return LargeStack.call(
        "TensorRT's builder",
        () -> {
          cuda.makeCurrent();
          return new EngineBuild(this, request, progress).run();
        });
  }

  @Override
  public LoadedEngine load(ByteBuffer plan) throws EngineException {
    return LargeStack.call(
        "TensorRT's loading",
        () -> {
          cuda.makeCurrent();
          messages.clear();
          ICudaEngine engine;
          try (HostAddress bytes = new HostAddress()) {
            engine =
                runtime.deserializeCudaEngine(bytes.at(plan, plan.position()), plan.remaining());
          }
          if (engine == null || !NativeObjects.plausible(engine.address())) {
            throw messages.failure(Reason.UNREADABLE_NETWORK, "IRuntime::deserializeCudaEngine");
          }
          return new DeviceEngine(this, engine, plan.remaining());
        });
  }

  /** The bytes, copied; the memory is given back. */
  static byte[] take(IHostMemory memory) {
    long size = memory.size();
    byte[] bytes = new byte[Math.toIntExact(size)];
    Pointer data = memory.data();
    new BytePointer(data).capacity(size).get(bytes);
    NativeObjects.delete(memory, IHostMemory::new);
    return bytes;
  }

  /** Waits for all work on the device, which TensorRT enqueued on streams of its own. */
  void finish() throws EngineException {
    cuda.makeCurrent();
    int status = cudart.cuCtxSynchronize();
    if (status != 0) {
      throw new EngineException(
          Reason.DEVICE_LOST, "cuCtxSynchronize: CUDA error %d: start again".formatted(status));
    }
  }
}

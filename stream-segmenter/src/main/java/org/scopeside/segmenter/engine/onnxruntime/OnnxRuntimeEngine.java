package org.scopeside.segmenter.engine.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.Precision;

/** Runs ONNX networks on the CPU: fp32, int8 and, with conversions on the way, fp16. */
public final class OnnxRuntimeEngine implements Engine {
  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String label() {
    return "ONNX Runtime on the CPU";
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public List<String> formats() {
    return List.of("onnx");
  }

  /** Processors multiply int8 several times faster than fp32, and fp16 not at all or slowly. */
  @Override
  public List<Precision> precisions() {
    return List.of(Precision.INT8, Precision.FP32);
  }

  @Override
  public @Nullable String unavailable() {
    try {
      OnnxRuntimeLibrary.load();
      return null;
    } catch (LinkageError e) {
      return "ONNX Runtime has no library for this machine: " + e.getMessage();
    }
  }

  @Override
  public EngineReport report() {
    String unavailable = unavailable();
    int processors = Runtime.getRuntime().availableProcessors();
    return new EngineReport(
        name(),
        unavailable,
        unavailable == null ? "ONNX Runtime " + OnnxRuntimeLibrary.load().getVersion() : "",
        unavailable == null
            ? List.of(new EngineReport.Device("CPU, %d processors".formatted(processors), 0, 0))
            : List.of(),
        precisions(),
        formats());
  }

  @Override
  public EngineSession open(Path network, EngineOptions options) throws EngineException {
    OnnxFile file = header(network);
    OrtSession session = load(network, file, options);
    try {
      return new OnnxRuntimeSession(
          session,
          options,
          file.precision().word(),
          Files.size(network),
          other -> load(other, header(other), options));
    } catch (OrtException | IOException | EngineException | RuntimeException e) {
      close(session);
      throw e instanceof EngineException known
          ? known
          : new EngineException(Reason.UNREADABLE_NETWORK, network + ": " + e.getMessage(), e);
    }
  }

  private static OnnxFile header(Path network) throws EngineException {
    try {
      return OnnxFile.read(network);
    } catch (IOException e) {
      throw new EngineException(
          Reason.UNREADABLE_NETWORK, network + " is no ONNX file: " + e.getMessage(), e);
    }
  }

  private static OrtSession load(Path network, OnnxFile file, EngineOptions options)
      throws EngineException {
    try (OrtSession.SessionOptions settings = settings(options)) {
      return OnnxRuntimeLibrary.load().createSession(network.toString(), settings);
    } catch (OrtException e) {
      throw new EngineException(
          Reason.UNREADABLE_NETWORK,
          "%s (%s) cannot be loaded: %s".formatted(network, file.summary(), e.getMessage()),
          e);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime did not close a session", e);
    }
  }

  private static OrtSession.SessionOptions settings(EngineOptions options) throws OrtException {
    OrtSession.SessionOptions settings = new OrtSession.SessionOptions();
    settings.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    settings.setIntraOpNumThreads(options.threads());
    settings.setInterOpNumThreads(1);
    // Threads that spin while they wait would take the processors from the rest of the pipeline.
    settings.addConfigEntry("session.intra_op.allow_spinning", "0");
    // What the arena pre-plans for one shape is of no use when planes come in many.
    settings.setMemoryPatternOptimization(false);
    return settings;
  }
}

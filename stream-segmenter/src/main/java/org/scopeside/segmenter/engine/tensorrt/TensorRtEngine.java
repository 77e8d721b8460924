package org.scopeside.segmenter.engine.tensorrt;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.Preparation;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.JavaCppCuda;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.LoadedEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ONNX networks on NVIDIA GPUs: in fp16 unless asked otherwise, also made by itself of an fp32
 * network; in fp32; in int8 where the file is quantised. The first time that a network is opened on
 * a GPU its engine is built, which takes from seconds to minutes, and kept.
 */
public final class TensorRtEngine implements Engine {
  private static final Logger log = LoggerFactory.getLogger(TensorRtEngine.class);
  private static final int PREFERENCE = 100;

  /** What reaches NVIDIA's libraries, one a device and process: they are never given back. */
  private static final Map<Integer, Device> DEVICES = new ConcurrentHashMap<>();

  private final Machine machine;
  private final DeviceLoss loss;

  /** The libraries on one device. */
  record Device(Cuda cuda, TensorRt tensorRt) {}

  /** What the engine finds on the machine. */
  interface Machine {
    /** Why it cannot run here; null where it can. */
    @Nullable String refusal();

    Device device(int index) throws EngineException;
  }

  /** On this machine's GPUs. */
  public TensorRtEngine() {
    this(new ThisMachine(), DeviceLoss.endingTheProcess());
  }

  TensorRtEngine(Machine machine, DeviceLoss loss) {
    this.machine = machine;
    this.loss = loss;
  }

  /** NVIDIA's libraries. */
  private static final class ThisMachine implements Machine {
    @Override
    public @Nullable String refusal() {
      return GpuProbe.shared().refusal();
    }

    @Override
    public Device device(int index) throws EngineException {
      Device known = DEVICES.get(index);
      if (known != null) {
        return known;
      }
      synchronized (DEVICES) {
        Device meanwhile = DEVICES.get(index);
        if (meanwhile == null) {
          Cuda cuda = JavaCppCuda.of(index);
          meanwhile = new Device(cuda, JavaCppTensorRt.of(cuda));
          DEVICES.put(index, meanwhile);
        }
        return meanwhile;
      }
    }
  }

  @Override
  public String name() {
    return "tensorrt";
  }

  @Override
  public String label() {
    return "TensorRT on the GPU";
  }

  @Override
  public int preference() {
    return PREFERENCE;
  }

  @Override
  public List<String> formats() {
    return List.of("onnx");
  }

  @Override
  public List<Precision> precisions() {
    return List.of(Precision.FP16, Precision.FP32);
  }

  @Override
  public boolean derives(Precision wanted, Precision file) {
    return wanted == Precision.FP16 && file == Precision.FP32;
  }

  @Override
  public @Nullable String unavailable() {
    return machine.refusal();
  }

  @Override
  public EngineReport report() {
    return TensorRtReport.of(this, GpuProbe.shared().report());
  }

  @Override
  public EngineSession open(Path network, EngineOptions options) throws EngineException {
    String refusal = unavailable();
    if (refusal != null) {
      throw new EngineException(Reason.UNAVAILABLE, refusal);
    }
    Device device = machine.device(options.device());
    EngineOpening opening = new EngineOpening(device, network, options);
    LoadedEngine engine = opening.loaded(TensorRtEngine::told);
    try {
      return new TensorRtSession(device.cuda(), engine, opening.facts(), loss, opening::refit);
    } catch (EngineException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** Builds the engine of a network if it is not kept already, and checks that it can be loaded. */
  @Override
  public Preparation prepare(Path network, EngineOptions options, Preparation.Listener listener)
      throws EngineException {
    String refusal = unavailable();
    if (refusal != null) {
      throw new EngineException(Reason.UNAVAILABLE, refusal);
    }
    Device device = machine.device(options.device());
    EngineOpening opening = new EngineOpening(device, network, options);
    long begun = System.nanoTime();
    opening.loaded(listener::at).close();
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Preparation(opening.file(), opening.wasBuilt(), opening.planBytes(), seconds);
  }

  private static void told(String phase, double done) {
    log.info("TensorRT engine: {} ({} %)", phase, Math.round(100 * done));
  }
}

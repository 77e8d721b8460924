package org.scopeside.segmenter.engine.tensorrt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.HalfPrecision;
import org.scopeside.segmenter.engine.OnnxArchitecture;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.OnnxOperators;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.cuda.CudaDevice;
import org.scopeside.segmenter.engine.tensorrt.PlanCache.Found;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.BuildProgress;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.BuildRequest;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.LoadedEngine;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.ShapeRange;
import org.scopeside.segmenter.engine.tensorrt.TensorRtEngine.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One network on its way to an engine on a device. */
final class EngineOpening {
  private static final Logger log = LoggerFactory.getLogger(EngineOpening.class);

  /** Of free memory, for tactics that are tried while an engine is built. */
  private static final double WORKSPACE_SHARE = 0.5;

  private final Device device;
  private final Path network;
  private final EngineOptions options;
  private final OnnxFile header;
  private final Map<String, ShapeRange> profile;
  private final PlanCache cache;
  private final PlanKey key;
  private boolean built;
  private long planBytes;

  EngineOpening(Device device, Path network, EngineOptions options) throws EngineException {
    this.device = device;
    this.network = network;
    this.options = options;
    header = header(network);
    profile = PlanProfile.of(header, options);
    cache = new PlanCache(options.cache());
    key = key();
  }

  private static OnnxFile header(Path network) throws EngineException {
    try {
      return OnnxFile.read(network);
    } catch (IOException e) {
      throw new EngineException(
          Reason.UNREADABLE_NETWORK, network + " is no ONNX file: " + e.getMessage(), e);
    }
  }

  /** What it computes in: a quantised or half file as it is, an fp32 one as asked. */
  private Precision precision() {
    return header.precision() == Precision.FP32 && options.precision() == Precision.FP16
        ? Precision.FP16
        : header.precision();
  }

  private boolean halves() {
    return precision() == Precision.FP16 && header.precision() == Precision.FP32;
  }

  private PlanKey key() throws EngineException {
    CudaDevice gpu = device.cuda().device();
    return new PlanKey(
        PlanKey.FORMAT,
        PlanKey.sha256(bytes(network)),
        gpu.name(),
        gpu.computeCapability(),
        device.tensorRt().version(),
        precision().word() + (halves() ? "-made" : ""),
        PlanProfile.text(profile),
        true);
  }

  private static byte[] bytes(Path network) throws EngineException {
    try {
      return Files.readAllBytes(network);
    } catch (IOException | OutOfMemoryError e) {
      throw new EngineException(Reason.UNREADABLE_NETWORK, network + " cannot be read: " + e, e);
    }
  }

  Path file() {
    return cache.file(key);
  }

  boolean wasBuilt() {
    return built;
  }

  long planBytes() {
    return planBytes;
  }

  LoadedEngine loaded(BuildProgress progress) throws EngineException {
    Found found = cache.get(key, timing -> build(timing, progress));
    try {
      return load(found);
    } catch (EngineException e) {
      if (found.built() || e.reason() == Reason.DEVICE_LOST) {
        throw e;
      }
      log.warn("{} cannot be used and is built anew: {}", file(), e.getMessage());
      cache.discard(key);
      return load(cache.get(key, timing -> build(timing, progress)));
    }
  }

  private LoadedEngine load(Found found) throws EngineException {
    built |= found.built();
    planBytes = found.plan().length;
    ByteBuffer direct = ByteBuffer.allocateDirect(found.plan().length);
    direct.put(found.plan()).flip();
    return device.tensorRt().load(direct);
  }

  private TensorRt.Plan build(byte[] timing, BuildProgress progress) throws EngineException {
    log.info(
        "Building a TensorRT engine of {} in {} for {} {}; this is done once",
        network,
        precision().word(),
        device.cuda().device().name(),
        PlanProfile.text(profile));
    warnOfOperators();
    long workspace = (long) (WORKSPACE_SHARE * device.cuda().freeBytes());
    Path prepared = prepared(network);
    try {
      return device
          .tensorRt()
          .build(new BuildRequest(prepared, profile, timing, true, workspace), progress);
    } finally {
      drop(prepared);
    }
  }

  /** The parser has the last word; this says beforehand what it may stumble over. */
  private void warnOfOperators() {
    try {
      List<String> unknown = OnnxOperators.unknownTo(network, OnnxOperators.ofTensorRt());
      if (!unknown.isEmpty()) {
        log.warn("TensorRT may not know {} of {}", String.join(", ", unknown), network);
      }
    } catch (IOException e) {
      log.debug("operators of {} cannot be told: {}", network, e.toString());
    }
  }

  /** The file that TensorRT is given: its own, or a half network made of it. */
  private Path prepared(Path file) throws EngineException {
    if (!halves()) {
      return file;
    }
    try {
      Path half = Files.createTempFile("scopeside-half-", ".onnx");
      HalfPrecision.convert(file, half);
      return half;
    } catch (IOException e) {
      throw new EngineException(
          Reason.UNREADABLE_NETWORK,
          "%s cannot be made a half network: %s; ask for fp32".formatted(file, e.getMessage()),
          e);
    }
  }

  private void drop(Path prepared) {
    if (halves()) {
      try {
        Files.deleteIfExists(prepared);
      } catch (IOException e) {
        log.debug("{} stays: {}", prepared, e.toString());
      }
    }
  }

  /** Puts the weights of a file of the same architecture in. */
  void refit(LoadedEngine engine, Path file) throws EngineException {
    demandAlike(file);
    Path prepared = prepared(file);
    try {
      engine.refit(prepared);
    } finally {
      drop(prepared);
    }
  }

  private void demandAlike(Path file) throws EngineException {
    String difference;
    try {
      difference = OnnxArchitecture.difference(network, file);
    } catch (IOException e) {
      throw new EngineException(
          Reason.UNREADABLE_NETWORK, file + " cannot be compared: " + e.getMessage(), e);
    }
    if (difference != null) {
      throw new EngineException(
          Reason.TENSOR_MISMATCH,
          "the weights of %s do not fit the network that runs: %s".formatted(file, difference));
    }
  }

  TensorRtSession.Facts facts() throws EngineException {
    CudaDevice gpu = device.cuda().device();
    SortedMap<String, ShapeRange> ranges = new TreeMap<>(profile);
    return new TensorRtSession.Facts(
        "%s, compute capability %s (TensorRT %s)"
            .formatted(gpu.name(), gpu.computeCapability(), device.tensorRt().version()),
        precision().word(),
        options.concurrency(),
        options.maxBatch(),
        ranges,
        (long) (options.memoryShare() * device.cuda().freeBytes()));
  }
}

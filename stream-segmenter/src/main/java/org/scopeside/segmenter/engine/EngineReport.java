package org.scopeside.segmenter.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is and has on this machine.
 *
 * @param name in settings
 * @param unavailable null where it can run, else why not, in one line
 * @param version of its runtime: {@code ONNX Runtime 1.29.0}; empty where it is not known
 * @param devices what it can run on
 * @param precisions worth running, the best first
 * @param formats of weights that it reads
 */
public record EngineReport(
    String name,
    @Nullable String unavailable,
    String version,
    List<Device> devices,
    List<Precision> precisions,
    List<String> formats) {
  public EngineReport {
    devices = List.copyOf(devices);
    precisions = List.copyOf(precisions);
    formats = List.copyOf(formats);
  }

  /**
   * One device.
   *
   * @param name for people: {@code NVIDIA H200 (compute capability 9.0)}
   * @param memoryBytes all of its memory; 0 where that says nothing, as for the CPU
   * @param freeBytes free now; 0 where that says nothing
   */
  public record Device(String name, long memoryBytes, long freeBytes) {}

  /** True where it can run on this machine. */
  public boolean available() {
    return unavailable == null;
  }
}

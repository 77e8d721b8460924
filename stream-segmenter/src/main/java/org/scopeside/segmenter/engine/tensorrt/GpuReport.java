package org.scopeside.segmenter.engine.tensorrt;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found on this machine.
 *
 * @param refusal why TensorRT cannot run here, in one line; null where it can
 * @param driver version of NVIDIA's driver: {@code 580.65.06}; empty where it is not known
 * @param cuda that the driver is made for: {@code 13.0}; empty without a driver
 * @param tensorRt version of the library: {@code 10.15.1}; empty where it is not there
 * @param nvrtc whether kernels can be compiled: empty, or why not
 * @param devices by their index; those that are too old too
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GpuReport(
    @Nullable String refusal,
    String driver,
    String cuda,
    String tensorRt,
    String nvrtc,
    List<Device> devices) {
  /** TensorRT 10 runs from Turing on. */
  static final int LEAST_MAJOR = 7;

  static final int LEAST_MINOR = 5;

  public GpuReport {
    devices = devices == null ? List.of() : List.copyOf(devices);
  }

  /**
   * A GPU.
   *
   * @param computeCapability {@code 9.0}
   * @param memoryBytes all of its memory
   * @param freeBytes what was free; -1 where it could not be asked
   */
  public record Device(
      int index, String name, String computeCapability, long memoryBytes, long freeBytes) {}

  /** Nothing but a reason. */
  static GpuReport refused(String reason) {
    return new GpuReport(reason, "", "", "", "", List.of());
  }

  /** The same with a reason. */
  GpuReport withRefusal(String reason) {
    return new GpuReport(reason, driver, cuda, tensorRt, nvrtc, devices);
  }
}

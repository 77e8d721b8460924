package org.scopeside.segmenter.engine.tensorrt;

import java.util.List;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineReport;

/** What a probe found, as engines report it. */
final class TensorRtReport {
  private TensorRtReport() {}

  static EngineReport of(Engine engine, GpuReport found) {
    List<EngineReport.Device> devices =
        found.devices().stream()
            .map(
                device ->
                    new EngineReport.Device(
                        "%d: %s (compute capability %s)"
                            .formatted(device.index(), device.name(), device.computeCapability()),
                        device.memoryBytes(),
                        Math.max(0, device.freeBytes())))
            .toList();
    return new EngineReport(
        engine.name(),
        found.refusal(),
        version(found),
        devices,
        engine.precisions(),
        engine.formats());
  }

  private static String version(GpuReport found) {
    StringBuilder version = new StringBuilder();
    append(version, "TensorRT", found.tensorRt());
    append(version, "driver", found.driver());
    append(version, "CUDA", found.cuda());
    if (!found.nvrtc().isEmpty() && found.refusal() == null) {
      version.append(", without NVRTC");
    }
    return version.toString();
  }

  private static void append(StringBuilder text, String what, String version) {
    if (!version.isEmpty()) {
      text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(version);
    }
  }
}

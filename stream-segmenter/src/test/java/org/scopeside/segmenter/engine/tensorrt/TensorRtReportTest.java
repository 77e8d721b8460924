package org.scopeside.segmenter.engine.tensorrt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Precision;

class TensorRtReportTest {
  private static final List<GpuReport.Device> DEVICES =
      List.of(new GpuReport.Device(0, "NVIDIA H200", "9.0", 150L << 30, -1));

  /** An engine that is only listed. */
  private record Listed() implements Engine {
    @Override
    public String name() {
      return "tensorrt";
    }

    @Override
    public int preference() {
      return 10;
    }

    @Override
    public List<String> formats() {
      return List.of("onnx");
    }

    @Override
    public @Nullable String unavailable() {
      return null;
    }

    @Override
    public EngineSession open(Path network, EngineOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void shouldTellVersionsAndDevices() {
    GpuReport found = new GpuReport(null, "580.65.06", "13.0", "10.15.1", "", DEVICES);

    assertEquals(
        new EngineReport(
            "tensorrt",
            null,
            "TensorRT 10.15.1, driver 580.65.06, CUDA 13.0",
            List.of(
                new EngineReport.Device("0: NVIDIA H200 (compute capability 9.0)", 150L << 30, 0)),
            List.of(Precision.FP32),
            List.of("onnx")),
        TensorRtReport.of(new Listed(), found));
  }

  @Test
  void shouldTellThatKernelsCannotBeCompiled() {
    GpuReport found = new GpuReport(null, "", "13.0", "10.15.1", "no libnvrtc.so.13", DEVICES);

    assertEquals(
        "TensorRT 10.15.1, CUDA 13.0, without NVRTC",
        TensorRtReport.of(new Listed(), found).version());
  }

  @Test
  void shouldTellTheDevicesOfARefusalToo() {
    GpuReport found = new GpuReport("no libnvinfer.so.10", "", "13.0", "", "", DEVICES);

    EngineReport report = TensorRtReport.of(new Listed(), found);

    assertFalse(report.available());
    assertEquals("no libnvinfer.so.10", report.unavailable());
    assertEquals(1, report.devices().size());
    assertEquals("CUDA 13.0", report.version());
  }
}

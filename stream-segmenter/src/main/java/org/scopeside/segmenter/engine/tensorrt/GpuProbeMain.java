package org.scopeside.segmenter.engine.tensorrt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.CudaDevice;
import org.scopeside.segmenter.engine.cuda.CudaDevices;
import org.scopeside.segmenter.engine.cuda.JavaCppCuda;
import org.scopeside.segmenter.engine.cuda.NvidiaLibraries;

/** The child of {@link GpuProbe}: prints one line of JSON and ends. */
final class GpuProbeMain {
  /** CUDA 13.0, which JavaCPP's glue and TensorRT are made for. */
  private static final int LEAST_CUDA = 13000;

  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final Pattern VERSION = Pattern.compile("\\b(\\d{3,}\\.\\d+(?:\\.\\d+)?)\\b");

  private GpuProbeMain() {}

  /** Ends the process without unloading: libraries that broke may crash then. */
  public static void main(String[] arguments) throws JsonProcessingException {
    byte[] line =
        (new ObjectMapper().writeValueAsString(probe()) + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static GpuReport probe() {
    GpuReport report = new GpuReport(null, driver(), "", "", "", List.of());
    try {
      return devices(report);
    } catch (EngineException e) {
      return report.withRefusal(String.valueOf(e.getMessage()));
    } catch (LinkageError | RuntimeException e) {
      return report.withRefusal("NVIDIA's libraries do not fit: " + e);
    }
  }

  private static GpuReport devices(GpuReport start) throws EngineException {
    int cuda = CudaDevices.driverVersion();
    GpuReport report = new GpuReport(null, start.driver(), text(cuda), "", compiler(), List.of());
    if (cuda < LEAST_CUDA) {
      return report.withRefusal(tooOld(report.driver(), report.cuda()));
    }
    List<CudaDevice> devices;
    try {
      devices = CudaDevices.all();
    } catch (EngineException e) {
      return report.withRefusal(withVisible(String.valueOf(e.getMessage())));
    }
    report = new GpuReport(null, report.driver(), report.cuda(), "", report.nvrtc(), list(devices));
    String refusal = refusal(devices);
    return refusal == null ? tensorRt(report, devices) : report.withRefusal(refusal);
  }

  private static String driver() {
    try {
      return driver(Files.readString(DRIVER));
    } catch (IOException e) {
      return "";
    }
  }

  /** From the text of the kernel module; empty where it says none. */
  static String driver(String text) {
    Matcher version = VERSION.matcher(text);
    return version.find() ? version.group(1) : "";
  }

  static String tooOld(String driver, String cuda) {
    String which = driver.isEmpty() ? "the driver" : "driver " + driver;
    return "%s (CUDA %s) is too old for CUDA 13: 580 or newer is needed".formatted(which, cuda);
  }

  private static String withVisible(String message) {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    return "no NVIDIA GPU is visible%s: %s"
        .formatted(visible == null ? "" : " (CUDA_VISIBLE_DEVICES=" + visible + ")", message);
  }

  /** Null where a device will do; the first is the one that is used. */
  static @Nullable String refusal(List<CudaDevice> devices) {
    if (devices.isEmpty()) {
      return withVisible("the driver lists none");
    }
    CudaDevice first = devices.get(0);
    boolean old =
        first.major() * 10 + first.minor() < GpuReport.LEAST_MAJOR * 10 + GpuReport.LEAST_MINOR;
    return old
        ? "compute capability %s of %s is below %d.%d, which TensorRT needs"
            .formatted(
                first.computeCapability(),
                first.name(),
                GpuReport.LEAST_MAJOR,
                GpuReport.LEAST_MINOR)
        : null;
  }

  private static List<GpuReport.Device> list(List<CudaDevice> devices) {
    List<GpuReport.Device> list = new ArrayList<>();
    for (CudaDevice device : devices) {
      list.add(
          new GpuReport.Device(
              device.index(),
              device.name(),
              device.computeCapability(),
              device.memoryBytes(),
              free(device)));
    }
    return list;
  }

  private static long free(CudaDevice device) {
    try {
      return JavaCppCuda.of(device.index()).freeBytes();
    } catch (EngineException e) {
      return -1;
    }
  }

  private static String compiler() {
    try {
      NvidiaLibraries.shared().loadCompiler();
      return "";
    } catch (EngineException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static GpuReport tensorRt(GpuReport report, List<CudaDevice> devices)
      throws EngineException {
    JavaCppTensorRt tensorRt;
    try {
      tensorRt = JavaCppTensorRt.of(JavaCppCuda.of(devices.get(0).index()));
    } catch (EngineException e) {
      return report.withRefusal(String.valueOf(e.getMessage()));
    }
    return new GpuReport(
        null, report.driver(), report.cuda(), tensorRt.version(), report.nvrtc(), report.devices());
  }

  private static String text(int cuda) {
    return cuda / 1000 + "." + cuda % 1000 / 10;
  }
}

package org.scopeside.deploy.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.EngineReport.Device;
import org.scopeside.segmenter.engine.Precision;
import picocli.CommandLine;

class EnginesCommandTest {
  private static final EngineReport PROCESSOR =
      new EngineReport(
          "onnxruntime",
          null,
          "ONNX Runtime 1.29.0",
          List.of(new Device("CPU, 8 processors", 0, 0)),
          List.of(Precision.INT8, Precision.FP32),
          List.of("onnx"));
  private static final EngineReport REFUSED =
      new EngineReport(
          "tensorrt",
          "no libcuda.so.1: no NVIDIA driver on this machine",
          "",
          List.of(),
          List.of(Precision.FP16, Precision.FP32),
          List.of("onnx"));
  private static final EngineReport GPUS =
      new EngineReport(
          "tensorrt",
          null,
          "TensorRT 10.15.1, driver 580.65.06, CUDA 13.0",
          List.of(
              new Device("0: NVIDIA H200 (compute capability 9.0)", 140L << 30, 139L << 30),
              new Device("1: NVIDIA L4 (compute capability 8.9)", 24L << 30, 0)),
          List.of(Precision.FP16, Precision.FP32),
          List.of("onnx"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Supplier<List<EngineReport>> engines, String... arguments) {
    CommandLine line = new CommandLine(new EnginesCommand(engines));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void shouldListADeviceALine() {
    assertEquals(0, run(() -> List.of(GPUS, PROCESSOR)));

    assertEquals(
        """
        ENGINE       STATE      VERSION                                        DEVICE                                    PRECISIONS  MEMORY
        tensorrt     available  TensorRT 10.15.1, driver 580.65.06, CUDA 13.0  0: NVIDIA H200 (compute capability 9.0)  fp16, fp32  139.0 of 140.0 GiB free
        tensorrt     available  TensorRT 10.15.1, driver 580.65.06, CUDA 13.0  1: NVIDIA L4 (compute capability 8.9)    fp16, fp32  24.0 GiB
        onnxruntime  available  ONNX Runtime 1.29.0                            CPU, 8 processors                         int8, fp32  -
        """
            .replaceAll(" +", " "),
        out.toString().replaceAll(" +", " "));
    assertEquals("", err.toString());
  }

  @Test
  void shouldSayBelowTheTableWhyAnEngineCannotBeHad() {
    assertEquals(0, run(() -> List.of(REFUSED, PROCESSOR)));

    List<String> lines = out.toString().lines().toList();
    assertEquals(
        "tensorrt     not available  -                    -                  fp16, fp32  -",
        lines.get(1));
    assertEquals(
        "tensorrt cannot run here: no libcuda.so.1: no NVIDIA driver on this machine",
        lines.get(lines.size() - 1));
  }

  @Test
  void shouldPrintOneDocumentWithWhatIsKnown() throws Exception {
    assertEquals(0, run(() -> List.of(REFUSED, GPUS), "--json"));

    JsonNode engines = new ObjectMapper().readTree(out.toString()).path("engines");
    assertEquals(2, engines.size());
    assertEquals("tensorrt", engines.get(0).path("name").asText());
    assertEquals(false, engines.get(0).path("available").asBoolean(true));
    assertEquals(
        "no libcuda.so.1: no NVIDIA driver on this machine",
        engines.get(0).path("reason").asText());
    assertTrue(engines.get(0).path("version").isMissingNode());
    assertTrue(engines.get(1).path("reason").isMissingNode());
    JsonNode first = engines.get(1).path("devices").get(0);
    assertEquals(140L << 30, first.path("memoryBytes").asLong());
    assertEquals(139L << 30, first.path("freeBytes").asLong());
    assertTrue(engines.get(1).path("devices").get(1).path("freeBytes").isMissingNode());
    assertEquals("[\"fp16\",\"fp32\"]", engines.get(1).path("precisions").toString());
    assertEquals("[\"onnx\"]", engines.get(1).path("formats").toString());
  }

  @Test
  void shouldSayWhatItWaitsForWhereThatTakesLong() {
    run(
        () -> {
          try {
            Thread.sleep(1500);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return List.of(PROCESSOR);
        },
        "--json");

    assertEquals("asking the GPU...", err.toString().strip());
    assertTrue(out.toString().startsWith("{"), out.toString());
  }

  @Test
  void shouldListTheEnginesOfThisInstallation() {
    CommandLine line = new CommandLine(new EnginesCommand());
    line.setOut(new PrintWriter(out, true));

    assertEquals(0, line.execute());
    assertTrue(out.toString().contains("onnxruntime"), out.toString());
    assertTrue(out.toString().contains("ONNX Runtime 1."), out.toString());
  }
}

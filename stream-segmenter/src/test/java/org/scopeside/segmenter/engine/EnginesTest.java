package org.scopeside.segmenter.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EnginesTest {
  private static final String NO_DRIVER = "no libcuda.so.1: no NVIDIA driver on this machine";

  private final Engine processor = new Listed("onnxruntime", "ONNX Runtime on the CPU", 0, null);
  private final Engine refused = new Listed("tensorrt", "TensorRT", 10, NO_DRIVER);
  private final Engine accelerator = new Listed("tensorrt", "TensorRT", 10, null);

  /** An engine that is only listed. */
  private record Listed(String name, String label, int preference, @Nullable String unavailable)
      implements Engine {
    @Override
    public List<String> formats() {
      return List.of("onnx");
    }

    @Override
    public EngineSession open(Path network, EngineOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void shouldTakeThePreferredEngineThatIsAvailable() throws EngineException {
    assertSame(accelerator, Engines.choose(List.of(accelerator, processor), "auto", "onnx"));
    assertSame(processor, Engines.choose(List.of(refused, processor), "auto", "onnx"));
    assertEquals(
        Optional.empty(), Engines.refusal(List.of(accelerator, processor), accelerator, "onnx"));
  }

  @Test
  void shouldSayOnceWhyTheBetterEngineIsNotTaken() throws EngineException {
    Engine other = new Listed("tensorrt", "TensorRT", 10, "only said in this test");
    Logger logger = (Logger) LoggerFactory.getLogger(Engines.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      Engines.choose(List.of(other, processor), "auto", "onnx");
      Engines.choose(List.of(other, processor), "auto", "onnx");
    } finally {
      logger.detachAppender(said);
    }

    assertEquals(
        List.of("INFO only said in this test; using ONNX Runtime on the CPU"),
        said.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList());
  }

  @Test
  void shouldNeverFallBackFromAnEngineThatIsNamed() {
    List<Engine> all = List.of(refused, processor);

    EngineException chosen =
        assertThrows(EngineException.class, () -> Engines.choose(all, "tensorrt", "onnx"));
    EngineException required =
        assertThrows(EngineException.class, () -> Engines.require(all, "tensorrt"));

    assertTrue(String.valueOf(chosen.getMessage()).contains(NO_DRIVER), chosen.getMessage());
    assertEquals(
        "engine tensorrt cannot run here: " + NO_DRIVER + "; auto takes what can",
        required.getMessage());
  }

  @Test
  void shouldListTheEnginesThereAreForANameThatIsNone() {
    EngineException e =
        assertThrows(
            EngineException.class,
            () -> Engines.require(List.of(refused, processor), "tensorflow"));

    assertEquals("no engine 'tensorflow': there are auto, tensorrt, onnxruntime", e.getMessage());
  }

  @Test
  void shouldRequireNothingOfAutoAndOfAnEngineThatRuns() {
    assertDoesNotThrow(() -> Engines.require(List.of(refused, processor), "auto"));
    assertDoesNotThrow(() -> Engines.require(List.of(refused, processor), "onnxruntime"));
  }

  @Test
  void shouldReportTheEngineOfTheProcessor() {
    EngineReport report =
        Engines.all().stream()
            .filter(engine -> engine.name().equals("onnxruntime"))
            .map(Engine::report)
            .findFirst()
            .orElseThrow();

    assertTrue(report.available());
    assertTrue(report.version().startsWith("ONNX Runtime 1."), report.version());
    assertEquals(List.of("onnx"), report.formats());
    assertTrue(report.devices().get(0).name().startsWith("CPU, "));
  }
}

package org.scopeside.segmenter.engine.tensorrt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineConformance;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorType;

/** The engine for GPUs does what every engine does; here on a GPU made of the CPU. */
final class TensorRtConformanceTest extends EngineConformance {
  private final HostGpu gpu = new HostGpu();
  @TempDir Path cache;

  @Override
  protected Engine engine() {
    return gpu.engine();
  }

  @Override
  protected EngineOptions options() {
    return new EngineOptions(1, 1, 8, 0, cache);
  }

  @AfterEach
  void leavesNothingBehind() {
    gpu.cuda.checkMemory();
    assertEquals(List.of(), gpu.cuda.leaks());
    assertEquals(0, gpu.tensorRt.contexts.get());
    assertEquals(0, gpu.tensorRt.engines.get());
  }

  /** TensorRT has no place for what it does not know the size of; it says which engine has. */
  @Override
  protected void shouldAllocateOutputsWhoseShapeOnlyTheRunTells() throws Exception {
    try (EngineSession session = engine().open(network("bright"), options())) {
      Tensor image = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, 4);
      ExecutionException failure =
          assertThrows(
              ExecutionException.class,
              () ->
                  session
                      .run(Map.of("image", image), Map.of(), List.of("where"))
                      .toCompletableFuture()
                      .get());
      EngineException cause = assertInstanceOf(EngineException.class, failure.getCause());
      assertEquals(Reason.TENSOR_MISMATCH, cause.reason());
      assertTrue(String.valueOf(cause.getMessage()).contains("onnxruntime"), cause::getMessage);
    }
  }
}

package org.scopeside.segmenter.engine.tensorrt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.EngineConformance;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.Preparation;
import org.scopeside.segmenter.engine.SpatialRange;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorType;

final class TensorRtSessionTest {
  private final HostGpu gpu = new HostGpu();
  @TempDir Path cache;

  private EngineOptions options(int concurrency, int maxBatch) {
    return new EngineOptions(1, concurrency, maxBatch, 0, cache);
  }

  private EngineSession open(int concurrency, int maxBatch) throws Exception {
    return gpu.engine().open(EngineConformance.network("mean3"), options(concurrency, maxBatch));
  }

  private static Tensor image(int batch, int side, float value) {
    Tensor tensor = Tensor.allocate(TensorType.FLOAT32, batch, 1, side, side);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.floats().put(i, value);
    }
    return tensor;
  }

  private static CompletableFuture<Map<String, Tensor>> run(EngineSession session, Tensor image) {
    return session.run(Map.of("image", image), Map.of(), List.of("smooth")).toCompletableFuture();
  }

  /** The middle of a constant image stays what it is. */
  private static float middle(Map<String, Tensor> outputs, int side) {
    return Objects.requireNonNull(outputs.get("smooth")).floats().get(side / 2 * side + side / 2);
  }

  private static EngineException failure(CompletableFuture<?> run) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> run.get(30, TimeUnit.SECONDS));
    return assertInstanceOf(EngineException.class, failed.getCause());
  }

  @Test
  void shouldRecordAShapeOnceAndLaunchItAsAGraph() throws Exception {
    try (EngineSession session = open(1, 4)) {
      for (int i = 0; i < 6; i++) {
        assertEquals(i, middle(run(session, image(1, 5, i)).get(), 5), 1e-5);
      }
      List<String> calls = gpu.cuda.calls();
      assertEquals(1, Collections.frequency(calls, "beginCapture"));
      assertEquals(5, Collections.frequency(calls, "launchGraph"));
      assertEquals(2, Collections.frequency(calls, "allocate"));
      assertEquals(2, Collections.frequency(calls, "allocatePinned"));
    }
  }

  @Test
  void shouldCopyInRunAndCopyBackInThisOrder() throws Exception {
    try (EngineSession session = open(1, 4)) {
      run(session, image(1, 5, 1)).get();
      List<String> calls = gpu.cuda.calls();
      int in = calls.indexOf("copyToDevice");
      int enqueued = calls.indexOf("enqueueV3");
      int out = calls.indexOf("copyToHost");
      int waited = calls.lastIndexOf("synchronize");
      assertTrue(0 <= in && in < enqueued && enqueued < out && out < waited, calls::toString);
    }
  }

  @Test
  void shouldRunWithoutGraphsWhereTheyAreRefused() throws Exception {
    gpu.cuda.fail("beginCapture", 0, Reason.RUN_FAILED);
    try (EngineSession session = open(1, 4)) {
      for (int i = 0; i < 4; i++) {
        assertEquals(i, middle(run(session, image(1, 5, i)).get(), 5), 1e-5);
      }
      assertEquals(0, Collections.frequency(gpu.cuda.calls(), "launchGraph"));
    }
  }

  @Test
  void shouldFailOnlyTheBatchThatFailed() throws Exception {
    try (EngineSession session = open(2, 4)) {
      assertEquals(1, middle(run(session, image(1, 5, 1)).get(), 5), 1e-5);
      gpu.cuda.fail("synchronize", 0, Reason.RUN_FAILED);
      assertEquals(Reason.RUN_FAILED, failure(run(session, image(1, 5, 2))).reason());
      assertEquals(3, middle(run(session, image(1, 5, 3)).get(), 5), 1e-5);
      assertNull(gpu.lost.get());
    }
  }

  @Test
  void shouldTellThatTheDeviceIsLost() throws Exception {
    EngineSession session = open(1, 4);
    gpu.cuda.fail("synchronize", 0, Reason.DEVICE_LOST);
    assertEquals(Reason.DEVICE_LOST, failure(run(session, image(1, 5, 2))).reason());
    assertEquals(Reason.DEVICE_LOST, Objects.requireNonNull(gpu.lost.get()).reason());
  }

  @Test
  void shouldSayWhatToDoWhereABatchIsLargerThanWhatItWasBuiltFor() throws Exception {
    try (EngineSession session = open(1, 4)) {
      EngineException failure = failure(run(session, image(5, 6, 1)));
      assertEquals(Reason.TENSOR_MISMATCH, failure.reason());
      assertEquals(
          "a batch of 5 of input image exceeds the 4 that the engine was built for; ask for smaller"
              + " batches, or build it for larger ones",
          failure.getMessage());
    }
  }

  @Test
  void shouldRefuseSizesThatItWasNotBuiltFor() throws Exception {
    EngineOptions small =
        new EngineOptions(1, 1, 2, 0, cache, Precision.FP32, 0.5, new SpatialRange(8, 16, 16));
    try (EngineSession session = gpu.engine().open(EngineConformance.network("mean3"), small)) {
      assertEquals(Reason.TENSOR_MISMATCH, failure(run(session, image(1, 4, 1))).reason());
      assertEquals(Reason.TENSOR_MISMATCH, failure(run(session, image(1, 17, 1))).reason());
      assertEquals(7, middle(run(session, image(2, 16, 7)).get(), 16), 1e-5);
    }
  }

  @Test
  void shouldReportAndBoundItsMemory() throws Exception {
    EngineOptions little =
        new EngineOptions(1, 1, 4, 0, cache, Precision.FP32, 1e-5, new SpatialRange(1, 64, 2048));
    try (EngineSession session = gpu.engine().open(EngineConformance.network("mean3"), little)) {
      long before = session.device().bytes();
      run(session, image(1, 64, 1)).get();
      assertEquals(before + 1024 + 2 * 64 * 64 * 4, session.device().bytes());
      EngineException failure = failure(run(session, image(4, 128, 1)));
      assertEquals(Reason.OUT_OF_MEMORY, failure.reason());
      assertEquals(1, middle(run(session, image(1, 64, 1)).get(), 64), 1e-5);
    }
  }

  @Test
  void shouldAnswerEveryoneOfMany() throws Exception {
    try (EngineSession session = open(3, 4)) {
      List<CompletableFuture<Map<String, Tensor>>> runs = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        runs.add(run(session, image(1 + i % 4, 5 + i % 3, i)));
      }
      for (int i = 0; i < runs.size(); i++) {
        assertEquals(i, middle(runs.get(i).get(30, TimeUnit.SECONDS), 5 + i % 3), 1e-4);
      }
    }
    assertEquals(List.of(), gpu.cuda.leaks());
    gpu.cuda.checkMemory();
  }

  @Test
  void shouldBuildOnceAndThenLoad() throws Exception {
    open(1, 4).close();
    open(2, 4).close();
    assertEquals(1, gpu.tensorRt.builds.get());
    open(1, 8).close();
    assertEquals(2, gpu.tensorRt.builds.get());
  }

  @Test
  void shouldBuildAnewWhatAnotherTensorRtOrAnotherFileWouldNeed() throws Exception {
    open(1, 4).close();
    HostTensorRt newer = new HostTensorRt(gpu.cuda, "10.16.0");
    gpu.on(newer).open(EngineConformance.network("mean3"), options(1, 4)).close();
    assertEquals(1, newer.builds.get());
  }

  @Test
  void shouldBuildAnewWhatIsKeptAndCannotBeLoaded() throws Exception {
    open(1, 4).close();
    // Whole, under the right name, and yet no engine.
    try (var files = Files.list(cache)) {
      Path kept =
          files.filter(file -> file.toString().endsWith(".engine")).findFirst().orElseThrow();
      String header = new String(Files.readAllBytes(kept), StandardCharsets.ISO_8859_1);
      String key = header.substring("scopeside ".length(), header.indexOf('\n') - 65);
      PlanFile.write(kept, key, new byte[] {1, 2, 3});
    }
    open(1, 4).close();
    assertEquals(2, gpu.tensorRt.builds.get());
  }

  @Test
  void shouldMakeItsOwnHalfNetworkWhereFp16IsAskedFor() throws Exception {
    EngineOptions half =
        new EngineOptions(1, 1, 4, 0, cache, Precision.FP16, 0.5, new SpatialRange(1, 8, 64));
    try (EngineSession session = gpu.engine().open(EngineConformance.network("mean3"), half)) {
      assertEquals("fp16", session.device().precision());
      assertEquals(100, middle(run(session, image(1, 8, 100)).get(), 8), 0.1);
    }
    try (EngineSession session = open(1, 4)) {
      assertEquals("fp32", session.device().precision());
    }
    assertEquals(2, gpu.tensorRt.builds.get());
  }

  @Test
  void shouldPrepareWhatIsThenOpenedAtOnce() throws Exception {
    List<String> phases = new ArrayList<>();
    TensorRtEngine engine = gpu.tensorRtEngine();
    Path network = EngineConformance.network("mean3");
    Preparation first = engine.prepare(network, options(1, 4), (phase, done) -> phases.add(phase));
    assertTrue(first.made());
    assertTrue(first.bytes() > 0);
    assertTrue(Files.size(first.file()) > first.bytes());
    assertEquals(List.of("building", "done"), phases);
    Preparation second = engine.prepare(network, options(1, 4), (phase, done) -> {});
    assertEquals(first.file(), second.file());
    assertTrue(!second.made());
    open(1, 4).close();
    assertEquals(1, gpu.tensorRt.builds.get());
    assertEquals(0, gpu.tensorRt.engines.get());
  }

  @Test
  void shouldRefuseWhatIsNoNetwork() throws Exception {
    Path rubbish = Files.writeString(cache.resolve("rubbish.onnx"), "no network");
    EngineException failure =
        assertThrows(EngineException.class, () -> gpu.engine().open(rubbish, options(1, 1)));
    assertEquals(Reason.UNREADABLE_NETWORK, failure.reason());
  }

  @Test
  void shouldFailRunsOfAClosedSession() throws Exception {
    EngineSession session = open(1, 4);
    session.close();
    session.close();
    assertEquals(Reason.RUN_FAILED, failure(run(session, image(1, 5, 2))).reason());
    assertArrayEquals(
        new int[] {0, 0}, new int[] {gpu.tensorRt.contexts.get(), gpu.tensorRt.engines.get()});
  }
}

package org.scopeside.segmenter.engine;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/**
 * What every engine must do. An engine's test extends this and says which engine it is; where the
 * engine is not available on the machine the tests are skipped, saying why.
 */
public abstract class EngineConformance {
  private static final float TOLERANCE = 1e-5f;

  protected abstract Engine engine();

  /** How networks are opened where a test asks for nothing else; for batches up to 8. */
  protected EngineOptions options() {
    return EngineOptions.singleThread();
  }

  /** Largest error allowed of fp32 arithmetic; engines that compute in less precision override. */
  protected float tolerance() {
    return TOLERANCE;
  }

  @BeforeEach
  void requireEngine() {
    String unavailable = engine().unavailable();
    if (unavailable != null) {
      throw new TestAbortedException("skipped: " + unavailable);
    }
  }

  @Test
  void shouldBeFoundByServiceLoader() {
    assertTrue(Engines.all().stream().anyMatch(found -> found.name().equals(engine().name())));
  }

  @Test
  void shouldDeclareTensorsAsTheFileHasThem() throws Exception {
    try (EngineSession session = open("sum_and_difference")) {
      assertEquals(List.of("a", "b"), names(session.inputs()));
      assertEquals(List.of("sum", "difference"), names(session.outputs()));
      assertEquals(TensorSpec.of("a", TensorType.FLOAT32, -1, 1, -1, -1), session.inputs().get(0));
    }
    try (EngineSession session = open("mean3_fixed")) {
      assertEquals(List.of(1L, 1L, 8L, 8L), session.inputs().get(0).shape());
    }
  }

  @Test
  void shouldReportDeviceAndMemory() throws Exception {
    try (EngineSession session = open("mean3")) {
      assertFalse(session.device().device().isBlank());
      assertTrue(session.device().bytes() > 0, () -> session.device().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldRunBatchIntoBuffersOfTheCaller(int batch) throws Exception {
    try (EngineSession session = open("mean3")) {
      Tensor image = ramp(batch, 1, 6, 9);
      Tensor smooth = Tensor.allocate(TensorType.FLOAT32, batch, 1, 6, 9);

      Map<String, Tensor> out = run(session, Map.of("image", image), Map.of("smooth", smooth));

      assertSame(smooth, out.get("smooth"));
      assertArrayEquals(mean3(floats(image), batch, 6, 9), floats(smooth), tolerance() * 100);
    }
  }

  @Test
  void shouldTakeAnySizeWhereTheNetworkDoes() throws Exception {
    try (EngineSession session = open("mean3")) {
      for (int[] size : new int[][] {{1, 1}, {1, 64}, {33, 7}, {64, 64}}) {
        Tensor image = ramp(1, 1, size[0], size[1]);
        Tensor smooth = Tensor.allocate(TensorType.FLOAT32, 1, 1, size[0], size[1]);

        run(session, Map.of("image", image), Map.of("smooth", smooth));

        float[] expected = mean3(floats(image), 1, size[0], size[1]);
        assertArrayEquals(expected, floats(smooth), tolerance() * 4096);
      }
    }
  }

  @Test
  void shouldRunSmallerBatchInLargerBuffers() throws Exception {
    try (EngineSession session = open("mean3")) {
      Tensor image = ramp(4, 1, 5, 5);
      Tensor smooth = Tensor.allocate(TensorType.FLOAT32, 4, 1, 5, 5);

      run(session, Map.of("image", image.first(2)), Map.of("smooth", smooth.first(2)));

      float[] expected = mean3(floats(image.first(2)), 2, 5, 5);
      assertArrayEquals(expected, floats(smooth.first(2)), tolerance() * 100);
      assertEquals(0, smooth.floats().get(2 * 25), "beyond the batch nothing is written");
    }
  }

  @Test
  void shouldReadChannelsLast() throws Exception {
    try (EngineSession session = open("mean3_channels_last")) {
      Tensor image = ramp(1, 6, 9, 1);
      Tensor smooth = Tensor.allocate(TensorType.FLOAT32, 1, 6, 9, 1);

      run(session, Map.of("image", image), Map.of("smooth", smooth));

      assertArrayEquals(mean3(floats(image), 1, 6, 9), floats(smooth), tolerance() * 100);
    }
  }

  @Test
  void shouldRunQuantisedNetwork() throws Exception {
    try (EngineSession session = open("mean3_int8")) {
      Tensor image = ramp(1, 1, 6, 9);
      Tensor smooth = Tensor.allocate(TensorType.FLOAT32, 1, 1, 6, 9);

      run(session, Map.of("image", image), Map.of("smooth", smooth));

      assertArrayEquals(mean3(floats(image), 1, 6, 9), floats(smooth), 0.51f);
      assertEquals("int8", session.device().precision());
    }
  }

  @Test
  void shouldRunNetworkOfHalfPrecisionWithFullPrecisionAtItsBorders() throws Exception {
    try (EngineSession session = open("mean3_fp16")) {
      Tensor image = ramp(1, 1, 6, 9);
      Tensor smooth = Tensor.allocate(TensorType.FLOAT32, 1, 1, 6, 9);

      run(session, Map.of("image", image), Map.of("smooth", smooth));

      assertArrayEquals(mean3(floats(image), 1, 6, 9), floats(smooth), 0.1f);
      assertEquals("fp16", session.device().precision());
    }
  }

  @Test
  void shouldPreferPrecisionsThatEveryPackageMayFallBackFrom() {
    assertTrue(engine().precisions().contains(Precision.FP32), () -> "" + engine().precisions());
  }

  @Test
  void shouldTakeSeveralInputsAndGiveSeveralOutputs() throws Exception {
    try (EngineSession session = open("sum_and_difference")) {
      Tensor sum = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, 2);
      Tensor difference = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, 2);

      run(
          session,
          Map.of("a", of(5, 7), "b", of(1, 2)),
          Map.of("sum", sum, "difference", difference));

      assertArrayEquals(new float[] {6, 9}, floats(sum));
      assertArrayEquals(new float[] {4, 5}, floats(difference));
    }
  }

  @Test
  protected void shouldAllocateOutputsWhoseShapeOnlyTheRunTells() throws Exception {
    try (EngineSession session = open("bright")) {
      for (int bright = 0; bright < 4; bright++) {
        Tensor image = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, 4);
        for (int x = 0; x < bright; x++) {
          image.floats().put(x, 1);
        }

        Map<String, Tensor> out =
            session
                .run(Map.of("image", image), Map.of(), List.of("where"))
                .toCompletableFuture()
                .get(30, SECONDS);

        assertArrayEquals(new long[] {4, bright}, requireNonNull(out.get("where")).shape());
      }
    }
  }

  @Test
  void shouldReadPixelsOfEightBits() throws Exception {
    try (EngineSession session = open("from_uint8")) {
      Tensor image = Tensor.allocate(TensorType.UINT8, 1, 1, 1, 3);
      image.data().put(0, (byte) 0).put(1, (byte) 127).put(2, (byte) 255);
      Tensor out = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, 3);

      run(session, Map.of("image", image), Map.of("out", out));

      assertArrayEquals(new float[] {0, 127, 255}, floats(out));
    }
  }

  @Test
  void shouldHandOnWhatIsNotFinite() throws Exception {
    try (EngineSession session = open("reciprocal")) {
      Tensor out = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, 2);

      run(session, Map.of("image", of(0, 2)), Map.of("out", out));

      assertEquals(Float.POSITIVE_INFINITY, out.floats().get(0));
      assertEquals(0.5f, out.floats().get(1), tolerance());
    }
  }

  @Test
  void shouldRunFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    EngineOptions two = new EngineOptions(1, 2, options().maxBatch(), 0, options().cache());
    try (EngineSession session = open("mean3", two)) {
      assertEquals(2, session.concurrency());
      List<CompletableFuture<Void>> runs = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        int side = 1 + i;
        runs.add(CompletableFuture.runAsync(() -> runOnce(session, side), threads));
      }
      CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(60, SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private void runOnce(EngineSession session, int side) {
    Tensor image = ramp(1, 1, side, side);
    Tensor smooth = Tensor.allocate(TensorType.FLOAT32, 1, 1, side, side);
    session
        .run(Map.of("image", image), Map.of("smooth", smooth), List.of())
        .toCompletableFuture()
        .join();
    float[] expected = mean3(floats(image), 1, side, side);
    assertArrayEquals(expected, floats(smooth), tolerance() * 1024);
  }

  @Test
  void shouldNameEveryTensorThatDoesNotFit() throws Exception {
    try (EngineSession session = open("sum_and_difference")) {
      EngineException failure =
          failure(
              session.run(
                  Map.of("a", Tensor.allocate(TensorType.UINT8, 1, 1, 1, 1), "c", of(1)),
                  Map.of("product", of(1)),
                  List.of()));

      assertEquals(Reason.TENSOR_MISMATCH, failure.reason());
      for (String culprit : List.of("a ", "b ", "c", "product")) {
        assertTrue(String.valueOf(failure.getMessage()).contains(culprit), failure::getMessage);
      }
    }
  }

  @Test
  void shouldRefuseOutputBufferOfAnotherShape() throws Exception {
    try (EngineSession session = open("mean3")) {
      Tensor small = Tensor.allocate(TensorType.FLOAT32, 1, 1, 2, 2);

      EngineException failure =
          failure(
              session.run(Map.of("image", ramp(1, 1, 6, 9)), Map.of("smooth", small), List.of()));

      assertEquals(Reason.TENSOR_MISMATCH, failure.reason(), failure::getMessage);
    }
  }

  @Test
  void shouldRefuseSizeThatFixedNetworkDoesNotTake() throws Exception {
    try (EngineSession session = open("mean3_fixed")) {
      EngineException failure =
          failure(session.run(Map.of("image", ramp(1, 1, 6, 9)), Map.of(), List.of("smooth")));

      assertEquals(Reason.TENSOR_MISMATCH, failure.reason());
    }
  }

  @Test
  void shouldStillRunAfterARunFailed() throws Exception {
    try (EngineSession session = open("mean3")) {
      failure(session.run(Map.of(), Map.of(), List.of("smooth")));

      runOnce(session, 5);
    }
  }

  @Test
  void shouldFailRunsAfterClose() throws Exception {
    EngineSession session = open("mean3");
    session.close();
    session.close();

    failure(session.run(Map.of("image", ramp(1, 1, 2, 2)), Map.of(), List.of("smooth")));
  }

  @Test
  void shouldRefuseFilesThatAreNoNetworks(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("text.onnx"), "not a network");
    Path cut = folder.resolve("cut.onnx");
    byte[] whole = Files.readAllBytes(network("mean3"));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    Path absent = folder.resolve("absent.onnx");

    for (Path file : List.of(text, cut, empty, absent)) {
      EngineException failure =
          assertThrows(
              EngineException.class, () -> engine().open(file, EngineOptions.singleThread()));
      assertEquals(Reason.UNREADABLE_NETWORK, failure.reason(), failure::getMessage);
    }
  }

  @Test
  void shouldRefuseOperatorSetItDoesNotKnow() {
    EngineException failure = assertThrows(EngineException.class, () -> open("opset_99"));

    assertEquals(Reason.UNREADABLE_NETWORK, failure.reason());
    assertTrue(String.valueOf(failure.getMessage()).contains("opset 99"), failure::getMessage);
  }

  private EngineSession open(String network) throws Exception {
    return open(network, options());
  }

  private EngineSession open(String network, EngineOptions options) throws Exception {
    return engine().open(network(network), options);
  }

  /** A network of the tests' resources, see {@code src/test/python/networks.py}. */
  public static Path network(String name) throws IOException {
    URL resource = EngineConformance.class.getResource("/networks/" + name + ".onnx");
    if (resource == null) {
      throw new IOException("no network " + name);
    }
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, Tensor> run(
      EngineSession session, Map<String, Tensor> in, Map<String, Tensor> out)
      throws InterruptedException, ExecutionException, TimeoutException {
    return session.run(in, out, List.of()).toCompletableFuture().get(30, SECONDS);
  }

  private static EngineException failure(CompletionStage<Map<String, Tensor>> run) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> run.toCompletableFuture().get(30, SECONDS));
    return (EngineException) requireNonNull(failure.getCause());
  }

  private static List<String> names(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::name).toList();
  }

  private static Tensor of(float... values) {
    Tensor tensor = Tensor.allocate(TensorType.FLOAT32, 1, 1, 1, values.length);
    tensor.floats().put(values);
    return tensor;
  }

  /** 0, 1, 2, … 250, 0, 1, … */
  private static Tensor ramp(long... shape) {
    Tensor tensor = Tensor.allocate(TensorType.FLOAT32, shape);
    FloatBuffer values = tensor.floats();
    IntStream.range(0, values.limit()).forEach(i -> values.put(i, i % 251));
    return tensor;
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.elements()];
    tensor.floats().get(values);
    return values;
  }

  private static float[] mean3(float[] in, int batch, int height, int width) {
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int plane = i - y * width - x;
      float sum = 0;
      for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          sum += in[plane + v * width + u];
        }
      }
      out[i] = sum / 9;
    }
    assertEquals(batch * height * width, in.length);
    return out;
  }
}

package org.scopeside.segmenter.engine.onnxruntime;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineConformance;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

class OnnxRuntimeConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new OnnxRuntimeEngine();
  }

  static List<Path> cpnet() {
    return ReferenceData.vectors("cpnet");
  }

  @Tag("conformance")
  @ParameterizedTest
  @MethodSource("cpnet")
  void shouldGiveWhatPyTorchGaveForCellposeNetwork(Path folder) throws Exception {
    Path network = folder.resolve("../../bench-models/cpnet-random.onnx").normalize();
    ReferenceData.require(network);
    try (EngineSession session = engine().open(network, new EngineOptions(2, 1, 8, 0, folder))) {
      assertRun(session, folder, "input", "output", "style");
      assertRun(session, folder, "input8", "output8");
    }
  }

  private static void assertRun(
      EngineSession session, Path folder, String input, String... expected) throws Exception {
    Tensor image = tensor(NpyArray.read(folder.resolve(input + ".npy")));
    List<String> outputs =
        session.outputs().stream().map(spec -> spec.name()).limit(expected.length).toList();
    Map<String, Tensor> out =
        session
            .run(Map.of(session.inputs().get(0).name(), image), Map.of(), outputs)
            .toCompletableFuture()
            .get(120, TimeUnit.SECONDS);
    for (int i = 0; i < expected.length; i++) {
      NpyArray reference = NpyArray.read(folder.resolve(expected[i] + ".npy"));
      Tensor actual = requireNonNull(out.get(outputs.get(i)));
      float[] values = new float[actual.elements()];
      actual.floats().get(values);
      assertArrayEquals(reference.floats(), values, 2e-3f, expected[i]);
    }
  }

  private static Tensor tensor(NpyArray array) throws IOException {
    long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
    Tensor tensor = Tensor.allocate(TensorType.FLOAT32, shape);
    tensor.floats().put(array.floats());
    return tensor;
  }

  @Test
  void shouldUseSeveralThreads() throws Exception {
    try (EngineSession session =
        engine().open(network("mean3"), new EngineOptions(2, 1, 1, 0, Path.of("")))) {
      assertTrue(session.device().device().startsWith("CPU, 2 threads"), session.device()::device);
    }
  }
}

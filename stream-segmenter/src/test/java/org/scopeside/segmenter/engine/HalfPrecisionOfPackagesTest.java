package org.scopeside.segmenter.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;

/** The networks of the repository, rewritten for half precision and run beside the originals. */
class HalfPrecisionOfPackagesTest {
  private static final Path MODELS = Path.of("..", "models");

  /** Of an output's largest value; the worst of the networks here differs by a third of it. */
  private static final double TOLERANCE = 0.004;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {"cells-flow", "nuclei-flow", "nuclei-distance", "nuclei-star", "nuclei-unet3"})
  void shouldGiveNearlyTheSameInHalfPrecision(String model) throws Exception {
    Path fp32 = MODELS.resolve(model).resolve("network.onnx");
    Path fp16 = temp.resolve("half.onnx");
    HalfPrecision.convert(fp32, fp16);
    assertEquals(Precision.FP16, OnnxFile.read(fp16).precision());
    assertEquals(OnnxFile.read(fp32).inputs(), OnnxFile.read(fp16).inputs());
    assertEquals(OnnxFile.read(fp32).outputs(), OnnxFile.read(fp16).outputs());
    assertTrue(Files.size(fp16) < 0.55 * Files.size(fp32));

    Map<String, float[]> expected = run(fp32, image(model));
    Map<String, float[]> found = run(fp16, image(model));
    Map<String, float[]> packaged =
        run(MODELS.resolve(model).resolve("network-fp16.onnx"), image(model));
    for (String output : expected.keySet()) {
      double error =
          error(
              Objects.requireNonNull(expected.get(output)),
              Objects.requireNonNull(found.get(output)));
      System.out.printf(
          "%s %s: %.2g of the largest value; the package's own fp16 %.2g%n",
          model,
          output,
          error,
          error(
              Objects.requireNonNull(expected.get(output)),
              Objects.requireNonNull(packaged.get(output))));
      assertTrue(error < TOLERANCE, output + " differs by " + error);
      assertTrue(error > 0, "it is the same network");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cells-flow", "nuclei-star"})
  void shouldGiveTheSameBytesAgain(String model) throws Exception {
    Path fp32 = MODELS.resolve(model).resolve("network.onnx");
    HalfPrecision.convert(fp32, temp.resolve("a"));
    HalfPrecision.convert(fp32, temp.resolve("b"));
    assertArrayEquals(Files.readAllBytes(temp.resolve("a")), Files.readAllBytes(temp.resolve("b")));
    HalfPrecision.convert(temp.resolve("a"), temp.resolve("b"));
    assertArrayEquals(Files.readAllBytes(temp.resolve("a")), Files.readAllBytes(temp.resolve("b")));
    try (var files = Files.list(temp)) {
      assertEquals(2, files.count(), "a part of a file is left");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nuclei-flow", "nuclei-star"})
  void shouldSeeWhetherWeightsFit(String model) throws IOException {
    Path network = MODELS.resolve(model).resolve("network.onnx");
    assertNull(OnnxArchitecture.difference(network, network));
    assertNotNull(OnnxArchitecture.difference(network, MODELS.resolve("cells-flow/network.onnx")));
    assertEquals(List.of(), OnnxOperators.unknownTo(network, OnnxOperators.ofTensorRt()));
  }

  /** The image that comes with a package, [1][channel][y][x]. */
  private static Tensor image(String model) throws IOException {
    byte[] npy = Files.readAllBytes(MODELS.resolve(model).resolve("test_image.npy"));
    ByteBuffer data = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    data.position(10 + data.getShort(8));
    FloatBuffer values = data.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int channels = model.equals("cells-flow") ? 2 : 1;
    int side = (int) Math.round(Math.sqrt(values.remaining() / (double) channels));
    Tensor image = Tensor.allocate(TensorType.FLOAT32, 1, channels, side, side);
    image.floats().put(values);
    return image;
  }

  private static Map<String, float[]> run(Path network, Tensor image) throws Exception {
    try (EngineSession session =
        new OnnxRuntimeEngine().open(network, EngineOptions.singleThread())) {
      List<String> names = session.outputs().stream().map(TensorSpec::name).toList();
      Map<String, Tensor> found =
          session
              .run(Map.of(session.inputs().get(0).name(), image), Map.of(), names)
              .toCompletableFuture()
              .get(60, SECONDS);
      Map<String, float[]> values = new HashMap<>();
      found.forEach(
          (name, tensor) -> {
            float[] numbers = new float[tensor.elements()];
            tensor.floats().get(numbers);
            values.put(name, numbers);
          });
      return values;
    }
  }

  /** Largest difference over the largest value; infinite where a value is not finite. */
  private static double error(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(found[i])) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - found[i]));
    }
    return difference / largest;
  }
}

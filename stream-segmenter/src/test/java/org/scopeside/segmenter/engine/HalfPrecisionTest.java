package org.scopeside.segmenter.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;

/** Small networks, written field by field, that each show one rule of the conversion. */
class HalfPrecisionTest {
  @TempDir Path temp;

  private final ProtobufMessage graph = new ProtobufMessage();

  @Test
  void shouldKeepNamesAndTypesOfInputsAndOutputs() throws Exception {
    addConv("x", "y", 2f);
    List<OnnxNode> nodes = convert("y");
    assertEquals(List.of("Cast", "Conv", "Cast"), operators(nodes));
    assertEquals(List.of("x.half", "w"), nodes.get(1).inputs());
    assertArrayEquals(new float[] {2, 4, 6, 8}, run(1, 2, 3, 4));
  }

  @Test
  void shouldComputeNormsInSinglePrecision() throws Exception {
    // 60 squared is 3600 and their sum 14400; 300 squared is beyond half precision.
    addConv("x", "c", 300f);
    node("ReduceMean", "c", "mean");
    node("Mul", "mean mean", "square");
    node("Sqrt", "square", "y");
    List<OnnxNode> nodes = convert("y");
    assertEquals(List.of("Cast", "Conv", "Cast", "ReduceMean", "Mul", "Sqrt"), operators(nodes));
    assertEquals(List.of("mean", "mean"), nodes.get(4).inputs());
    assertArrayEquals(new float[] {300}, run(1, 1, 1, 1), 0.5f);
  }

  @Test
  void shouldKeepScalesOfResizeInSinglePrecision() throws Exception {
    addConv("x", "c", 1f);
    constant("scales", 1, 1, 2, 2);
    node("Resize", "c  scales", "y");
    List<OnnxNode> nodes = convert("y");
    assertEquals(List.of("c", "", "scales"), nodes.get(2).inputs());
    assertEquals(16, run(1, 2, 3, 4).length);
  }

  @Test
  void shouldUseAConstantInBothPrecisions() throws Exception {
    addConv("x", "c", 3f);
    constant("k", 0.1f);
    node("Mul", "c k", "m");
    node("Div", "m k", "y");
    List<OnnxNode> nodes = convert("y");
    assertEquals(List.of("c", "k.half"), nodes.get(2).inputs());
    assertEquals(List.of("m.single", "k"), nodes.get(4).inputs());
    assertArrayEquals(new float[] {3, 6, 9, 12}, run(1, 2, 3, 4), 0.02f);
  }

  @Test
  void shouldNotLoseSmallVariances() throws Exception {
    addConv("x", "c", 1e-4f);
    initializer("scale", 1);
    initializer("shift", 0.5f);
    initializer("mean", 2e-4f);
    initializer("var", 1e-9f);
    node("BatchNormalization", "c scale shift mean var", "y");
    convert("y");
    // (x 1e-4 - 2e-4) / sqrt(1e-9 + 1e-5) + 0.5
    assertArrayEquals(new float[] {0.46838f, 0.5f, 0.53162f, 0.56324f}, run(1, 2, 3, 4), 2e-3f);
  }

  @Test
  void shouldComputeOnPositionsAsTheyAre() throws Exception {
    addConv("x", "c", 1f);
    node("Shape", "c", "shape");
    node("ConstantOfShape", "shape", "zeros");
    node("Greater", "c zeros", "positive");
    node("Where", "positive c zeros", "y");
    List<OnnxNode> nodes = convert("y");
    assertTrue(operators(nodes).contains("Where"));
    assertArrayEquals(new float[] {1, 0, 3, 0}, run(1, -2, 3, -4));
  }

  @Test
  void shouldCountWeightsThatBecomeZero() throws Exception {
    addConv("x", "y", 1e-9f);
    assertEquals(1, HalfPrecision.convert(file("y", 13), temp.resolve("half")));
  }

  @Test
  void shouldNameTheTensorThatIsTooLarge() throws Exception {
    addConv("x", "y", 70000f);
    Path fp32 = file("y", 13);
    Path target = temp.resolve("half");
    EngineException refusal =
        assertThrows(EngineException.class, () -> HalfPrecision.convert(fp32, target));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("tensor w has the value 70000"));
    assertFalse(Files.exists(target));
    try (var files = Files.list(temp)) {
      assertEquals(List.of(fp32), files.toList());
    }
  }

  @Test
  void shouldRefuseWhatItDoesNotConvert() throws Exception {
    node("DequantizeLinear", "x w", "y");
    assertRefused("y", "operator DequantizeLinear of node n0");
    assertRefusedAfter("z", "operator Loop of node l has a graph within");
  }

  @Test
  void shouldRefuseOperatorsOfOthersWithoutTypes() throws Exception {
    OnnxNode odd = new OnnxNode("odd", "Wave", "org.example", List.of("x"), List.of("t"), Map.of());
    graph.content(1, odd.message(name -> name));
    node("Relu", "t", "y");
    assertRefused("y", "operator org.example.Wave of node odd");
    assertEquals(
        List.of("operator org.example.Wave of node odd"),
        OnnxOperators.unknownTo(temp.resolve("net"), Set.of("Relu")));
    assertEquals(2, OnnxOperators.unknownTo(temp.resolve("net"), Set.of()).size());
  }

  @Test
  void shouldRefuseQuantisedNetworks() throws Exception {
    Path int8 = EngineConformance.network("mean3_int8");
    assertThrows(EngineException.class, () -> HalfPrecision.convert(int8, temp.resolve("half")));
  }

  @Test
  void shouldNameWhatNothingGives() throws Exception {
    node("Relu", "ghost", "y");
    Path fp32 = file("y", 13);
    IOException damaged =
        assertThrows(IOException.class, () -> HalfPrecision.convert(fp32, temp.resolve("half")));
    assertTrue(String.valueOf(damaged.getMessage()).contains("reads ghost"), damaged.getMessage());
  }

  @Test
  void shouldFailWithFactsOnDamagedFiles() throws Exception {
    addConv("x", "c", 2f);
    node("Relu", "c", "y");
    byte[] whole = Files.readAllBytes(file("y", 13));
    Random random = new Random(7);
    for (int round = 0; round < 1500; round++) {
      byte[] damaged = whole.clone();
      if (round < whole.length) {
        damaged = Arrays.copyOf(whole, round);
      } else {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path path = Files.write(temp.resolve("net"), damaged);
      try {
        HalfPrecision.convert(path, temp.resolve("half"));
        OnnxArchitecture.difference(path, path);
      } catch (IOException | EngineException e) {
        assertNotNull(e.getMessage());
      }
    }
  }

  @Test
  void shouldTellTheFirstDifferenceOfArchitectures() throws Exception {
    addConv("x", "y", 2f);
    Path a = Files.copy(file("y", 13), temp.resolve("a"));
    assertNull(OnnxArchitecture.difference(a, another(3f)));
    assertEquals(
        "initializer w is float32[1,1,1,1] here and float32[1,1,1,2] there",
        OnnxArchitecture.difference(a, another(3f, 4f)));
  }

  private static Path another(float... weights) throws Exception {
    HalfPrecisionTest other = new HalfPrecisionTest();
    other.temp = Files.createTempDirectory("other");
    other.addConv("x", "y", weights);
    return other.file("y", 13);
  }

  private void assertRefused(String output, String why) throws Exception {
    Path fp32 = file(output, 13);
    EngineException refusal =
        assertThrows(
            EngineException.class, () -> HalfPrecision.convert(fp32, temp.resolve("half")));
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
  }

  /** The quantised operator of before is in the file still, so the graph is made anew. */
  private void assertRefusedAfter(String output, String why) throws Exception {
    HalfPrecisionTest other = new HalfPrecisionTest();
    other.temp = temp;
    OnnxNode loop = new OnnxNode("l", "Loop", "", List.of("x"), List.of(output), Map.of());
    ProtobufMessage body = new ProtobufMessage().text(1, "body").content(6, new ProtobufMessage());
    other.graph.content(1, ((ProtobufMessage) loop.message(name -> name)).content(5, body));
    other.assertRefused(output, why);
  }

  private int count;

  private void node(String operator, String inputs, String output) {
    OnnxNode node =
        new OnnxNode(
            "n" + count++, operator, "", List.of(inputs.split(" ", -1)), List.of(output), Map.of());
    graph.content(1, node.message(name -> name));
  }

  /** A convolution of 1 x 1 pixels. */
  private void addConv(String from, String to, float... weights) throws IOException {
    graph.content(
        5, OnnxTensor.of("w", List.of(1L, 1L, 1L, (long) weights.length), weights).single("w"));
    node("Conv", from + " w", to);
  }

  private void initializer(String name, float... values) throws IOException {
    graph.content(5, OnnxTensor.of(name, List.of((long) values.length), values).single(name));
  }

  /** A Constant node. */
  private void constant(String name, float... values) throws IOException {
    ProtobufPiece tensor = OnnxTensor.of("", List.of((long) values.length), values).single("");
    ProtobufMessage value = new ProtobufMessage().text(1, "value").content(5, tensor).number(20, 4);
    ProtobufMessage node =
        new ProtobufMessage().text(2, name).text(4, "Constant").content(5, value);
    graph.content(1, node);
  }

  private Path file(String output, long opset) throws Exception {
    ProtobufMessage whole = new ProtobufMessage().text(2, "net");
    whole.content(11, info("x"));
    whole.content(12, info(output));
    ProtobufMessage model = new ProtobufMessage().number(1, 8);
    ProtobufMessage merged = new ProtobufMessage().raw(bytes(graph)).raw(bytes(whole));
    model.content(7, merged).content(8, new ProtobufMessage().number(2, opset));
    return Files.write(temp.resolve("net"), bytes(model).array());
  }

  /** float32 of four axes of any size. */
  private static ProtobufMessage info(String name) {
    ProtobufMessage shape = new ProtobufMessage();
    for (String axis : List.of("n", "c", "h", "w")) {
      String size = axis + "_" + name;
      shape.content(1, axis.equals("c") ? one() : new ProtobufMessage().text(2, size));
    }
    ProtobufMessage tensor = new ProtobufMessage().number(1, 1).content(2, shape);
    return new ProtobufMessage().text(1, name).content(2, new ProtobufMessage().content(1, tensor));
  }

  private static ProtobufMessage one() {
    return new ProtobufMessage().number(1, 1);
  }

  private ByteBuffer bytes(ProtobufPiece piece) throws Exception {
    Path path = Files.createTempFile("message", "");
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ProtobufMessage.Sink sink = new ProtobufMessage.Sink(channel);
      piece.write(sink);
      sink.flush();
    }
    byte[] bytes = Files.readAllBytes(path);
    Files.delete(path);
    assertEquals(piece.size(), bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  /** Converts the graph and reads the nodes that come out. */
  private List<OnnxNode> convert(String output) throws Exception {
    Path half = temp.resolve("half");
    HalfPrecision.convert(file(output, 13), half);
    List<OnnxNode> nodes = new ArrayList<>();
    OnnxFile.readGraph(
        half,
        found ->
            ProtobufField.each(
                found,
                field -> {
                  if (field.number() == 1) {
                    nodes.add(OnnxNode.parse(field.piece()));
                  }
                }));
    return nodes;
  }

  private static List<String> operators(List<OnnxNode> nodes) {
    return nodes.stream().map(OnnxNode::operator).toList();
  }

  /** Runs the converted network on an image of 2 x 2 pixels. */
  private float[] run(float... pixels) throws Exception {
    Tensor image = Tensor.allocate(TensorType.FLOAT32, 1, 1, 2, 2);
    image.floats().put(pixels);
    try (EngineSession session =
        new OnnxRuntimeEngine().open(temp.resolve("half"), EngineOptions.singleThread())) {
      String output = session.outputs().get(0).name();
      Tensor found =
          session
              .run(Map.of("x", image), Map.of(), List.of(output))
              .toCompletableFuture()
              .get(20, SECONDS)
              .get(output);
      float[] values = new float[Objects.requireNonNull(found).elements()];
      found.floats().get(values);
      return values;
    }
  }
}

package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rewrites the graph of an ONNX file for half precision: walks the nodes in their order, knows of
 * each tensor whether it is computed in half or single precision, and casts where a node needs the
 * other one. A tensor is cast once, before its first reader.
 */
final class HalfGraph {
  private final HalfSource source;
  private final List<OnnxNode> written = new ArrayList<>();

  /** float32 constants, of initializers and Constant nodes, in the order of the file. */
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();

  /** Constants behind Identity nodes. */
  private final Map<String, String> same = new HashMap<>();

  /** TensorProto.DataType by name, as in the file that is read. */
  private final Map<String, Integer> types = new HashMap<>();

  private final Set<String> half = new HashSet<>();
  private final Map<String, String> halfNames = new HashMap<>();
  private final Map<String, String> singleNames = new HashMap<>();
  private final Set<String> singleConstants = new HashSet<>();
  private final Map<String, String> halfConstants = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private HalfGraph(HalfSource source) {
    this.source = source;
  }

  /**
   * The graph in half precision.
   *
   * @param underflows counts, while the graph is written, weights that became zero
   */
  static ProtobufMessage convert(ByteBuffer graph, long[] underflows)
      throws IOException, EngineException {
    HalfGraph half = new HalfGraph(HalfSource.read(graph));
    half.start();
    for (OnnxNode node : half.source.nodes()) {
      half.node(node);
    }
    half.source.outputs().forEach(half::keepOutput);
    return half.message(underflows);
  }

  private void start() throws IOException {
    taken.addAll(source.names());
    types.putAll(source.types());
    for (OnnxTensor tensor : source.initializers()) {
      if (tensor.type() == OnnxTensor.FLOAT) {
        addConstant(tensor.name(), tensor);
      }
    }
  }

  private void addConstant(String name, OnnxTensor tensor) throws IOException {
    tensor.check();
    constants.put(name, tensor);
    types.put(name, OnnxTensor.FLOAT);
  }

  private void node(OnnxNode node) throws IOException, EngineException {
    OnnxTensor constant = HalfSource.constant(node);
    if (constant != null && constant.type() == OnnxTensor.FLOAT) {
      addConstant(node.outputs().get(0), constant);
      return;
    }
    if (node.operator().equals("Identity")
        && node.inputs().size() == 1
        && isConstant(node.inputs().get(0))) {
      same.put(node.outputs().get(0), origin(node.inputs().get(0)));
      types.put(node.outputs().get(0), OnnxTensor.FLOAT);
      return;
    }
    for (int output = 0; output < node.outputs().size(); output++) {
      types.put(node.outputs().get(output), source.outputType(node, output, types));
    }
    boolean inHalf = inHalf(node);
    write(inHalf && node.operator().equals("BatchNormalization") ? plainNorm(node) : node, inHalf);
  }

  private boolean inHalf(OnnxNode node) {
    if (node.outputs().isEmpty() || !isFloat(node.outputs().get(0))) {
      return false;
    }
    if (HalfOperators.computesInHalf(node)) {
      return true;
    }
    if (node.operator().equals("BatchNormalization") && !foldable(node)) {
      return false;
    }
    return HalfOperators.follows(node)
        && IntStream.range(0, node.inputs().size())
            .filter(input -> !HalfOperators.keepsFloat32(node, input))
            .anyMatch(input -> half.contains(node.inputs().get(input)));
  }

  private boolean foldable(OnnxNode norm) {
    return norm.inputs().size() == 5
        && norm.outputs().size() == 1
        && norm.inputs().stream().skip(1).allMatch(this::isConstant);
  }

  /**
   * A batch norm with mean 0 and variance 1, so that no variance is lost below the smallest number
   * of half precision: scale' = scale sqrt(1 + epsilon) / sqrt(variance + epsilon), shift' = shift
   * - mean scale / sqrt(variance + epsilon).
   */
  private OnnxNode plainNorm(OnnxNode norm) throws IOException {
    float[][] given = new float[4][];
    for (int i = 0; i < 4; i++) {
      given[i] = constant(norm.inputs().get(i + 1)).values();
    }
    int channels = given[0].length;
    float[][] plain = new float[4][channels];
    double epsilon = norm.decimal("epsilon", 1e-5f);
    for (int c = 0; c < channels; c++) {
      if (given[1].length + given[2].length + given[3].length != 3 * channels) {
        throw new IOException("parameters of different lengths in " + norm.description());
      }
      double scale = given[0][c] / Math.sqrt(given[3][c] + epsilon);
      plain[0][c] = (float) (scale * Math.sqrt(1 + epsilon));
      plain[1][c] = (float) (given[1][c] - given[2][c] * scale);
      plain[3][c] = 1;
    }
    List<String> inputs = new ArrayList<>(List.of(norm.inputs().get(0)));
    for (int i = 0; i < 4; i++) {
      String name = unique(norm.outputs().get(0) + ".norm" + (i + 1));
      addConstant(name, OnnxTensor.of(name, List.of((long) channels), plain[i]));
      inputs.add(name);
    }
    return norm.with(inputs, norm.outputs());
  }

  private void write(OnnxNode node, boolean inHalf) throws IOException {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      boolean wanted = inHalf && !HalfOperators.keepsFloat32(node, i);
      inputs.add(input.isEmpty() ? input : given(input, wanted, node));
    }
    List<String> outputs = new ArrayList<>();
    List<OnnxNode> casts = new ArrayList<>();
    for (String output : node.outputs()) {
      String name = output;
      if (inHalf && isFloat(output) && source.outputs().contains(output)) {
        name = unique(output + ".half");
        halfNames.put(output, name);
        casts.add(OnnxNode.cast(name, output, OnnxTensor.FLOAT));
      } else if (inHalf && isFloat(output)) {
        half.add(output);
      }
      outputs.add(name);
    }
    written.add(node.with(inputs, outputs));
    written.addAll(casts);
  }

  /** Name of a tensor in the wanted precision. */
  private String given(String input, boolean wanted, OnnxNode reader) throws IOException {
    String name = origin(input);
    if (!types.containsKey(name)) {
      throw new IOException(
          "%s reads %s, which nothing before it gives".formatted(reader.description(), input));
    }
    if (constants.containsKey(name)) {
      if (wanted) {
        return halfConstants.computeIfAbsent(name, key -> unique(key + ".half"));
      }
      singleConstants.add(name);
      return name;
    }
    if (!isFloat(name) || half.contains(name) == wanted) {
      return name;
    }
    Map<String, String> names = wanted ? halfNames : singleNames;
    if (!names.containsKey(name)) {
      String as = unique(name + (wanted ? ".half" : ".single"));
      names.put(name, as);
      written.add(OnnxNode.cast(name, as, wanted ? OnnxTensor.FLOAT16 : OnnxTensor.FLOAT));
    }
    return names.get(name);
  }

  /** A constant, or what an Identity made of one, that is an output of the graph stays so. */
  private void keepOutput(String output) {
    String name = origin(output);
    if (constants.containsKey(name)) {
      singleConstants.add(name);
      if (!name.equals(output)) {
        written.add(new OnnxNode("", "Identity", "", List.of(name), List.of(output), Map.of()));
      }
    }
  }

  private ProtobufMessage message(long[] underflows) throws IOException {
    ProtobufMessage out = new ProtobufMessage();
    // Constants that are read in half precision alone keep their names, for a refit.
    Map<String, String> names = new HashMap<>();
    halfConstants.forEach((name, as) -> names.put(as, singleConstants.contains(name) ? as : name));
    for (OnnxNode node : written) {
      out.content(HalfSource.NODE, node.message(name -> names.getOrDefault(name, name)));
    }
    source.rest().forEach(out::raw);
    for (Map.Entry<String, OnnxTensor> constant : constants.entrySet()) {
      String name = constant.getKey();
      if (singleConstants.contains(name)) {
        out.content(HalfSource.INITIALIZER, constant.getValue().single(name));
      }
      String as = halfConstants.get(name);
      if (as != null) {
        out.content(
            HalfSource.INITIALIZER,
            constant.getValue().half(names.getOrDefault(as, as), underflows));
      }
    }
    return out;
  }

  private OnnxTensor constant(String name) throws IOException {
    OnnxTensor tensor = constants.get(origin(name));
    if (tensor == null) {
      throw new IOException("no constant " + name);
    }
    return tensor;
  }

  private boolean isConstant(String name) {
    return constants.containsKey(origin(name));
  }

  private boolean isFloat(String name) {
    return types.getOrDefault(name, 0) == OnnxTensor.FLOAT;
  }

  private String origin(String name) {
    return same.getOrDefault(name, name);
  }

  private String unique(String wish) {
    String name = wish;
    while (!taken.add(name)) {
      name += "_";
    }
    return name;
  }
}

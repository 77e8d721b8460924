package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Compares networks but for their weights. Those of one can be put into the engine of another where
 * there is no difference. Integers, and the scales of a Resize, count as architecture: shapes are
 * computed from them.
 */
public final class OnnxArchitecture {
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int ATTRIBUTE_FLOAT = 2;
  private static final int ATTRIBUTE_INT = 3;
  private static final int ATTRIBUTE_TEXT = 4;
  private static final int ATTRIBUTE_TENSOR = 5;
  private static final int ATTRIBUTE_FLOATS = 7;
  private static final int ATTRIBUTE_INTS = 8;

  /** float32, float16, double, bfloat16. */
  private static final Set<Integer> WEIGHTS = Set.of(1, 10, 11, 16);

  private static final Set<String> SHAPED_BY_DECIMALS = Set.of("Resize", "Upsample");

  /** What can differ, in the order of the file: {@code initializer w}, and what it is there. */
  private final Map<String, String> facts = new LinkedHashMap<>();

  /** Tensors of decimals that shapes are computed from. */
  private final Set<String> shaping = new HashSet<>();

  private OnnxArchitecture() {}

  /**
   * The first difference between two networks.
   *
   * @return null where they differ in weights alone; else {@code initializer w is float32[32] here
   *     and float32[64] there}, where here is the first file
   * @throws IOException if one is damaged or no ONNX file
   */
  public static @Nullable String difference(Path a, Path b) throws IOException {
    Map<String, String> here = read(a);
    Map<String, String> there = read(b);
    for (Map.Entry<String, String> fact : here.entrySet()) {
      String other = there.getOrDefault(fact.getKey(), "missing");
      if (!fact.getValue().equals(other)) {
        return "%s is %s here and %s there".formatted(fact.getKey(), fact.getValue(), other);
      }
    }
    for (Map.Entry<String, String> fact : there.entrySet()) {
      if (!here.containsKey(fact.getKey())) {
        return "%s is missing here and %s there".formatted(fact.getKey(), fact.getValue());
      }
    }
    return null;
  }

  private static Map<String, String> read(Path path) throws IOException {
    OnnxFile file = OnnxFile.read(path);
    OnnxArchitecture architecture = new OnnxArchitecture();
    architecture.facts.put("operator sets", "of versions " + file.opsets());
    file.inputs().forEach(input -> architecture.facts.put("input " + input.name(), text(input)));
    file.outputs().forEach(out -> architecture.facts.put("output " + out.name(), text(out)));
    OnnxFile.readGraph(path, architecture::graph);
    return architecture.facts;
  }

  private static String text(TensorSpec spec) {
    return spec.type() + spec.shape().toString();
  }

  private void graph(ByteBuffer graph) throws IOException {
    List<OnnxNode> nodes = new ArrayList<>();
    List<OnnxTensor> initializers = new ArrayList<>();
    ProtobufField.each(
        graph,
        field -> {
          if (field.number() == NODE) {
            nodes.add(OnnxNode.parse(field.piece()));
          } else if (field.number() == INITIALIZER) {
            initializers.add(OnnxTensor.parse(field.piece()));
          }
        });
    for (OnnxNode node : nodes) {
      if (SHAPED_BY_DECIMALS.contains(node.operator())) {
        node.inputs().stream().skip(1).forEach(shaping::add);
      }
    }
    for (OnnxTensor tensor : initializers) {
      facts.put("initializer " + tensor.name(), text(tensor, shaping.contains(tensor.name())));
    }
    for (int i = 0; i < nodes.size(); i++) {
      node(i, nodes.get(i));
    }
  }

  private void node(int index, OnnxNode node) throws IOException {
    facts.put(
        "node " + index,
        "%s from %s to %s".formatted(node.description(), node.inputs(), node.outputs()));
    boolean whole = node.outputs().stream().anyMatch(shaping::contains);
    // Sorted: the order of attributes means nothing.
    for (String name : node.attributes().keySet().stream().sorted().toList()) {
      ByteBuffer attribute = node.attributes().get(name);
      if (attribute != null) {
        facts.put(
            "attribute %s of node %d (%s)".formatted(name, index, node.description()),
            attribute(attribute, whole));
      }
    }
  }

  private static String attribute(ByteBuffer attribute, boolean whole) throws IOException {
    List<String> parts = new ArrayList<>();
    ProtobufField.each(
        attribute,
        field -> {
          switch (field.number()) {
            case ATTRIBUTE_FLOAT, ATTRIBUTE_FLOATS -> decimals(field.piece(), parts);
            case ATTRIBUTE_INT -> parts.add(Long.toString(field.value()));
            case ATTRIBUTE_INTS -> field.numbers(value -> parts.add(Long.toString(value)));
            case ATTRIBUTE_TEXT -> parts.add(field.text());
            case ATTRIBUTE_TENSOR -> parts.add(text(OnnxTensor.parse(field.piece()), whole));
            case 6, 9, 10, 11 -> parts.add("of checksum " + checksum(field.piece()));
            default -> {}
          }
        });
    return String.join(" ", parts);
  }

  private static void decimals(ByteBuffer piece, List<String> parts) {
    ByteBuffer values = piece.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      parts.add(Float.toString(values.getFloat()));
    }
  }

  /** {@code float32[32, 1, 3, 3]}; with a checksum of its numbers where they shape the network. */
  private static String text(OnnxTensor tensor, boolean whole) throws IOException {
    String type =
        switch (tensor.type()) {
          case 1 -> "float32";
          case 6 -> "int32";
          case 7 -> "int64";
          case 9 -> "bool";
          case 10 -> "float16";
          default -> "type " + tensor.type();
        };
    String text = type + tensor.shape().toString().replace(" ", "");
    if (!whole && WEIGHTS.contains(tensor.type())) {
      return text;
    }
    return text + " of checksum " + tensor.checksum();
  }

  static String checksum(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    return Long.toHexString(crc.getValue());
  }
}

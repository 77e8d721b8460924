package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph of an ONNX file as {@link HalfGraph} reads it.
 *
 * @param nodes in the order of the file
 * @param initializers of all types
 * @param types TensorProto.DataType by name, of inputs and initializers
 * @param stated types that the file states for other tensors
 * @param outputs names
 * @param names of all tensors
 * @param rest fields that stay as they are: name, inputs, outputs, initializers of other types
 */
record HalfSource(
    List<OnnxNode> nodes,
    List<OnnxTensor> initializers,
    Map<String, Integer> types,
    Map<String, Integer> stated,
    Set<String> outputs,
    Set<String> names,
    List<ByteBuffer> rest) {
  static final int NODE = 1;
  static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int VALUE_INFO = 13;
  private static final int SPARSE_INITIALIZER = 15;
  private static final int ATTRIBUTE_TENSOR = 5;
  private static final Set<Integer> SUB_GRAPH = Set.of(6, 11);

  static HalfSource read(ByteBuffer graph) throws IOException, EngineException {
    HalfSource source =
        new HalfSource(
            new ArrayList<>(),
            new ArrayList<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashSet<>(),
            new HashSet<>(),
            new ArrayList<>());
    List<ByteBuffer> inputs = new ArrayList<>();
    int[] sparse = new int[1];
    ProtobufField.eachRaw(graph, (field, raw) -> source.field(field, raw, inputs, sparse));
    if (sparse[0] > 0) {
      throw refused("sparse initializers have no half precision here");
    }
    // Files of old producers list weights among the inputs; their types change.
    Set<String> initialised = new HashSet<>();
    source.initializers.forEach(tensor -> initialised.add(tensor.name()));
    for (ByteBuffer input : inputs) {
      String name = source.declare(input, source.types);
      if (!initialised.contains(name)) {
        source.rest.add(new Framed(INPUT, input).bytes());
      }
    }
    for (OnnxTensor tensor : source.initializers) {
      source.types.put(tensor.name(), tensor.type());
    }
    for (OnnxNode node : source.nodes) {
      refuse(node);
    }
    return source;
  }

  /** A message with its key and length. */
  private record Framed(int number, ByteBuffer content) {
    ByteBuffer bytes() {
      ByteBuffer out = ByteBuffer.allocate(content.remaining() + 7);
      out.put((byte) (number << 3 | 2));
      int length = content.remaining();
      for (; length > 0x7f; length >>>= 7) {
        out.put((byte) ((length & 0x7f) | 0x80));
      }
      return out.put((byte) length).put(content.duplicate()).flip();
    }
  }

  private void field(ProtobufField field, ByteBuffer raw, List<ByteBuffer> inputs, int[] sparse)
      throws IOException {
    switch (field.number()) {
      case NODE -> {
        OnnxNode node = OnnxNode.parse(field.piece());
        nodes.add(node);
        names.addAll(node.outputs());
        names.addAll(node.inputs());
      }
      case INITIALIZER -> {
        OnnxTensor tensor = OnnxTensor.parse(field.piece());
        initializers.add(tensor);
        names.add(tensor.name());
        if (tensor.type() != OnnxTensor.FLOAT) {
          rest.add(raw);
        }
      }
      case INPUT -> inputs.add(field.piece());
      case OUTPUT -> {
        outputs.add(declare(field.piece(), stated));
        rest.add(raw);
      }
      case VALUE_INFO -> {
        String name = declare(field.piece(), stated);
        if (stated.getOrDefault(name, 0) != OnnxTensor.FLOAT) {
          rest.add(raw);
        }
      }
      case SPARSE_INITIALIZER -> sparse[0]++;
      default -> rest.add(raw);
    }
  }

  /** Reads name and type of a ValueInfoProto. */
  private String declare(ByteBuffer info, Map<String, Integer> into) throws IOException {
    String[] name = {""};
    int[] type = new int[1];
    ProtobufField.each(
        info,
        field -> {
          if (field.number() == 1) {
            name[0] = field.text();
          } else if (field.number() == 2) {
            ProtobufField.each(field.piece(), kind -> elementType(kind, type));
          }
        });
    names.add(name[0]);
    if (type[0] != 0) {
      into.put(name[0], type[0]);
    }
    return name[0];
  }

  private static void elementType(ProtobufField kind, int[] type) throws IOException {
    if (kind.number() == 1) {
      ProtobufField.each(
          kind.piece(),
          field -> {
            if (field.number() == 1) {
              type[0] = (int) field.value();
            }
          });
    }
  }

  private static void refuse(OnnxNode node) throws IOException, EngineException {
    if (HalfOperators.refused(node)) {
      throw refused(node.description() + " has no half precision");
    }
    boolean[] graph = new boolean[1];
    for (ByteBuffer attribute : node.attributes().values()) {
      ProtobufField.each(attribute, field -> graph[0] |= SUB_GRAPH.contains(field.number()));
    }
    if (graph[0]) {
      throw refused(node.description() + " has a graph within, which is not converted");
    }
  }

  static EngineException refused(String why) {
    return new EngineException(
        EngineException.Reason.UNREADABLE_NETWORK,
        why + ": run this network in fp32, or give the package an fp16 network of its own");
  }

  /** The tensor of a Constant node; null for other nodes and for constants that are no numbers. */
  static @Nullable OnnxTensor constant(OnnxNode node) throws IOException {
    if (!node.operator().equals("Constant") || node.outputs().size() != 1) {
      return null;
    }
    OnnxTensor[] found = new OnnxTensor[1];
    ByteBuffer value = node.attributes().get("value");
    if (value != null) {
      ProtobufField.each(
          value,
          field -> {
            if (field.number() == ATTRIBUTE_TENSOR) {
              found[0] = OnnxTensor.parse(field.piece());
            }
          });
    } else if (node.attributes().containsKey("value_float")) {
      found[0] = OnnxTensor.of(node.outputs().get(0), List.of(), node.decimal("value_float", 0f));
    } else if (node.attributes().containsKey("value_floats")) {
      float[] values = node.decimals("value_floats");
      found[0] = OnnxTensor.of(node.outputs().get(0), List.of((long) values.length), values);
    }
    return found[0];
  }

  /** TensorProto.DataType of a node's output. */
  int outputType(OnnxNode node, int output, Map<String, Integer> known)
      throws IOException, EngineException {
    Integer said = stated.get(node.outputs().get(output));
    if (said != null) {
      return said;
    }
    if (!node.domain().isEmpty()) {
      throw refused(
          node.description() + " is no standard one, and the file does not say what it gives");
    }
    Integer fixed = HalfOperators.fixedType(node.operator(), output);
    if (fixed != null) {
      return fixed;
    }
    String attribute = HalfOperators.typeAttribute(node.operator());
    if (!attribute.isEmpty()) {
      int type = (int) node.number(attribute, HalfOperators.typeWithoutAttribute(node.operator()));
      if (type != 0) {
        return type;
      }
    }
    return byOperands(node, known);
  }

  private static int byOperands(OnnxNode node, Map<String, Integer> known) throws IOException {
    switch (node.operator()) {
      case "ConstantOfShape", "Constant" -> {
        ByteBuffer value = node.attributes().get("value");
        int[] type = {value == null && node.operator().equals("Constant") ? 7 : 1};
        if (value != null) {
          ProtobufField.each(
              value,
              field -> {
                if (field.number() == ATTRIBUTE_TENSOR) {
                  type[0] = OnnxTensor.parse(field.piece()).type();
                }
              });
        }
        return type[0];
      }
      default -> {
        int giver = HalfOperators.typeGiver(node.operator());
        if (giver >= node.inputs().size()) {
          throw new IOException(node.description() + " lacks input " + giver);
        }
        Integer type = known.get(node.inputs().get(giver));
        if (type == null) {
          throw new IOException(
              "%s reads %s, which nothing before it gives"
                  .formatted(node.description(), node.inputs().get(giver)));
        }
        return type;
      }
    }
  }
}

package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers from a graph of an ONNX file, and those within it, what {@link OnnxFile} tells. */
final class OnnxGraph {
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_TENSOR = 5;
  private static final int ATTRIBUTE_GRAPH = 6;
  private static final int ATTRIBUTE_TENSORS = 10;
  private static final int ATTRIBUTE_GRAPHS = 11;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_LOCATION = 14;
  private static final int EXTERNAL = 1;
  private static final int FLOAT16 = 10;
  private static final int MAX_DEPTH = 32;

  private final Set<String> operators = new TreeSet<>();
  private final Set<String> initialised = new HashSet<>();
  private final List<TensorSpec> inputs = new ArrayList<>();
  private final List<TensorSpec> outputs = new ArrayList<>();
  private boolean externalWeights;
  private boolean halfWeights;

  void read(ByteBuffer graph) throws IOException {
    nodes(graph, 0);
    ProtobufField.each(
        graph,
        field -> {
          if (field.number() == INPUT) {
            valueInfo(field.piece(), inputs);
          } else if (field.number() == OUTPUT) {
            valueInfo(field.piece(), outputs);
          }
        });
    // Files of old producers list weights among the inputs.
    inputs.removeIf(input -> initialised.contains(input.name()));
  }

  private void nodes(ByteBuffer graph, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("graphs within graphs to a depth of more than " + MAX_DEPTH);
    }
    ProtobufField.each(
        graph,
        field -> {
          if (field.number() == NODE) {
            ProtobufField.each(field.piece(), part -> node(part, depth));
          } else if (field.number() == INITIALIZER) {
            tensor(field.piece());
          }
        });
  }

  private void node(ProtobufField part, int depth) throws IOException {
    if (part.number() == NODE_OPERATOR) {
      operators.add(part.text());
    } else if (part.number() == NODE_ATTRIBUTE) {
      ProtobufField.each(part.piece(), attribute -> attribute(attribute, depth));
    }
  }

  private void attribute(ProtobufField part, int depth) throws IOException {
    switch (part.number()) {
      case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> tensor(part.piece());
      case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> nodes(part.piece(), depth + 1);
      default -> {}
    }
  }

  private void tensor(ByteBuffer tensor) throws IOException {
    ProtobufField.each(
        tensor,
        field -> {
          if (field.number() == TENSOR_NAME) {
            initialised.add(field.text());
          } else if (field.number() == TENSOR_LOCATION) {
            externalWeights |= field.value() == EXTERNAL;
          } else if (field.number() == TENSOR_TYPE) {
            halfWeights |= field.value() == FLOAT16;
          }
        });
  }

  private static void valueInfo(ByteBuffer info, List<TensorSpec> specs) throws IOException {
    String[] name = {""};
    int[] type = new int[1];
    List<Long> shape = new ArrayList<>();
    ProtobufField.each(
        info,
        field -> {
          if (field.number() == 1) {
            name[0] = field.text();
          } else if (field.number() == 2) {
            ProtobufField.each(field.piece(), kind -> tensorType(kind, type, shape));
          }
        });
    TensorType known = type(type[0]);
    if (known != null) {
      specs.add(new TensorSpec(name[0], known, shape));
    }
  }

  /** TypeProto: field 1 is a tensor's type, others are sequences and maps. */
  private static void tensorType(ProtobufField kind, int[] type, List<Long> shape)
      throws IOException {
    if (kind.number() == 1) {
      ProtobufField.each(
          kind.piece(),
          field -> {
            if (field.number() == 1) {
              type[0] = (int) field.value();
            } else if (field.number() == 2) {
              ProtobufField.each(field.piece(), dimension -> dimension(dimension, shape));
            }
          });
    }
  }

  private static void dimension(ProtobufField dimension, List<Long> shape) throws IOException {
    if (dimension.number() == 1) {
      long[] size = {TensorSpec.DYNAMIC};
      ProtobufField.each(
          dimension.piece(),
          field -> {
            if (field.number() == 1 && field.value() > 0) {
              size[0] = field.value();
            }
          });
      shape.add(size[0]);
    }
  }

  /** TensorProto.DataType; null for types that no engine takes. */
  private static @Nullable TensorType type(int number) {
    return switch (number) {
      case 1 -> TensorType.FLOAT32;
      case 2 -> TensorType.UINT8;
      case 3 -> TensorType.INT8;
      case 6 -> TensorType.INT32;
      case 7 -> TensorType.INT64;
      case 10 -> TensorType.FLOAT16;
      default -> null;
    };
  }

  Set<String> operators() {
    return operators;
  }

  List<TensorSpec> inputs() {
    return List.copyOf(inputs);
  }

  List<TensorSpec> outputs() {
    return List.copyOf(outputs);
  }

  boolean externalWeights() {
    return externalWeights;
  }

  boolean halfWeights() {
    return halfWeights;
  }
}

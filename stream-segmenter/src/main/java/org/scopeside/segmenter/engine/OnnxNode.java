package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One operator of an ONNX file (NodeProto).
 *
 * @param name empty where the file gives none
 * @param operator its kind: {@code Conv}
 * @param domain empty for standard operators
 * @param inputs names, empty where an optional one is left out
 * @param outputs likewise
 * @param attributes AttributeProto by name, in the order of the file
 */
record OnnxNode(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, ByteBuffer> attributes) {
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int NAME = 3;
  private static final int OPERATOR = 4;
  private static final int ATTRIBUTE = 5;
  private static final int DOMAIN = 7;
  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_DECIMAL = 2;
  private static final int ATTRIBUTE_NUMBER = 3;
  private static final int ATTRIBUTE_DECIMALS = 7;
  private static final int ATTRIBUTE_TYPE = 20;
  private static final int INT = 2;

  static OnnxNode parse(ByteBuffer message) throws IOException {
    String[] texts = {"", "", ""};
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, ByteBuffer> attributes = new LinkedHashMap<>();
    ProtobufField.each(
        message,
        field -> {
          switch (field.number()) {
            case INPUT -> inputs.add(field.text());
            case OUTPUT -> outputs.add(field.text());
            case NAME -> texts[0] = field.text();
            case OPERATOR -> texts[1] = field.text();
            case DOMAIN -> texts[2] = field.text();
            case ATTRIBUTE -> attributes.put(attributeName(field.piece()), field.piece());
            default -> {}
          }
        });
    String domain = texts[2].equals("ai.onnx") ? "" : texts[2];
    return new OnnxNode(texts[0], texts[1], domain, inputs, outputs, attributes);
  }

  private static String attributeName(ByteBuffer attribute) throws IOException {
    String[] name = {""};
    ProtobufField.each(
        attribute,
        field -> {
          if (field.number() == ATTRIBUTE_NAME) {
            name[0] = field.text();
          }
        });
    return name[0];
  }

  /** A cast to a TensorProto.DataType. */
  static OnnxNode cast(String from, String as, int type) {
    return new OnnxNode("cast " + as, "Cast", "", List.of(from), List.of(as), Map.of())
        .with("to", type);
  }

  private OnnxNode with(String attribute, int number) {
    ByteBuffer bytes = ByteBuffer.allocate(attribute.length() + 8);
    bytes.put((byte) (ATTRIBUTE_NAME << 3 | 2)).put((byte) attribute.length());
    attribute.chars().forEach(letter -> bytes.put((byte) letter));
    bytes.put((byte) (ATTRIBUTE_NUMBER << 3)).put((byte) number);
    bytes
        .put((byte) (((ATTRIBUTE_TYPE << 3) & 0x7f) | 0x80))
        .put((byte) (ATTRIBUTE_TYPE << 3 >> 7));
    bytes.put((byte) INT).flip();
    return new OnnxNode(name, operator, domain, inputs, outputs, Map.of(attribute, bytes));
  }

  /** A number of an attribute (field i of AttributeProto), or what is used where it is missing. */
  long number(String attribute, long otherwise) throws IOException {
    ByteBuffer message = attributes.get(attribute);
    if (message == null) {
      return otherwise;
    }
    long[] value = {otherwise};
    ProtobufField.each(
        message,
        field -> {
          if (field.number() == ATTRIBUTE_NUMBER) {
            value[0] = field.value();
          }
        });
    return value[0];
  }

  /** The same operator on other tensors. */
  OnnxNode with(List<String> otherInputs, List<String> otherOutputs) {
    return new OnnxNode(name, operator, domain, otherInputs, otherOutputs, attributes);
  }

  /** A decimal of an attribute (field f), or what is used where it is missing. */
  float decimal(String attribute, float otherwise) throws IOException {
    float[] value = decimals(attribute);
    return value.length == 0 ? otherwise : value[0];
  }

  /** The decimals of an attribute (fields f and floats of AttributeProto). */
  float[] decimals(String attribute) throws IOException {
    ByteBuffer message = attributes.get(attribute);
    if (message == null) {
      return new float[0];
    }
    ByteBuffer values = ByteBuffer.allocate(message.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    ProtobufField.each(
        message,
        field -> {
          if (field.number() == ATTRIBUTE_DECIMAL || field.number() == ATTRIBUTE_DECIMALS) {
            values.put(field.piece().duplicate());
          }
        });
    float[] decimals = new float[values.flip().remaining() / Float.BYTES];
    values.asFloatBuffer().get(decimals);
    return decimals;
  }

  /** For people: {@code operator Conv of node conv1}, by its output where it has no name. */
  String description() {
    String called = name.isEmpty() ? "giving " + String.join(", ", outputs) : name;
    return "operator %s%s of node %s"
        .formatted(domain.isEmpty() ? "" : domain + ".", operator, called);
  }

  ProtobufPiece message(UnaryOperator<String> inputNames) {
    ProtobufMessage out = new ProtobufMessage();
    inputs.forEach(input -> out.text(INPUT, inputNames.apply(input)));
    outputs.forEach(output -> out.text(OUTPUT, output));
    if (!name.isEmpty()) {
      out.text(NAME, name);
    }
    out.text(OPERATOR, operator);
    attributes.values().forEach(a -> out.content(ATTRIBUTE, new ProtobufMessage().raw(a)));
    return domain.isEmpty() ? out : out.text(DOMAIN, domain);
  }
}

package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands at the head of an ONNX file: who wrote it, its operator sets, its operators. Reads
 * the few protocol buffer fields it needs (onnx.proto: ModelProto, GraphProto, NodeProto) and jumps
 * over the weights, so a large file costs nothing.
 *
 * @param producer program that wrote it, with its version; empty where not stated
 * @param opsets version by domain; the standard domain is the empty name
 * @param operators names of the operators of the graph
 */
public record OnnxFile(String producer, Map<String, Long> opsets, Set<String> operators) {
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_PRODUCER_VERSION = 3;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET = 8;
  private static final int OPSET_DOMAIN = 1;
  private static final int OPSET_VERSION = 2;
  private static final int GRAPH_NODE = 1;
  private static final int NODE_OPERATOR = 4;
  private static final Set<String> INT8 =
      Set.of("QuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger");

  /**
   * Reads the head of a file.
   *
   * @throws IOException if it is no ONNX file, or larger than the 2 GiB a protocol buffer may have
   */
  public static OnnxFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException("%d bytes; at most 2 GiB are read".formatted(channel.size()));
      }
      return parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("damaged or no ONNX file", e);
    }
  }

  private static OnnxFile parse(ByteBuffer model) throws IOException {
    StringBuilder producer = new StringBuilder();
    Map<String, Long> opsets = new TreeMap<>();
    Set<String> operators = new TreeSet<>();
    boolean graph = false;
    while (model.hasRemaining()) {
      Field field = Field.next(model);
      switch (field.number) {
        case MODEL_PRODUCER -> producer.insert(0, field.text());
        case MODEL_PRODUCER_VERSION -> producer.append(' ').append(field.text());
        case MODEL_OPSET -> opset(field.bytes(), opsets);
        case MODEL_GRAPH -> {
          graph = true;
          operators(field.bytes(), operators);
        }
        default -> {}
      }
    }
    if (!graph || opsets.isEmpty()) {
      throw new IOException("no ONNX file: it has no graph or no operator set");
    }
    return new OnnxFile(producer.toString().trim(), opsets, operators);
  }

  private static void opset(ByteBuffer message, Map<String, Long> opsets) throws IOException {
    String domain = "";
    long version = 0;
    while (message.hasRemaining()) {
      Field field = Field.next(message);
      if (field.number == OPSET_DOMAIN) {
        domain = field.text();
      } else if (field.number == OPSET_VERSION) {
        version = field.value;
      }
    }
    opsets.put(domain, version);
  }

  private static void operators(ByteBuffer graph, Set<String> operators) throws IOException {
    while (graph.hasRemaining()) {
      Field field = Field.next(graph);
      if (field.number == GRAPH_NODE) {
        ByteBuffer node = field.bytes();
        while (node.hasRemaining()) {
          Field part = Field.next(node);
          if (part.number == NODE_OPERATOR) {
            operators.add(part.text());
          }
        }
      }
    }
  }

  /** Version of the standard operator set; 0 where the file names none. */
  public long opset() {
    return opsets.getOrDefault("", opsets.getOrDefault("ai.onnx", 0L));
  }

  /** {@code int8} where the network is quantised, else {@code fp32}. */
  public String precision() {
    return operators.stream().anyMatch(INT8::contains) ? "int8" : "fp32";
  }

  /** For people: {@code opset 13, by pytorch 1.13.0}. */
  public String summary() {
    return "opset " + opset() + (producer.isEmpty() ? "" : ", by " + producer);
  }

  /** One field of a protocol buffer message: a number, or a piece of the buffer. */
  private record Field(int number, long value, ByteBuffer piece) {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    static Field next(ByteBuffer message) throws IOException {
      long key = varint(message);
      int number = (int) (key >>> 3);
      return switch ((int) (key & 7)) {
        case 0 -> new Field(number, varint(message), NONE);
        case 1 -> new Field(number, 0, take(message, 8));
        case 2 -> new Field(number, 0, take(message, varint(message)));
        case 5 -> new Field(number, 0, take(message, 4));
        default -> throw new IOException("no ONNX file: unknown wire type in field " + number);
      };
    }

    private static ByteBuffer take(ByteBuffer message, long length) throws IOException {
      if (length < 0 || length > message.remaining()) {
        throw new IOException("%d bytes announced, %d left".formatted(length, message.remaining()));
      }
      ByteBuffer piece = message.slice(message.position(), (int) length);
      message.position(message.position() + (int) length);
      return piece;
    }

    private static long varint(ByteBuffer message) throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte next = message.get();
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IOException("no ONNX file: a number of more than 64 bits");
    }

    ByteBuffer bytes() {
      return piece;
    }

    String text() {
      return StandardCharsets.UTF_8.decode(piece.duplicate()).toString();
    }
  }
}

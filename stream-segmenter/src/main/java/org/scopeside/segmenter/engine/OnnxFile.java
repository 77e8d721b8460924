package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands at the head of an ONNX file: who wrote it, its operator sets, its operators, its
 * tensors. Reads the few protocol buffer fields it needs (onnx.proto: ModelProto, GraphProto,
 * NodeProto) and jumps over the weights, so a large file costs nothing.
 *
 * @param producer program that wrote it, with its version; empty where not stated
 * @param opsets version by domain; the standard domain is the empty name
 * @param operators names of the operators of the graph
 * @param inputs tensors that a run must be given, of types that engines take; a shape is empty
 *     where the file states none
 * @param outputs tensors that it gives, likewise
 * @param externalWeights whether weights are kept in other files
 * @param halfWeights whether some are of 16 bits
 */
public record OnnxFile(
    String producer,
    Map<String, Long> opsets,
    Set<String> operators,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    boolean externalWeights,
    boolean halfWeights) {
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_PRODUCER_VERSION = 3;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET = 8;
  private static final int OPSET_DOMAIN = 1;
  private static final int OPSET_VERSION = 2;
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
    OnnxGraph graph = new OnnxGraph();
    boolean[] found = new boolean[1];
    ProtobufField.each(
        model,
        field -> {
          switch (field.number()) {
            case MODEL_PRODUCER -> producer.insert(0, field.text());
            case MODEL_PRODUCER_VERSION -> producer.append(' ').append(field.text());
            case MODEL_OPSET -> opset(field.piece(), opsets);
            case MODEL_GRAPH -> {
              found[0] = true;
              graph.read(field.piece());
            }
            default -> {}
          }
        });
    if (!found[0] || opsets.isEmpty()) {
      throw new IOException("no ONNX file: it has no graph or no operator set");
    }
    return new OnnxFile(
        producer.toString().trim(),
        opsets,
        graph.operators(),
        graph.inputs(),
        graph.outputs(),
        graph.externalWeights(),
        graph.halfWeights());
  }

  /** What is done with the graph of a file. */
  interface GraphReader {
    void read(ByteBuffer graph) throws IOException;
  }

  /**
   * Reads the graph of a file, mapped into memory.
   *
   * @throws IOException as {@link #read}
   */
  static void readGraph(Path file, GraphReader reader) throws IOException {
    OnnxFile.read(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer model = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      ProtobufField.each(
          model,
          field -> {
            if (field.number() == MODEL_GRAPH) {
              reader.read(field.piece());
            }
          });
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("damaged or no ONNX file", e);
    }
  }

  private static void opset(ByteBuffer message, Map<String, Long> opsets) throws IOException {
    String[] domain = {""};
    long[] version = new long[1];
    ProtobufField.each(
        message,
        field -> {
          if (field.number() == OPSET_DOMAIN) {
            domain[0] = field.text();
          } else if (field.number() == OPSET_VERSION) {
            version[0] = field.value();
          }
        });
    opsets.put(domain[0], version[0]);
  }

  /** Version of the standard operator set; 0 where the file names none. */
  public long opset() {
    return opsets.getOrDefault("", opsets.getOrDefault("ai.onnx", 0L));
  }

  /** int8 where the network is quantised, else fp16 where its weights are, else fp32. */
  public Precision precision() {
    if (operators.stream().anyMatch(INT8::contains)) {
      return Precision.INT8;
    }
    return halfWeights ? Precision.FP16 : Precision.FP32;
  }

  /** For people: {@code opset 13, by pytorch 1.13.0}. */
  public String summary() {
    return "opset " + opset() + (producer.isEmpty() ? "" : ", by " + producer);
  }
}

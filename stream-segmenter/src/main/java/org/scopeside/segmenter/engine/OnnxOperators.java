package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the operators of a network that an engine may not know, before a build fails on them. */
public final class OnnxOperators {
  private static final String TENSORRT = "tensorrt-operators.txt";
  private static final int NODE = 1;
  private static final int ATTRIBUTE_GRAPH = 6;
  private static final int ATTRIBUTE_GRAPHS = 11;

  private OnnxOperators() {}

  /**
   * Operators outside a set, graphs within the graph included.
   *
   * @param supported names of standard operators; those of other domains are never in it
   * @return {@code operator NonMaxSuppression of node nms1}, in the order of the file
   * @throws IOException if the file is damaged or no ONNX file
   */
  public static List<String> unknownTo(Path network, Set<String> supported) throws IOException {
    List<String> unknown = new ArrayList<>();
    OnnxFile.readGraph(network, graph -> gather(graph, supported, unknown));
    return List.copyOf(unknown);
  }

  /** Depth is bounded: {@link OnnxFile#read} has refused deeper files. */
  private static void gather(ByteBuffer graph, Set<String> supported, List<String> unknown)
      throws IOException {
    ProtobufField.each(
        graph,
        field -> {
          if (field.number() == NODE) {
            OnnxNode node = OnnxNode.parse(field.piece());
            if (!node.domain().isEmpty() || !supported.contains(node.operator())) {
              unknown.add(node.description());
            }
            for (ByteBuffer attribute : node.attributes().values()) {
              within(attribute, supported, unknown);
            }
          }
        });
  }

  private static void within(ByteBuffer attribute, Set<String> supported, List<String> unknown)
      throws IOException {
    ProtobufField.each(
        attribute,
        part -> {
          if (part.number() == ATTRIBUTE_GRAPH || part.number() == ATTRIBUTE_GRAPHS) {
            gather(part.piece(), supported, unknown);
          }
        });
  }

  /** Operators that TensorRT 10 reads by its documentation; its parser has the last word. */
  public static Set<String> ofTensorRt() throws IOException {
    try (InputStream in = OnnxOperators.class.getResourceAsStream(TENSORRT)) {
      if (in == null) {
        throw new IOException("no resource " + TENSORRT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}

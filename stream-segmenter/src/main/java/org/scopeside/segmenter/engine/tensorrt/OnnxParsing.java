package org.scopeside.segmenter.engine.tensorrt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** What TensorRT's parser has to say against a network. */
final class OnnxParsing {
  private static final int TOLD = 3;

  private OnnxParsing() {}

  /**
   * One complaint.
   *
   * @param operator ONNX's name; empty where none is to blame
   * @param node its name; may be empty
   * @param unsupported whether TensorRT has no such operator, or not with these types or attributes
   */
  record Complaint(String operator, String node, boolean unsupported, String text) {
    /** For people. */
    String line(String version) {
      String said = text.strip().replaceAll("\\s+", " ");
      if (operator.isEmpty()) {
        return said;
      }
      String place = node.isEmpty() ? operator : "%s (node %s)".formatted(operator, node);
      return unsupported
          ? "operator %s is not supported by TensorRT %s: %s".formatted(place, version, said)
          : "operator %s: %s".formatted(place, said);
    }
  }

  /** The exception for a network that is refused. */
  static EngineException refused(
      String network, String version, List<Complaint> complaints, TensorRtLog messages) {
    if (complaints.isEmpty()) {
      return messages.failure(Reason.UNREADABLE_NETWORK, "IParser::parseFromFile of " + network);
    }
    List<String> lines =
        complaints.stream().map(complaint -> complaint.line(version)).distinct().toList();
    List<String> told = new ArrayList<>(lines.subList(0, Math.min(TOLD, lines.size())));
    if (lines.size() > TOLD) {
      told.add((lines.size() - TOLD) + " more");
    }
    return new EngineException(
        Reason.UNREADABLE_NETWORK,
        told.stream().collect(Collectors.joining("; ", network + ": ", "")));
  }
}

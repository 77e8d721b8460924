package org.scopeside.segmenter.engine.tensorrt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TensorRT said of late. Its calls return null or false; the reason is in its log only.
 * Thread-safe.
 */
final class TensorRtLog {
  /** TensorRT's, in its order: the number is its own. */
  enum Level {
    INTERNAL_ERROR,
    ERROR,
    WARNING,
    INFO,
    VERBOSE
  }

  private static final Logger log = LoggerFactory.getLogger("org.scopeside.tensorrt");
  private static final int KEPT = 8;
  private static final int TOLD = 3;
  private static final int LONGEST = 400;

  private final Deque<String> errors = new ArrayDeque<>();
  private final Deque<String> warnings = new ArrayDeque<>();

  /** Takes a message. */
  void add(Level level, String message) {
    String line = line(message);
    switch (level) {
      case INTERNAL_ERROR, ERROR -> keep(errors, line);
      case WARNING -> keep(warnings, line);
      case INFO, VERBOSE -> {}
    }
    // Its errors reach the user within exceptions.
    if (level == Level.VERBOSE) {
      log.trace("{}", line);
    } else {
      log.debug("{}: {}", level, line);
    }
  }

  private static String line(String message) {
    String line = message.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  private synchronized void keep(Deque<String> lines, String line) {
    if (!line.equals(lines.peekLast())) {
      lines.add(line);
      if (lines.size() > KEPT) {
        lines.remove();
      }
    }
  }

  /** Forgets what was said, before a call whose failure shall be told by its own messages. */
  synchronized void clear() {
    errors.clear();
    warnings.clear();
  }

  /** The first errors, or else warnings, since the last time; forgets them. */
  synchronized List<String> take() {
    List<String> lines = new ArrayList<>(errors.isEmpty() ? warnings : errors);
    clear();
    return lines.size() > TOLD ? lines.subList(0, TOLD) : lines;
  }

  /**
   * The exception for a call that failed, from what was said.
   *
   * @param usual reason where the messages tell no other
   */
  EngineException failure(Reason usual, String call) {
    List<String> lines = take();
    String said = lines.isEmpty() ? "TensorRT gives no reason" : String.join("; ", lines);
    return new EngineException(reason(usual, said), "%s: %s%s".formatted(call, advice(said), said));
  }

  private static Reason reason(Reason usual, String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (isLost(text)) {
      return Reason.DEVICE_LOST;
    }
    return isOutOfMemory(text) ? Reason.OUT_OF_MEMORY : usual;
  }

  /** What to do, where the messages are known; else empty. */
  private static String advice(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (isLost(text)) {
      return "the GPU is lost to this process, start it again: ";
    }
    if (isOutOfMemory(text)) {
      return "lower segmenter.gpu-memory or end other processes on this GPU: ";
    }
    if (text.contains("unable to load library") && text.contains("builder_resource")) {
      return "this TensorRT brings nothing for this GPU, install NVIDIA's own TensorRT 10: ";
    }
    if (text.contains("version tag")
        || text.contains("serialization version")
        || text.contains("serialized with")
        || text.contains("plan file")
        || text.contains("magic tag")) {
      return "the engine was built by another TensorRT or is damaged, build it again: ";
    }
    if (text.contains("compute capability")
        || text.contains("generated on an incompatible device")
        || text.contains("different model")) {
      return "the engine was built for another GPU, build it again: ";
    }
    return "";
  }

  private static boolean isOutOfMemory(String text) {
    return text.contains("out of memory")
        || text.contains("outofmemory")
        || text.contains("out_of_memory")
        || text.contains("requested amount of gpu memory");
  }

  private static boolean isLost(String text) {
    return text.contains("illegal memory access")
        || text.contains("unspecified launch failure")
        || text.contains("misaligned address")
        || text.contains("illegal instruction")
        || text.contains("uncorrectable ecc")
        || text.contains("context is destroyed")
        || text.contains("launch timed out");
  }
}

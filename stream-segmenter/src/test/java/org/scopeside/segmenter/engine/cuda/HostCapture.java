package org.scopeside.segmenter.engine.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scopeside.segmenter.engine.EngineException;

/**
 * Work recorded from a stream and from those that waited for events of it. The order in which the
 * host gave it is one that all events allow, so a replay runs it in that order.
 */
final class HostCapture {
  private final HostStream origin;
  private final Thread thread = Thread.currentThread();
  private final List<HostStream.Work> work = new ArrayList<>();
  private final Map<HostStream, Integer> counts = new HashMap<>();
  private final Map<HostStream, Map<HostStream, Integer>> known = new HashMap<>();

  HostCapture(HostStream origin) {
    this.origin = origin;
    join(origin, Map.of());
  }

  boolean isOf(Thread other) {
    return thread == other;
  }

  boolean isFrom(HostStream stream) {
    return origin == stream;
  }

  synchronized void add(HostStream stream, HostStream.Work piece) {
    work.add(piece);
    int count = counts.merge(stream, 1, Integer::sum);
    known(stream).put(stream, count);
  }

  /** What a stream's next event stands for: how much of every stream is done by then. */
  synchronized Map<HostStream, Integer> mark(HostStream stream) {
    return Map.copyOf(known(stream));
  }

  /** A stream waits for an event. */
  synchronized void join(HostStream stream, Map<HostStream, Integer> mark) {
    mark.forEach((other, count) -> known(stream).merge(other, count, Math::max));
    known(stream);
  }

  private Map<HostStream, Integer> known(HostStream stream) {
    return known.computeIfAbsent(stream, s -> new HashMap<>());
  }

  /** Ends recording; all streams that joined must have been waited for. */
  synchronized HostStream.Work end() throws EngineException {
    known.keySet().forEach(stream -> stream.capture = null);
    if (!known(origin).equals(counts)) {
      throw new EngineException(
          EngineException.Reason.RUN_FAILED,
          "cudaStreamEndCapture: work of another stream was not waited for"
              + " (cudaErrorStreamCaptureUnjoined)");
    }
    List<HostStream.Work> all = List.copyOf(work);
    return () -> {
      for (HostStream.Work piece : all) {
        piece.run();
      }
    };
  }
}

package org.scopeside.segmenter.engine.cuda;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** An event: where it was recorded last, in a queue or in a capture. */
final class HostEvent {
  private final boolean timed;

  /** In a queue; null if never recorded there. */
  volatile HostStream.@Nullable HostMark mark;

  /** In a capture; null if recorded in a queue since. */
  volatile @Nullable HostCapture capture;

  /** What was done by then of the streams of the capture. */
  volatile Map<HostStream, Integer> captured = Map.of();

  HostEvent(boolean timed) {
    this.timed = timed;
  }

  /** When it happened, ns. */
  long happened() throws EngineException {
    HostStream.HostMark reached = mark;
    if (!timed || reached == null || !reached.isReached()) {
      throw new EngineException(
          Reason.RUN_FAILED, "cudaEventElapsedTime: not timed, or has not happened");
    }
    return reached.await();
  }
}

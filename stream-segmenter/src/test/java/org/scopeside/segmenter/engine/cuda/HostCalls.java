package org.scopeside.segmenter.engine.cuda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** Calls of a {@link HostCuda} so far, and those that are to fail. Thread-safe. */
final class HostCalls {
  static final int MOST_REMEMBERED = 100_000;

  private final List<String> calls = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private volatile @Nullable EngineException lost;

  /** A failure to come. */
  private static final class Failure {
    final String call;
    final boolean later;
    final EngineException exception;
    int left;

    Failure(String call, int left, boolean later, EngineException exception) {
      this.call = call;
      this.left = left;
      this.later = later;
      this.exception = exception;
    }
  }

  /**
   * @param after calls that succeed
   * @param later whether what the call enqueues fails, not the call
   */
  synchronized void fail(String call, int after, boolean later, EngineException exception) {
    failures.add(new Failure(call, after, later, exception));
  }

  synchronized List<String> soFar() {
    return List.copyOf(calls);
  }

  synchronized void forget() {
    calls.clear();
  }

  /** Nothing works from now on. */
  void lose(EngineException failure) {
    lost = failure;
  }

  /** Remembers the call, throws what it is to fail with; gives what it is to fail with later. */
  synchronized @Nullable EngineException begin(String call) throws EngineException {
    if (calls.size() == MOST_REMEMBERED) {
      calls.clear();
    }
    calls.add(call);
    EngineException gone = lost;
    if (gone != null) {
      throw gone;
    }
    Failure due = due(call);
    if (due == null) {
      return null;
    }
    failures.remove(due);
    if (due.later) {
      return due.exception;
    }
    if (due.exception.reason() == Reason.DEVICE_LOST) {
      lost = due.exception;
    }
    throw due.exception;
  }

  private @Nullable Failure due(String call) {
    for (Failure failure : failures) {
      boolean meant = call.equals(failure.call) || call.startsWith(failure.call + " ");
      if (meant && failure.left-- == 0) {
        return failure;
      }
    }
    return null;
  }
}

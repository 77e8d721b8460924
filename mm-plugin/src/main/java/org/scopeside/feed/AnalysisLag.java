package org.scopeside.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How far the analysis is behind the camera, from two running totals: planes captured, and planes
 * accounted for (analysed, failed or lost). Answers are taken to come in the order of capture.
 *
 * <p>Keeps one sample a second, the last {@value #SAMPLES}: a backlog older than that is told as
 * that old. Not thread-safe.
 */
final class AnalysisLag {
  private static final int SAMPLES = 3600;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private static final class Sample {
    final Instant at;
    final long captured;
    final long pending;

    Sample(Instant at, long captured, long pending) {
      this.at = at;
      this.captured = captured;
      this.pending = pending;
    }
  }

  private long pending;

  void sample(Instant now, long captured, long accounted) {
    pending = Math.max(0, captured - accounted);
    Sample last = samples.peekLast();
    if (last == null || Duration.between(last.at, now).compareTo(BETWEEN) >= 0) {
      samples.addLast(new Sample(now, captured, pending));
    }
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
  }

  /** Planes captured and not accounted for. */
  long pending() {
    return pending;
  }

  /** For how long at least the oldest of them has waited; zero where none waits. */
  Duration oldest(Instant now, long accounted) {
    if (pending > 0) {
      for (Sample sample : samples) {
        if (sample.captured > accounted) {
          return Duration.between(sample.at, now);
        }
      }
    }
    return Duration.ZERO;
  }

  /** Whether more waited half that time ago than before all of it, and more than that wait now. */
  boolean growsSince(Duration window, Instant now) {
    Sample begin = latestBefore(now.minus(window));
    Sample middle = latestBefore(now.minus(window.dividedBy(2)));
    return begin != null
        && middle != null
        && begin.pending < middle.pending
        && middle.pending < pending;
  }

  private @Nullable Sample latestBefore(Instant time) {
    for (Iterator<Sample> newest = samples.descendingIterator(); newest.hasNext(); ) {
      Sample sample = newest.next();
      if (!sample.at.isAfter(time)) {
        return sample;
      }
    }
    return null;
  }
}

package org.scopeside.feed;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** The state of a feed as it changes; tells the listener of new phases and words. Thread-safe. */
final class FeedStatus {
  private final ResultFeed.Listener listener;
  private final Consumer<String> log;
  private final Clock clock;
  private FeedState.Phase phase = FeedState.Phase.IDLE;
  private String words = "nothing is followed";
  private Instant since;
  private long outcomes;
  private long refused;

  FeedStatus(ResultFeed.Listener listener, Consumer<String> log, Clock clock) {
    this.listener = listener;
    this.log = log;
    this.clock = clock;
    this.since = clock.instant();
  }

  synchronized FeedState state() {
    return new FeedState(phase, words, since, outcomes, refused);
  }

  void become(FeedState.Phase next, String nextWords) {
    synchronized (this) {
      if (phase == FeedState.Phase.CLOSED || (phase == next && words.equals(nextWords))) {
        return;
      }
      phase = next;
      words = nextWords;
      since = clock.instant();
    }
    guarded(() -> listener.stateChanged(state()));
  }

  void outcome(PlaneOutcome outcome) {
    synchronized (this) {
      outcomes++;
    }
    guarded(() -> listener.outcome(outcome));
  }

  void measured(String acquisition, @Nullable Well well, int theT, Map<Measure, Double> measures) {
    guarded(() -> listener.measured(acquisition, well, theT, measures));
  }

  /** Counts what could not be read; the first and then every thousandth is logged. */
  void refused(String facts) {
    long count;
    synchronized (this) {
      count = ++refused;
    }
    if (count % 1000 == 1) {
      log.accept("skipped (" + count + " so far): " + facts);
    }
  }

  /** What a listener throws costs that call and not the feed. */
  void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.accept("a listener of results failed: " + e);
    }
  }
}

package org.scopeside.feed;

import java.io.Closeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * Brings what became of the planes of some acquisitions, on threads of its own, until it is closed.
 * It connects by itself, and again after a failure; no method waits for that. Thread-safe.
 *
 * <p>The same outcome may come more than once: {@link LivePlate#accept} says which are news.
 */
public interface ResultFeed extends Closeable {
  /** Told on the feed's threads, which must not wait: what follows waits too. */
  interface Listener {
    void outcome(PlaneOutcome outcome);

    /** Phase or words of the feed are new. */
    void stateChanged(FeedState state);

    /**
     * Measures of a well's objects that a service made, from a feed whose outcomes come without
     * them.
     *
     * @param well null where there is no plate
     */
    default void measured(
        String acquisition, @Nullable Well well, int theT, Map<Measure, Double> measures) {}
  }

  /**
   * Brings the outcomes of an acquisition from now on, and those there are already.
   *
   * @param since when it started, by this computer's clock
   */
  void follow(String acquisition, Instant since);

  /** Brings no more of an acquisition. */
  void forget(String acquisition);

  /** As it is now. */
  FeedState state();

  /** Ends it; waits for that up to two seconds. Nothing is told after but {@code CLOSED}. */
  @Override
  void close();
}

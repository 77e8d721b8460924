package org.scopeside.results.live;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes that one follower has not been told of yet. A change that waits already is not queued
 * again, so the queue is never longer than the live state has wells and acquisitions. Thread-safe.
 */
public final class ChangeQueue {
  private final @Nullable String acquisition;
  private final Set<Change> waiting = new LinkedHashSet<>();

  /**
   * @param acquisition the only one of interest; null for all
   */
  public ChangeQueue(@Nullable String acquisition) {
    this.acquisition = acquisition;
  }

  synchronized void offer(Change change) {
    if (acquisition == null || acquisition.equals(change.acquisition())) {
      waiting.add(change);
    }
  }

  /** What waited, oldest first; the queue is empty after. */
  public synchronized List<Change> drain() {
    List<Change> drained = new ArrayList<>(waiting);
    waiting.clear();
    return drained;
  }
}

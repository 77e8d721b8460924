package org.scopeside.feed;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wells that changed and are to be asked for, each once, the longest waiting first. At most {@value
 * #MOST}: beyond, a change is not noted and everything is to be asked for again. Thread-safe.
 */
final class ChangedWells {
  static final int MOST = 20_000;

  /** A well at a time point. */
  static final class Change {
    final String acquisition;
    final String well;
    final int theT;

    Change(String acquisition, String well, int theT) {
      this.acquisition = acquisition;
      this.well = well;
      this.theT = theT;
    }

    String path() {
      return "/api/acquisitions/" + acquisition + "/wells/" + well + "/fields?t=" + theT;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Change && ((Change) other).path().equals(path());
    }

    @Override
    public int hashCode() {
      return path().hashCode();
    }
  }

  private final Set<Change> waiting = new LinkedHashSet<>();
  private boolean overflowed;
  private boolean closed;

  synchronized void add(Change change) {
    if (waiting.size() < MOST) {
      waiting.add(change);
      notifyAll();
    } else {
      overflowed |= !waiting.contains(change);
    }
  }

  /** Waits for one; null when closed. */
  synchronized @Nullable Change take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    Iterator<Change> first = waiting.iterator();
    Change change = first.next();
    first.remove();
    return change;
  }

  /** Whether a change was not noted since the last call, and none waits now. */
  synchronized boolean missedSome() {
    boolean missed = overflowed && waiting.isEmpty();
    overflowed &= !missed;
    return missed;
  }

  synchronized void forget(String acquisition) {
    waiting.removeIf(change -> change.acquisition.equals(acquisition));
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

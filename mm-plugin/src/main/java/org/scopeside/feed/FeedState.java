package org.scopeside.feed;

import java.time.Instant;

/** How a feed does. Immutable. */
public final class FeedState {
  /** What it is at. */
  public enum Phase {
    /** Nothing is followed. */
    IDLE,
    /** It connects for the first time. */
    CONNECTING,
    /** Outcomes come as they are made. */
    LIVE,
    /** The connection is lost or was refused; it tries again by itself. */
    WAITING,
    CLOSED
  }

  private final Phase phase;
  private final String words;
  private final Instant since;
  private final long outcomes;
  private final long refused;

  FeedState(Phase phase, String words, Instant since, long outcomes, long refused) {
    this.phase = phase;
    this.words = words;
    this.since = since;
    this.outcomes = outcomes;
    this.refused = refused;
  }

  public Phase phase() {
    return phase;
  }

  /** For people: with whom, or what is wrong. */
  public String words() {
    return words;
  }

  /** When phase or words became what they are. */
  public Instant since() {
    return since;
  }

  /** Outcomes handed on. */
  public long outcomes() {
    return outcomes;
  }

  /** Records or answers that could not be read and were skipped. */
  public long refused() {
    return refused;
  }

  @Override
  public String toString() {
    return phase + ": " + words;
  }
}

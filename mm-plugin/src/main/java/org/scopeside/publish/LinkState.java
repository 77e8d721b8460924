package org.scopeside.publish;

import java.time.Instant;

/** How the way to Kafka is, and since when. */
public final class LinkState {
  /** From best to worst after the first. */
  public enum Kind {
    /** Nothing is known yet. */
    CONNECTING,
    CONNECTED,
    /** No answer; it may come back by itself. */
    AWAY,
    /** Kafka answers but does not let us in: somebody must change something. */
    REFUSED
  }

  private final Kind kind;
  private final Instant since;
  private final String words;

  LinkState(Kind kind, Instant since, String words) {
    this.kind = kind;
    this.since = since;
    this.words = words;
  }

  public Kind kind() {
    return kind;
  }

  public Instant since() {
    return since;
  }

  /** For people: what is wrong, or empty. */
  public String words() {
    return words;
  }
}

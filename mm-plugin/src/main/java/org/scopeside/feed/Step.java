package org.scopeside.feed;

/** What one step of a {@link ConnectionTest} found. Immutable. */
public final class Step {
  /** How it went. */
  public enum Outcome {
    OK,
    /** It works, but something is not as it should be. */
    WARNING,
    FAILED,
    /** Not tried: an earlier step failed, it was cancelled, or there is nothing to test. */
    SKIPPED
  }

  private final String name;
  private final Outcome outcome;
  private final String words;
  private final long millis;

  Step(String name, Outcome outcome, String words, long millis) {
    this.name = name;
    this.outcome = outcome;
    this.words = words;
    this.millis = millis;
  }

  public String name() {
    return name;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** What was found and, where something is wrong, what to do. */
  public String words() {
    return words;
  }

  public long millis() {
    return millis;
  }

  @Override
  public String toString() {
    return outcome + " " + name + ": " + words + " (" + millis + " ms)";
  }
}

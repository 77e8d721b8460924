package org.scopeside.panel.state;

/** One step of a test of the connection. */
public final class TestStep {
  /** How a step went. */
  public enum Outcome {
    RUNNING,
    OK,
    WARNING,
    FAILED
  }

  private final String name;
  private final Outcome outcome;
  private final String words;

  /**
   * @param name what is tried, "Name of the host"; a step with the name of the last one takes its
   *     place
   * @param words what was found, or what to do about it; may be empty while it runs
   */
  public TestStep(String name, Outcome outcome, String words) {
    this.name = name;
    this.outcome = outcome;
    this.words = words;
  }

  public String name() {
    return name;
  }

  public Outcome outcome() {
    return outcome;
  }

  public String words() {
    return words;
  }
}

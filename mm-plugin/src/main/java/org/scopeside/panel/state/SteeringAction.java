package org.scopeside.panel.state;

/** What happens to an acquisition when a rule holds. */
public enum SteeringAction {
  /** The person at the microscope decides, within a time. */
  ASK("ask me"),
  PAUSE("pause"),
  STOP("stop"),
  /** Only as an answer to a question. */
  GO_ON("go on");

  private final String words;

  SteeringAction(String words) {
    this.words = words;
  }

  /** "ask me", "pause" */
  @Override
  public String toString() {
    return words;
  }
}

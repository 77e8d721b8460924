package org.scopeside.panel.state;

import java.time.Instant;

/** What a stop rule asks the person at the microscope. */
public final class Question {
  private final String id;
  private final String words;
  private final Instant deadline;
  private final SteeringAction otherwise;

  /**
   * @param words why it asks, a sentence
   * @param deadline until when an answer counts
   * @param otherwise what happens without one
   */
  public Question(String id, String words, Instant deadline, SteeringAction otherwise) {
    this.id = id;
    this.words = words;
    this.deadline = deadline;
    this.otherwise = otherwise;
  }

  public String id() {
    return id;
  }

  public String words() {
    return words;
  }

  public Instant deadline() {
    return deadline;
  }

  public SteeringAction otherwise() {
    return otherwise;
  }
}

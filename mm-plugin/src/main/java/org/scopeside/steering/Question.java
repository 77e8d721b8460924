package org.scopeside.steering;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question about a running acquisition; the first answer counts. Thread-safe. */
public final class Question {
  /** What may be answered. */
  public enum Answer {
    CONTINUE,
    PAUSE,
    STOP
  }

  private final String text;
  private final Answer defaultAnswer;
  private final Instant until;
  private final Consumer<Answer> onAnswer;
  private @Nullable Answer answer;

  Question(String text, Answer defaultAnswer, Instant until, Consumer<Answer> onAnswer) {
    this.text = text;
    this.defaultAnswer = defaultAnswer;
    this.until = until;
    this.onAnswer = onAnswer;
  }

  /** What happened, in words with the facts. */
  public String text() {
    return text;
  }

  /** What is done when nobody answers in time. */
  public Answer defaultAnswer() {
    return defaultAnswer;
  }

  /** When the default answer is taken. */
  public Instant until() {
    return until;
  }

  /** The user's answer; ignored when the question is settled. May come from Swing's thread. */
  public void answer(Answer chosen) {
    if (settle(chosen)) {
      onAnswer.accept(chosen);
    }
  }

  /** Whether it needs no answer any more. */
  public synchronized boolean settled() {
    return answer != null;
  }

  /** Takes an answer without telling anybody; false when there was one. */
  synchronized boolean settle(Answer chosen) {
    boolean first = answer == null;
    answer = first ? chosen : answer;
    return first;
  }
}

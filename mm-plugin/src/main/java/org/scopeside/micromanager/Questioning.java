package org.scopeside.micromanager;

import org.jspecify.annotations.Nullable;
import org.scopeside.steering.Question;
import org.scopeside.steering.Questions;

/** The question that the panel shows; a later one takes the place of an earlier. Thread-safe. */
final class Questioning implements Questions {
  private long number;
  private @Nullable Question asked;

  @Override
  public synchronized void ask(Question question) {
    number++;
    asked = question;
  }

  /** Null where none waits for an answer. */
  synchronized @Nullable Question open() {
    Question question = asked;
    return question == null || question.settled() ? null : question;
  }

  /** Tells the open question from others. */
  synchronized String id() {
    return Long.toString(number);
  }

  /** Answers, if that question is still the open one. */
  void answer(String id, Question.Answer answer) {
    Question question = id.equals(id()) ? open() : null;
    if (question != null) {
      question.answer(answer);
    }
  }
}

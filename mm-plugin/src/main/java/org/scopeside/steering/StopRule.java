package org.scopeside.steering;

import java.time.Duration;
import org.scopeside.steering.Question.Answer;

/**
 * A rule of a running acquisition: what is watched, from when on it holds, and what then is done.
 */
public final class StopRule {
  /** What is done when a rule holds. */
  public enum Response {
    PAUSE,
    STOP,
    ASK
  }

  /** What is watched. */
  enum Trigger {
    FAILURES_IN_ROW("failures-in-row"),
    FOCUS_LOST("focus-lost"),
    NO_PLANES("no-planes");

    private final String wireName;

    Trigger(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  private final Trigger trigger;
  private final double limit;
  private final Response response;
  private final Duration answerWithin;
  private final Answer defaultAnswer;

  private StopRule(
      Trigger trigger, double limit, Response response, Duration answerWithin, Answer answer) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException(trigger + " with limit " + limit + ", not above 0");
    }
    this.trigger = trigger;
    this.limit = limit;
    this.response = response;
    this.answerWithin = answerWithin;
    this.defaultAnswer = answer;
  }

  private static StopRule of(Trigger trigger, double limit, Response response) {
    return new StopRule(trigger, limit, response, Duration.ofSeconds(60), Answer.PAUSE);
  }

  /** Holds when that many planes in a row could not be analysed, in the order of the answers. */
  public static StopRule failuresInRow(int planes, Response response) {
    return of(Trigger.FAILURES_IN_ROW, planes, response);
  }

  /**
   * Holds when that many fields in a row were out of focus, by the planes that carry the objects; a
   * plane that failed says nothing about focus.
   */
  public static StopRule focusLost(int fields, Response response) {
    return of(Trigger.FOCUS_LOST, fields, response);
  }

  /** Holds when no plane came for that long; never while the acquisition is paused. */
  public static StopRule noPlanes(Duration silence, Response response) {
    return of(Trigger.NO_PLANES, silence.toMillis() / 1000.0, response);
  }

  /**
   * Holds when no plane came for that many times as long as expected.
   *
   * @param longestGap between planes, by the plan: the interval of a time-lapse, for example
   * @param atLeast what is never taken for silence: shorter plans have their hiccups
   */
  public static StopRule noPlanes(
      double times, Duration longestGap, Duration atLeast, Response response) {
    double seconds = times * longestGap.toMillis() / 1000.0;
    return of(Trigger.NO_PLANES, Math.max(seconds, atLeast.toMillis() / 1000.0), response);
  }

  /** How long a question waits, and what is done then; one minute and a pause unless said here. */
  public StopRule withQuestion(Duration waitsFor, Answer thenAnswer) {
    return new StopRule(trigger, limit, response, waitsFor, thenAnswer);
  }

  Trigger trigger() {
    return trigger;
  }

  /** Planes, fields or seconds. */
  double limit() {
    return limit;
  }

  Response response() {
    return response;
  }

  Duration answerWithin() {
    return answerWithin;
  }

  Answer defaultAnswer() {
    return defaultAnswer;
  }
}

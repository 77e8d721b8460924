package org.scopeside.steering;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.steering.Question.Answer;
import org.scopeside.steering.RuleWatch.Firing;

/**
 * Watches one acquisition and pauses it, stops it or asks when a rule holds. Thread-safe: planes,
 * outcomes and the clock may come from any thread and never wait, for whatever is done is done on
 * the executor.
 *
 * <p>A rule fires once. It is armed again, counting from nothing, when the acquisition goes on
 * after a pause, whoever resumed it, and when a question was answered by going on.
 */
public final class StopRules {
  private final AcquisitionControl control;
  private final Questions questions;
  private final ActionLog actions;
  private final Executor executor;
  private final Clock clock;
  private final Consumer<String> log;
  private final List<RuleWatch> watches = new ArrayList<>();
  private final List<Asked> open = new ArrayList<>();
  private boolean paused;
  private boolean ended;

  /** A question with the rule that asked. */
  private static final class Asked {
    final Question question;
    final RuleWatch watch;

    Asked(Question question, RuleWatch watch) {
      this.question = question;
      this.watch = watch;
    }
  }

  /**
   * @param executor one thread of steering's own, on which the acquisition is paused and stopped
   * @param log takes one line about a failure
   */
  public StopRules(
      List<StopRule> rules,
      AcquisitionControl control,
      Questions questions,
      ActionLog actions,
      Executor executor,
      Clock clock,
      Consumer<String> log) {
    this.control = control;
    this.questions = questions;
    this.actions = actions;
    this.executor = executor;
    this.clock = clock;
    this.log = log;
    Instant now = clock.instant();
    rules.forEach(rule -> watches.add(new RuleWatch(rule, now)));
  }

  /** A plane was captured. */
  public synchronized void plane() {
    Instant now = clock.instant();
    watches.forEach(watch -> watch.plane(now));
  }

  /** What became of a plane. */
  public synchronized void outcome(PlaneOutcome outcome) {
    for (RuleWatch watch : watches) {
      act(watch, watch.outcome(outcome));
    }
  }

  /**
   * To be called about once a second: notices silence, pauses that others made or ended, and
   * questions that nobody answered.
   */
  public void tick() {
    executor.execute(() -> run(this::look));
  }

  /** The acquisition has ended: nothing is done to whatever comes after it. */
  public synchronized void end() {
    ended = true;
    open.forEach(asked -> asked.question.settle(Answer.CONTINUE));
    open.clear();
  }

  private void look() {
    boolean running = control.isRunning();
    boolean pausedNow = running && control.isPaused();
    synchronized (this) {
      Instant now = clock.instant();
      if (paused && running && !pausedNow) {
        watches.forEach(watch -> watch.arm(now));
      }
      paused = pausedNow;
      for (RuleWatch watch : watches) {
        if (running && !paused) {
          act(watch, watch.silence(now));
        }
      }
      expire(now);
    }
  }

  private void expire(Instant now) {
    for (Asked asked : new ArrayList<>(open)) {
      Answer silent = asked.question.defaultAnswer();
      if (!now.isBefore(asked.question.until()) && asked.question.settle(silent)) {
        answered(asked, silent, "nobody answered in time");
      }
    }
  }

  private void act(RuleWatch watch, @Nullable Firing firing) {
    if (firing == null || ended) {
      return;
    }
    switch (firing.rule.response()) {
      case PAUSE:
        pause(action(AcquisitionAction.PAUSED, firing));
        break;
      case STOP:
        stop(action(AcquisitionAction.STOPPED, firing));
        break;
      case ASK:
        ask(watch, firing);
        break;
    }
  }

  private void ask(RuleWatch watch, Firing firing) {
    StopRule rule = firing.rule;
    Asked[] asked = new Asked[1];
    Question question =
        new Question(
            firing.words,
            rule.defaultAnswer(),
            clock.instant().plus(rule.answerWithin()),
            answer -> answeredByUser(asked[0], answer));
    asked[0] = new Asked(question, watch);
    open.add(asked[0]);
    actions.record(action(AcquisitionAction.ASKED, firing));
    executor.execute(() -> run(() -> questions.ask(question)));
  }

  private synchronized void answeredByUser(Asked asked, Answer answer) {
    answered(asked, answer, "by the user");
  }

  private void answered(Asked asked, Answer answer, String by) {
    open.remove(asked);
    if (ended) {
      return;
    }
    String rule = asked.watch.rule().trigger().wireName();
    String words = "answered " + answer + ", " + by + ": " + asked.question.text();
    actions.record(action(AcquisitionAction.ANSWERED, words).rule(rule));
    if (answer == Answer.CONTINUE) {
      asked.watch.arm(clock.instant());
    } else if (answer == Answer.PAUSE) {
      pause(action(AcquisitionAction.PAUSED, words).rule(rule));
    } else {
      stop(action(AcquisitionAction.STOPPED, words).rule(rule));
    }
  }

  /** Pauses for a reason of the user's. */
  public synchronized void pauseByUser() {
    pause(action(AcquisitionAction.PAUSED, "by the user"));
  }

  /** Goes on after a pause; the rules are armed again. */
  public synchronized void resumeByUser() {
    executor.execute(
        () ->
            run(
                () -> {
                  if (mayAct()) {
                    control.resume();
                    actions.record(action(AcquisitionAction.RESUMED, "by the user"));
                    look();
                  }
                }));
  }

  private void pause(AcquisitionAction.Builder action) {
    executor.execute(
        () ->
            run(
                () -> {
                  if (mayAct() && !control.isPaused()) {
                    control.pause();
                    notePause();
                    actions.record(action);
                  }
                }));
  }

  /** So that even a pause that ends before the next look arms the rules again. */
  private synchronized void notePause() {
    paused = true;
  }

  private void stop(AcquisitionAction.Builder action) {
    executor.execute(
        () ->
            run(
                () -> {
                  if (mayAct()) {
                    control.abort();
                    actions.record(action);
                  }
                }));
  }

  /** What waited for the thread until the acquisition had ended must not hit the next one. */
  private boolean mayAct() {
    synchronized (this) {
      if (ended) {
        return false;
      }
    }
    return control.isRunning();
  }

  private void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      log.accept("steering of " + actions.acquisition() + " failed: " + e);
    }
  }

  private AcquisitionAction.Builder action(String name, Firing firing) {
    return action(name, firing.words)
        .rule(firing.rule.trigger().wireName())
        .number("found", firing.found)
        .number("limit", firing.rule.limit());
  }

  private AcquisitionAction.Builder action(String name, String reason) {
    return new AcquisitionAction.Builder(actions.acquisition(), clock.instant(), name, reason);
  }
}

package org.scopeside.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.steering.SteeringOutcomes.counted;
import static org.scopeside.steering.SteeringOutcomes.failed;
import static org.scopeside.steering.SteeringOutcomes.frame;
import static org.scopeside.steering.SteeringOutcomes.plane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.micromanager.fakes.FakeStudio;
import org.scopeside.steering.Question.Answer;
import org.scopeside.steering.StopRule.Response;

class StopRulesTest {
  private final SteadyClock clock = new SteadyClock();
  private final FakeStudio studio = new FakeStudio();
  private final List<AcquisitionAction> published = new ArrayList<>();
  private final ActionJournal journal = new ActionJournal("run", published::add);
  private final List<Question> asked = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  /** What waits for steering's own thread. */
  private final Queue<Runnable> thread = new ArrayDeque<>();

  private StopRules rules(StopRule... rules) {
    studio.acquisitions().running(true);
    return new StopRules(
        List.of(rules),
        new MicroManagerControl(studio),
        asked::add,
        journal,
        thread::add,
        clock,
        log::add);
  }

  private void runThread() {
    for (Runnable step = thread.poll(); step != null; step = thread.poll()) {
      step.run();
    }
  }

  private void tick(StopRules rules) {
    rules.tick();
    runThread();
  }

  private List<String> actions() {
    return published.stream().map(AcquisitionAction::action).toList();
  }

  @Test
  void shouldPauseAfterThreeFailuresInARowAndSayWhy() {
    StopRules rules = rules(StopRule.failuresInRow(3, Response.PAUSE));
    rules.outcome(failed(frame("A01", 0, 0, 0, 0)));
    rules.outcome(failed(frame("A01", 1, 0, 0, 0)));
    rules.outcome(plane(frame("A01", 2, 0, 0, 0)));
    for (int field = 3; field < 6; field++) {
      rules.outcome(failed(frame("A01", field, 0, 0, 0)));
    }
    assertEquals(List.of(), studio.acquisitions().asked(), "on the thread that brings results");
    runThread();

    assertEquals(List.of("pause"), studio.acquisitions().asked());
    AcquisitionAction action = published.get(0);
    assertEquals("paused", action.action());
    assertEquals("failures-in-row", action.rule());
    assertEquals(3.0, action.numbers().get("limit"));
    assertEquals(
        "3 planes in a row could not be analysed, the last one run/A01/f5/t0/z0/c0: CRC_MISMATCH",
        action.reason());
  }

  @Test
  void shouldFireOnceUntilTheAcquisitionGoesOn() {
    StopRules rules = rules(StopRule.failuresInRow(2, Response.PAUSE));
    for (int field = 0; field < 7; field++) {
      rules.outcome(failed(frame("A01", field, 0, 0, 0)));
      runThread();
    }
    assertEquals(List.of("paused"), actions());

    studio.acquisitions().setPause(false);
    tick(rules);
    rules.outcome(failed(frame("A01", 7, 0, 0, 0)));
    runThread();
    assertEquals(List.of("paused"), actions(), "counts from nothing after the pause");
    rules.outcome(failed(frame("A01", 8, 0, 0, 0)));
    runThread();
    assertEquals(List.of("paused", "paused"), actions());
  }

  @Test
  void shouldStopWhenFocusIsLostOverConsecutiveFields() {
    StopRules rules = rules(StopRule.focusLost(2, Response.STOP));
    rules.outcome(counted(frame("A01", 0, 0, 0, 0), 9, "OUT_OF_FOCUS"));
    rules.outcome(plane(frame("A01", 0, 0, 0, 1)));
    rules.outcome(failed(frame("A01", 1, 0, 0, 0)));
    assertEquals(List.of(), actions());
    rules.outcome(counted(frame("A01", 2, 0, 0, 0), 0, "OUT_OF_FOCUS"));
    runThread();

    assertEquals(List.of("abort"), studio.acquisitions().asked());
    assertEquals(List.of("stopped"), actions());
    assertTrue(published.get(0).reason().contains("2 fields in a row were out of focus"));
  }

  @Test
  void shouldNotTakeSectionsOutOfFocusForFieldsOutOfFocus() {
    StopRules rules = rules(StopRule.focusLost(2, Response.STOP));
    rules.outcome(counted(frame("A01", 0, 0, 0, 0), 9));
    for (int section = 1; section < 9; section++) {
      rules.outcome(plane(frame("A01", 0, 0, section, 0), "OUT_OF_FOCUS"));
    }
    runThread();
    assertEquals(List.of(), actions());
  }

  @Test
  void shouldNoticeSilenceButNotWhilePaused() {
    StopRules rules = rules(StopRule.noPlanes(Duration.ofSeconds(10), Response.STOP));
    clock.advance(Duration.ofSeconds(9));
    rules.plane();
    clock.advance(Duration.ofSeconds(9));
    tick(rules);
    rules.pauseByUser();
    runThread();
    clock.advance(Duration.ofMinutes(10));
    tick(rules);
    rules.resumeByUser();
    runThread();
    clock.advance(Duration.ofSeconds(9));
    tick(rules);
    assertEquals(List.of("paused", "resumed"), actions());

    clock.advance(Duration.ofSeconds(1));
    tick(rules);
    assertEquals(List.of("paused", "resumed", "stopped"), actions());
    assertEquals("no plane came for 10.0 s, expected within 10.0 s", published.get(2).reason());
  }

  @Test
  void shouldExpectPlanesByThePlan() {
    StopRule lapse =
        StopRule.noPlanes(3, Duration.ofMinutes(2), Duration.ofSeconds(30), Response.PAUSE);
    assertEquals(360, lapse.limit());
    StopRule dense =
        StopRule.noPlanes(3, Duration.ofMillis(50), Duration.ofSeconds(30), Response.PAUSE);
    assertEquals(30, dense.limit());
    assertThrows(IllegalArgumentException.class, () -> StopRule.failuresInRow(0, Response.PAUSE));
  }

  @Test
  void shouldAskAndDoWhatTheUserAnswers() {
    StopRules rules = rules(StopRule.failuresInRow(1, Response.ASK));
    rules.outcome(failed(frame("A01", 0, 0, 0, 0)));
    runThread();
    assertEquals(1, asked.size());
    assertTrue(asked.get(0).text().startsWith("1 planes in a row could not be analysed"));

    asked.get(0).answer(Answer.STOP);
    asked.get(0).answer(Answer.CONTINUE);
    assertEquals(List.of(), studio.acquisitions().asked(), "on Swing's thread");
    runThread();
    assertEquals(List.of("abort"), studio.acquisitions().asked());
    assertEquals(List.of("asked", "answered", "stopped"), actions());
    assertTrue(published.get(1).reason().startsWith("answered STOP, by the user: 1 planes"));
  }

  @Test
  void shouldTakeTheDefaultAnswerWhenNobodyAnswersInTime() {
    StopRules rules =
        rules(
            StopRule.failuresInRow(1, Response.ASK)
                .withQuestion(Duration.ofSeconds(20), Answer.PAUSE));
    rules.outcome(failed(frame("A01", 0, 0, 0, 0)));
    clock.advance(Duration.ofSeconds(19));
    tick(rules);
    assertEquals(List.of("asked"), actions());
    clock.advance(Duration.ofSeconds(1));
    tick(rules);
    assertEquals(List.of("asked", "answered", "paused"), actions());
    assertTrue(asked.get(0).settled());
    asked.get(0).answer(Answer.STOP);
    runThread();
    assertEquals(List.of("pause"), studio.acquisitions().asked());
  }

  @Test
  void shouldAskAgainWhenTheUserGoesOnAndItGoesOnFailing() {
    StopRules rules = rules(StopRule.failuresInRow(2, Response.ASK));
    for (int field = 0; field < 2; field++) {
      rules.outcome(failed(frame("A01", field, 0, 0, 0)));
    }
    runThread();
    asked.get(0).answer(Answer.CONTINUE);
    rules.outcome(failed(frame("A01", 2, 0, 0, 0)));
    runThread();
    assertEquals(1, asked.size());
    rules.outcome(failed(frame("A01", 3, 0, 0, 0)));
    runThread();
    assertEquals(2, asked.size());
    assertEquals(List.of(), studio.acquisitions().asked());
  }

  @Test
  void shouldLeaveTheNextAcquisitionAlone() {
    StopRules rules =
        rules(
            StopRule.failuresInRow(1, Response.ASK),
            StopRule.noPlanes(Duration.ofSeconds(1), Response.STOP));
    rules.outcome(failed(frame("A01", 0, 0, 0, 0)));
    runThread();
    rules.end();
    assertTrue(asked.get(0).settled());
    asked.get(0).answer(Answer.STOP);
    rules.outcome(failed(frame("A01", 1, 0, 0, 0)));
    clock.advance(Duration.ofHours(1));
    tick(rules);
    assertEquals(List.of(), studio.acquisitions().asked());
    assertEquals(List.of("asked"), actions());
  }

  @Test
  void shouldSayWhenMicroManagerRefuses() {
    StopRules rules =
        new StopRules(
            List.of(StopRule.failuresInRow(1, Response.STOP)),
            new MicroManagerControl(new FakeStudio().startingUp()),
            asked::add,
            journal,
            thread::add,
            clock,
            log::add);
    rules.outcome(failed(frame("A01", 0, 0, 0, 0)));
    runThread();
    assertEquals(1, log.size());
    assertEquals(List.of(), actions());
  }

  @Test
  void shouldNumberActionsAndHoldTheNewest() {
    for (int i = 0; i < ActionJournal.KEPT + 2; i++) {
      journal.record(
          new AcquisitionAction.Builder("run", clock.instant(), "paused", "for the test"));
    }
    assertEquals(ActionJournal.KEPT, journal.actions().size());
    assertEquals("run/action/2", journal.actions().get(0).key());
    assertEquals(ActionJournal.KEPT + 2, published.size());
  }
}

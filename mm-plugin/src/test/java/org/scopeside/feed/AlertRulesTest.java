package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.feed.Outcomes.START;
import static org.scopeside.feed.Outcomes.analysed;
import static org.scopeside.feed.Outcomes.counted;
import static org.scopeside.feed.Outcomes.failed;
import static org.scopeside.feed.Outcomes.frame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
  private final List<Alert> told = new ArrayList<>();
  private final Alerts alerts = new Alerts(told::add);

  private AlertRules rules(AlertSettings settings) {
    return new AlertRules(Outcomes.RUN, settings, alerts);
  }

  @Test
  void shouldRaiseOneAlertForManyBlurredFieldsOfAWell() {
    AlertRules rules = rules(AlertSettings.defaults());
    for (int field = 0; field < 20; field++) {
      rules.outcome(analysed(frame("A01", field, 0, 1), field, null, -3.14, "OUT_OF_FOCUS"));
    }

    assertEquals(1, told.size());
    Alert alert = alerts.list().get(0);
    assertEquals(AlertKind.OUT_OF_FOCUS, alert.kind());
    assertEquals(20, alert.count());
    assertEquals(19, alert.field());
    assertEquals(START, alert.first());
    assertEquals(START.plusSeconds(19), alert.last());
    assertEquals(
        "A01 field 19, channel 1: out of focus, power spectrum slope -3.14", alert.words());
  }

  @Test
  void shouldTellOfEachKindOnceInTenSecondsThoughAllWellsAreEmpty() {
    AlertRules rules = rules(AlertSettings.defaults());
    for (int column = 1; column <= 12; column++) {
      String well = (column < 10 ? "A0" : "A") + column;
      rules.outcome(analysed(frame(well, 0, 0, 0), column, null, -1, "EMPTY", "SATURATED"));
    }

    assertEquals(24, alerts.list().size(), "the list has all wells");
    assertEquals(4, told.size(), "two kinds at 1 s and at 11 s");
    assertTrue(told.get(1).words().contains("2.00 % of its pixels"), told::toString);
  }

  @Test
  void shouldAlertOfCountsOutsideOfRangeOnly() {
    AlertRules rules = rules(AlertSettings.defaults().countFrom(10, 20));
    rules.outcome(counted(frame("A01", 0, 0, 0), 1, 10));
    rules.outcome(counted(frame("A01", 1, 0, 0), 1, 20));
    rules.outcome(analysed(frame("A01", 1, 0, 1), 1, null, -1));
    assertEquals(List.of(), alerts.list());

    rules.outcome(counted(frame("A01", 2, 0, 0), 2, 9));
    rules.outcome(counted(frame("B02", 0, 0, 0), 2, 21));

    assertEquals("B02 field 0: 21 objects, more than 20", alerts.list().get(0).words());
    assertEquals("A01 field 2: 9 objects, fewer than 10", alerts.list().get(1).words());
  }

  @Test
  void shouldAlertOfFailureWithItsReason() {
    rules(AlertSettings.defaults()).outcome(failed(frame("A01", 0, 2, 0), 1, "TOO_LARGE: 65 MiB"));

    assertEquals("A01 field 0, time point 2: TOO_LARGE: 65 MiB", told.get(0).words());
    assertEquals(Alert.Severity.ERROR, told.get(0).severity());
  }

  @Test
  void shouldKeepQuietAboutKindsThatAreNotWanted() {
    AlertRules rules =
        rules(
            AlertSettings.defaults()
                .fromPlanes(AlertKind.EMPTY, 0)
                .fromPlanes(AlertKind.PLANES_LOST, 0)
                .behindAfter(Duration.ZERO));
    rules.outcome(analysed(frame("A01", 0, 0, 0), 1, null, -1, "EMPTY"));
    for (int second = 0; second <= 100; second++) {
      rules.progress(100, 7, "full", 0, START.plusSeconds(second));
    }

    assertEquals(List.of(), alerts.list());
  }

  @Test
  void shouldWaitForAsManyPlanesOfAWellAsAreAskedFor() {
    AlertRules rules = rules(AlertSettings.defaults().fromPlanes(AlertKind.OUT_OF_FOCUS, 3));
    for (int field = 0; field < 2; field++) {
      rules.outcome(analysed(frame("A01", field, 0, 0), 1, null, -1, "OUT_OF_FOCUS"));
      rules.outcome(analysed(frame("B02", field, 0, 0), 1, null, -1, "OUT_OF_FOCUS"));
    }
    assertEquals(List.of(), alerts.list());

    rules.outcome(analysed(frame("B02", 2, 0, 0), 1, null, -1, "OUT_OF_FOCUS"));

    assertEquals(1, alerts.list().size());
    assertTrue(alerts.list().get(0).words().startsWith("B02 field 2"), told.toString());
  }

  @Test
  void shouldSayThatAnalysisIsBehindAndThatItCaughtUp() {
    AlertRules rules = rules(AlertSettings.defaults().behindAfter(Duration.ofSeconds(10)));
    for (int second = 0; second <= 9; second++) {
      rules.progress(5, 0, null, 3, START.plusSeconds(second));
    }
    assertEquals(List.of(), alerts.list());

    rules.progress(5, 0, null, 3, START.plusSeconds(10));
    assertEquals("2 planes wait for an answer, the oldest for 10 s", told.get(0).words());

    rules.progress(5, 0, null, 5, START.plusSeconds(11));
    assertTrue(alerts.list().get(0).over());
  }

  @Test
  void shouldSayThatAnalysisIsBehindWhenBacklogGrowsThoughNoPlaneIsOld() {
    AlertRules rules = rules(AlertSettings.defaults().behindAfter(Duration.ofSeconds(20)));
    for (int second = 0; second <= 40; second++) {
      rules.progress(100L * second, 0, null, 90L * second, START.plusSeconds(second));
    }

    assertEquals(1, alerts.list().size());
    String words = told.get(0).words();
    assertTrue(words.contains("become more"), words);
  }

  @Test
  void shouldNotCallSteadyPipelineBehind() {
    AlertRules rules = rules(AlertSettings.defaults().behindAfter(Duration.ofSeconds(10)));
    for (int second = 0; second <= 100; second++) {
      long captured = 100L * second;
      rules.progress(captured, 0, null, Math.max(0, captured - 300), START.plusSeconds(second));
    }

    assertEquals(List.of(), alerts.list());
  }

  @Test
  void shouldCountLostPlanesAsAccountedFor() {
    AlertRules rules = rules(AlertSettings.defaults().behindAfter(Duration.ofSeconds(5)));
    for (int second = 0; second <= 20; second++) {
      rules.progress(10, 4, "A01/f0: the queue was full", 6, START.plusSeconds(second));
    }

    assertEquals(1, alerts.list().size());
    assertEquals("4 planes were lost; the first: A01/f0: the queue was full", told.get(0).words());
    assertEquals(1, alerts.list().get(0).count(), "told once, not every second");
  }

  @Test
  void shouldRaiseBrokerAwayAgainAfterItWasBack() {
    AlertRules rules = rules(AlertSettings.defaults());
    rules.broker("nothing answers", START);
    rules.broker("nothing answers", START.plusSeconds(1));
    rules.broker(null, START.plusSeconds(5));
    assertTrue(alerts.list().get(0).over());

    rules.broker("nothing answers", START.plusSeconds(60));

    assertEquals(2, told.size());
    assertFalse(alerts.list().get(0).over());
  }

  @Test
  void shouldUpdateAcknowledgedAlertInSilenceAndForgetClearedOne() {
    AlertRules rules = rules(AlertSettings.defaults());
    rules.outcome(failed(frame("A01", 0, 0, 0), 0, "no"));
    alerts.acknowledge(told.get(0));

    rules.outcome(failed(frame("A01", 1, 0, 0), 20, "no"));
    assertEquals(1, told.size());
    assertTrue(alerts.list().get(0).acknowledged());
    assertEquals(2, alerts.list().get(0).count());

    alerts.clear(told.get(0));
    rules.outcome(failed(frame("A01", 2, 0, 0), 40, "no"));
    assertEquals(2, told.size());
    assertEquals(1, alerts.list().get(0).count());
  }

  @Test
  void shouldKeepFiveHundredAlertsAndCountTheRest() {
    AlertRules rules = rules(AlertSettings.defaults());
    for (int well = 0; well < 600; well++) {
      String label = new org.scopeside.contract.Well(well / 96, well % 96).label();
      rules.outcome(failed(frame(label, 0, 0, 0), well, "no"));
    }

    assertEquals(Alerts.MOST, alerts.list().size());
    assertEquals(100, alerts.givenUp());
    alerts.clearAll("another");
    assertEquals(Alerts.MOST, alerts.list().size());
    alerts.clearAll(Outcomes.RUN);
    assertEquals(List.of(), alerts.list());
  }

  @Test
  void shouldRefuseEmptyRangeOfCounts() {
    assertThrows(IllegalArgumentException.class, () -> AlertSettings.defaults().countFrom(10, 9));
  }
}

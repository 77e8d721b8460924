package org.scopeside.results.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.scopeside.results.SampleEvents.MODEL;
import static org.scopeside.results.SampleEvents.analysed;
import static org.scopeside.results.SampleEvents.failed;
import static org.scopeside.results.SampleEvents.objects;
import static org.scopeside.results.SampleEvents.plan;
import static org.scopeside.results.SampleEvents.plate;
import static org.scopeside.results.SampleEvents.skipped;
import static org.scopeside.results.SampleEvents.tally;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.Well;

class ExpiryTest {
  private static final String FIELD = "P1/A01/f0/t0/z0/c0";

  private final AggregationExperiment experiment = new AggregationExperiment();

  @AfterEach
  void close() {
    experiment.close();
  }

  @Test
  void shouldForgetEndedAcquisitionAfterRetention() {
    experiment.send(plan("P1"));
    plate("P1").forEach(experiment::send);
    experiment.send(failed("P1/A01/f5/t0/z0/c0", "CRC_MISMATCH", 1));
    experiment.send(tally("P1", "completed", experiment.clock.instant(), Map.of("A01", 5L)));
    experiment.send(analysed("P10/A01/f0/t0/z0/c0", objects(MODEL, 3, 40)));

    experiment.advance(Duration.ofHours(23));
    assertNotNull(experiment.live.acquisition("P1"));

    experiment.advance(Duration.ofHours(2));
    assertNull(experiment.live.acquisition("P1"));
    assertNull(experiment.well("P1/A01/t0"));
    assertEquals(List.of(), experiment.frames("P1", "A01"));
    assertEquals(0L, experiment.live.failures(10).get("total"));
    assertEquals(List.of(), experiment.live.failures(10).get("failures"));
    assertEquals(3, experiment.count("P10/A01/t0"));
    assertEquals(List.of(), experiment.forgotten());
  }

  @Test
  void shouldForgetPlanAndTallyAfterTwiceTheRetention() {
    experiment.send(plan("P1"));
    experiment.send(tally("P1", "completed", experiment.clock.instant(), Map.of("A01", 0L)));

    experiment.advance(Duration.ofHours(47));
    assertEquals(List.of(), experiment.forgotten());
    experiment.advance(Duration.ofHours(2));

    List<String> forgotten = experiment.forgotten();
    assertEquals(List.of("P1/plan", "P1/tally"), forgotten.stream().distinct().sorted().toList());
  }

  @Test
  void shouldForgetWhatSteeringDidWithThePlan() {
    experiment.send(plan("P1"));
    experiment.send(skipped("P1", 0, new Well(0, 0), 2));
    experiment.send(skipped("P1", 1, new Well(0, 1), 2));
    experiment.send(skipped("P10", 0, new Well(0, 1), 2));
    experiment.send(tally("P1", "completed", experiment.clock.instant(), Map.of("A01", 0L)));

    experiment.advance(Duration.ofHours(49));
    assertEquals(
        List.of("P1/action/0", "P1/action/1", "P1/plan", "P1/tally"),
        experiment.forgotten().stream().distinct().sorted().toList());
    assertNull(experiment.live.acquisition("P1"));
    assertNotNull(experiment.live.acquisition("P10"));
  }

  @Test
  void shouldKeepEndedAcquisitionThatIsAnalysedAgain() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(tally("P1", "completed", experiment.clock.instant(), Map.of("A01", 1L)));
    experiment.advance(Duration.ofHours(23));
    experiment.send(analysed(FIELD, objects(MODEL, 4, 40)));

    experiment.advance(Duration.ofHours(23));
    assertEquals(4, experiment.count("P1/A01/t0"));
    experiment.advance(Duration.ofHours(2));
    assertNull(experiment.live.acquisition("P1"));
  }

  @Test
  void shouldKeepRunningAcquisitionUntilItIsSilentForLong() {
    experiment.send(plan("P1"));
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(analysed("unannounced/-/f0/t0/z0/c0", objects(MODEL, 3, 40)));

    experiment.advance(Duration.ofDays(6));
    assertNotNull(experiment.live.acquisition("P1"));
    assertNotNull(experiment.live.acquisition("unannounced"));
    experiment.send(tally("P1", null, experiment.clock.instant(), Map.of("A01", 1L)));

    experiment.advance(Duration.ofDays(2));
    assertNotNull(experiment.live.acquisition("P1"));
    assertNull(experiment.live.acquisition("unannounced"));

    experiment.advance(Duration.ofDays(6));
    assertNull(experiment.live.acquisition("P1"));
  }
}

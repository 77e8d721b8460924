package org.scopeside.results.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.results.SampleEvents.CAPTURED;
import static org.scopeside.results.SampleEvents.MODEL;
import static org.scopeside.results.SampleEvents.analysed;
import static org.scopeside.results.SampleEvents.objects;
import static org.scopeside.results.SampleEvents.plan;
import static org.scopeside.results.SampleEvents.plate;
import static org.scopeside.results.SampleEvents.skipped;
import static org.scopeside.results.SampleEvents.tally;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.Well;
import org.scopeside.results.aggregate.AggregationExperiment;
import org.scopeside.results.tally.WellKey;

class LiveViewTest {
  private static final String FIELD = "P1/A01/f0/t0/z0/c0";

  private final AggregationExperiment experiment = new AggregationExperiment();

  @AfterEach
  void close() {
    experiment.close();
  }

  @Test
  void shouldChargeDroppedPlanesToTheirWell() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(
        new AcquisitionTally(
            "P1",
            CAPTURED,
            null,
            Map.of(
                "A01", new AcquisitionTally.Count(4, 2), "A02", new AcquisitionTally.Count(1, 0))));

    AcquisitionSnapshot acquisition = experiment.acquisition("P1");
    LedgerRow row = Objects.requireNonNull(acquisition.rows().get("A01"));
    assertEquals(new LedgerRow(4, 1, 0, 2), row);
    assertEquals(1, row.pending());
    assertEquals(new LedgerRow(5, 1, 0, 2), acquisition.total());
    assertFalse(acquisition.balanced());
  }

  @Test
  void shouldNotCallWellsBalancedThatOnlyBalanceTogether() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(tally("P1", "completed", CAPTURED, Map.of("A01", 0L, "A02", 1L)));

    assertTrue(experiment.acquisition("P1").total().balanced());
    assertFalse(experiment.acquisition("P1").balanced());
    assertEquals(1, experiment.acquisition("P1").total().pending() + 1);
  }

  @Test
  void shouldTakeWhatWasSeenAsCapturedWhereNoSourceAnnouncedIt() {
    experiment.send(analysed("loose/-/f0/t0/z0/c0", objects(MODEL, 3, 40)));

    AcquisitionSnapshot acquisition = experiment.acquisition("loose");
    assertEquals(new LedgerRow(1, 1, 0, 0), acquisition.total());
    assertNull(acquisition.tally());
    assertFalse(acquisition.balanced());
  }

  @Test
  void shouldShowPlannedModelElseTheOneSeenLast() {
    experiment.send(analysed(FIELD, objects("a@1", 3, 40)));
    assertEquals("a@1", experiment.acquisition("P1").defaultModel());
    experiment.send(analysed("P1/A01/f1/t0/z0/c0", objects("stardist@2", 3, 40)));
    assertEquals("stardist@2", experiment.acquisition("P1").defaultModel());
    experiment.send(analysed("P1/A01/f2/t0/z0/c0", objects(MODEL, 3, 40)));
    experiment.send(analysed("P1/A01/f3/t0/z0/c0", objects("stardist@2", 3, 40)));
    experiment.send(plan("P1"));
    assertEquals(MODEL, experiment.acquisition("P1").defaultModel());
  }

  @Test
  void shouldCallWellDoneWhenAllItsPlannedPlanesAreAccountedFor() {
    experiment.send(plan("P1"));
    for (int channel = 0; channel < 2; channel++) {
      experiment.send(analysed("P1/A01/f0/t0/z0/c" + channel));
      experiment.send(analysed("P1/A01/f1/t0/z0/c" + channel));
    }
    experiment.send(analysed("P1/A02/f0/t0/z0/c0"));
    experiment.send(tally("P1", null, CAPTURED, Map.of("A01", 4L, "A02", 1L)));

    Map<?, ?> wells =
        (Map<?, ?>)
            Objects.requireNonNull(AcquisitionReport.of(experiment.acquisition("P1")).get("wells"));
    assertEquals(2, wells.get("planned"));
    assertEquals(2L, wells.get("seen"));
    assertEquals(1L, wells.get("done"));
  }

  @Test
  void shouldNotWaitForPlanesThatSteeringSkipped() {
    experiment.send(plan("P1"));
    experiment.send(analysed("P1/A01/f0/t0/z0/c0", objects(MODEL, 300, 40)));
    experiment.send(analysed("P1/A01/f0/t0/z0/c1"));
    experiment.send(analysed("P1/A02/f0/t0/z0/c0"));
    experiment.send(tally("P1", null, CAPTURED, Map.of("A01", 2L, "A02", 1L)));
    assertEquals(0, experiment.acquisition("P1").wellsDone());

    experiment.send(skipped("P1", 0, new Well(0, 0), 2));
    AcquisitionSnapshot acquisition = experiment.acquisition("P1");
    assertEquals(1, acquisition.wellsDone());
    assertEquals(new LedgerRow(2, 2, 0, 0), acquisition.rows().get("A01"));
    assertEquals(2L, AcquisitionReport.of(acquisition).get("planesSkipped"));
    assertEquals(8L, AcquisitionReport.of(acquisition).get("expectedPlanes"));
  }

  @Test
  void shouldHoldTheNewestActionsAndWhatAllOfThemSkipped() {
    int many = SteeringActions.KEPT + 3;
    for (int number = 0; number < many; number++) {
      experiment.send(skipped("P1", number, new Well(0, number % 2), 1));
    }
    experiment.send(skipped("P1", many - 1, new Well(0, 0), 5));

    SteeringActions.Snapshot steering = experiment.acquisition("P1").steering();
    assertEquals(many, steering.count());
    assertEquals(SteeringActions.KEPT, steering.newest().size());
    assertEquals(3, steering.newest().get(0).number());
    assertEquals(many - 1 + 5, steering.planesSkipped());
  }

  @Test
  void shouldTellFollowersOfTheWellThatSteeringSkipped() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    ChangeQueue queue = new ChangeQueue(null);
    experiment.live.follow(queue);
    queue.drain();
    experiment.send(skipped("P1", 0, new Well(0, 0), 2));
    assertEquals(
        List.of(new Change("P1", null), new Change("P1", new WellKey("P1", "A01", 0))),
        queue.drain());
  }

  @Test
  void shouldListNewestAcquisitionFirst() {
    experiment.send(new AcquisitionStarted.Builder("old", "urn:s", CAPTURED).build());
    experiment.send(
        new AcquisitionStarted.Builder("new", "urn:s", CAPTURED.plusSeconds(60)).build());
    experiment.send(
        new AcquisitionStarted.Builder("middle", "urn:s", CAPTURED.plusSeconds(30)).build());

    assertEquals(
        List.of("new", "middle", "old"),
        experiment.live.acquisitions().stream().map(AcquisitionSnapshot::id).toList());
  }

  @Test
  void shouldSplitLatencyByStation() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));

    Map<?, ?> stages =
        (Map<?, ?>)
            Objects.requireNonNull(
                AcquisitionReport.of(experiment.acquisition("P1")).get("stagesMs"));
    assertEquals(10, p50(stages, "published"), 0.1);
    assertEquals(30, p50(stages, "received"), 0.3);
    assertEquals(130, p50(stages, "segmented"), 1.3);
    assertEquals(250, p50(stages, "aggregated"), 2.5);
  }

  private static double p50(Map<?, ?> stages, String station) {
    Map<?, ?> quantiles = (Map<?, ?>) Objects.requireNonNull(stages.get(station));
    return ((Number) Objects.requireNonNull(quantiles.get("p50"))).doubleValue();
  }

  @Test
  void shouldNotRecordLatencyOfReplacedOutcomeAgain() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.advance(Duration.ofMinutes(30));
    experiment.send(analysed(FIELD, objects(MODEL, 4, 40)));

    var latency = Objects.requireNonNull(experiment.acquisition("P1").latency());
    assertEquals(420, latency.p99(), 4.2);
  }

  @Test
  void shouldQueueManyChangesOfOneWellOnce() {
    ChangeQueue queue = new ChangeQueue(null);
    plate("P1").forEach(experiment::send);
    experiment.live.follow(queue);
    assertEquals(1 + 24, queue.drain().size());
    assertEquals(List.of(), queue.drain());

    for (int again = 0; again < 5; again++) {
      experiment.send(analysed(FIELD, objects(MODEL, again, 40)));
    }
    assertEquals(
        List.of(new Change("P1", new WellKey("P1", "A01", 0)), new Change("P1", null)),
        queue.drain());
  }

  @Test
  void shouldTellFollowerOfOneAcquisitionNothingOfOthers() {
    ChangeQueue queue = new ChangeQueue("P2");
    experiment.live.follow(queue);
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(plan("P2"));
    assertEquals(List.of(new Change("P2", null)), queue.drain());
  }

  @Test
  void shouldTellFollowersWhenPlanesAreCapturedButNotYetAnalysed() {
    ChangeQueue queue = new ChangeQueue(null);
    experiment.live.follow(queue);
    experiment.send(tally("P1", null, CAPTURED, Map.of("A01", 4L, "A02", 0L)));
    queue.drain();
    experiment.send(tally("P1", null, CAPTURED, Map.of("A01", 4L, "A02", 1L)));
    assertEquals(
        List.of(new Change("P1", null), new Change("P1", new WellKey("P1", "A02", 0))),
        queue.drain());
  }

  @Test
  void shouldTellFollowersWhenRateFallsBySilence() {
    ChangeQueue queue = new ChangeQueue(null);
    experiment.live.follow(queue);
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.advance(Duration.ofSeconds(1));
    experiment.live.tick();
    assertEquals(1, experiment.acquisition("P1").planesPerSecond());
    queue.drain();

    experiment.live.tick();
    assertEquals(List.of(), queue.drain());
    experiment.advance(Duration.ofSeconds(20));
    experiment.live.tick();
    assertEquals(List.of(new Change("P1", null)), queue.drain());
    assertEquals(0, experiment.acquisition("P1").planesPerSecond());
  }

  @Test
  void shouldShowWhatStoresHaveAfterRestart() {
    experiment.send(plan("P1"));
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(analysed("P1/A02/f0/t0/z0/c0", objects(MODEL, 5, 40)));
    AcquisitionSnapshot before = experiment.acquisition("P1");

    LiveView restarted = new LiveView(experiment.clock, 10);
    restarted.planChanged("P1", plan("P1"));
    tellStores(restarted, before);
    AcquisitionSnapshot after = Objects.requireNonNull(restarted.acquisition("P1"));
    assertEquals(before.wells(), after.wells());
    assertEquals(before.latency(), after.latency());
    assertEquals(0, after.planesPerSecond());

    restarted.partitionRevoked(0);
    assertTrue(Objects.requireNonNull(restarted.acquisition("P1")).wells().isEmpty());
    tellStores(restarted, before);
    assertEquals(before.wells(), Objects.requireNonNull(restarted.acquisition("P1")).wells());
  }

  private void tellStores(LiveView view, AcquisitionSnapshot stored) {
    view.partitionAssigned(0);
    stored.wells().forEach((key, tally) -> view.wellChanged(0, key, tally));
    for (String well : List.of("A01", "A02")) {
      experiment.frames("P1", well).forEach(frame -> view.outcomeRestored(0, frame));
    }
  }
}

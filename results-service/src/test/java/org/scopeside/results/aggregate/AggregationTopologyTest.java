package org.scopeside.results.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.results.SampleEvents.MODEL;
import static org.scopeside.results.SampleEvents.analysed;
import static org.scopeside.results.SampleEvents.failed;
import static org.scopeside.results.SampleEvents.objects;
import static org.scopeside.results.SampleEvents.plan;
import static org.scopeside.results.SampleEvents.plate;
import static org.scopeside.results.SampleEvents.record;
import static org.scopeside.results.SampleEvents.skipped;
import static org.scopeside.results.SampleEvents.tally;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.Well;
import org.scopeside.contract.WireRecord;
import org.scopeside.results.live.LedgerRow;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellTally;

class AggregationTopologyTest {
  private static final String A01 = "P1/A01/t0";
  private static final String FIELD_0 = "P1/A01/f0/t0/z0/c0";
  private static final String FIELD_1 = "P1/A01/f1/t0/z0/c0";

  private final AggregationExperiment experiment = new AggregationExperiment();

  @AfterEach
  void close() {
    experiment.close();
  }

  @Test
  void shouldSumObjectsOfAllFieldsOfWell() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.send(analysed(FIELD_1, objects(MODEL, 5, 80)));

    WellTally well = Objects.requireNonNull(experiment.well(A01));
    var model = Objects.requireNonNull(well.models().get(MODEL));
    assertEquals(2, model.fields());
    assertEquals(8, model.count());
    assertEquals(
        (3 * 40 + 5 * 80) / 8.0, Objects.requireNonNull(model.sums().get("AreaShape_Area")).mean());
    assertEquals(
        100.25, Objects.requireNonNull(well.quality().get("ImageQuality_Background")).mean());
  }

  @Test
  void shouldReplaceCountWhenFieldIsAnalysedAgain() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.send(analysed(FIELD_1, objects(MODEL, 5, 40)));
    experiment.send(analysed(FIELD_0, objects(MODEL, 30, 40)));

    assertEquals(35, experiment.count(A01));
    assertEquals(2, Objects.requireNonNull(experiment.well(A01)).analysed());
    assertEquals(1, experiment.counter("scopeside.results.replaced"));
  }

  @Test
  void shouldReplaceOneModelByAnotherWhenFieldIsAnalysedWithIt() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.send(analysed(FIELD_0, objects("stardist@2", 4, 40)));

    assertEquals(
        List.of("stardist@2"),
        List.copyOf(Objects.requireNonNull(experiment.well(A01)).models().keySet()));
  }

  @Test
  void shouldNeverAddCountsOfTwoModels() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40), objects("stardist@2", 4, 40)));

    assertEquals(3, experiment.count(A01));
    assertEquals(1, Objects.requireNonNull(experiment.well(A01)).analysed());
  }

  @Test
  void shouldKeepTotalsWhenPlateIsSentThreeTimes() {
    plate("P1").forEach(experiment::send);
    Map<String, WellTally> once = tallies();
    plate("P1").forEach(experiment::send);
    plate("P1").forEach(experiment::send);

    assertEquals(24, once.size());
    assertEquals(once, tallies());
    assertEquals(new LedgerRow(96, 96, 0, 0), experiment.acquisition("P1").total());
  }

  private Map<String, WellTally> tallies() {
    Map<String, WellTally> tallies = new HashMap<>();
    experiment
        .acquisition("P1")
        .wells()
        .forEach((key, shown) -> tallies.put(key.text(), stored(key.text(), shown)));
    return tallies;
  }

  private WellTally stored(String key, WellTally shown) {
    WellTally stored = Objects.requireNonNull(experiment.well(key), key);
    assertEquals(stored, shown);
    return stored;
  }

  @Test
  void shouldNotCountOtherChannelsAgain() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.send(analysed("P1/A01/f0/t0/z0/c1", List.of("OUT_OF_FOCUS")));
    experiment.send(analysed("P1/A01/f0/t0/z1/c0"));

    assertEquals(3, experiment.count(A01));
    WellTally well = Objects.requireNonNull(experiment.well(A01));
    assertEquals(3, well.analysed());
    assertEquals(Map.of("OUT_OF_FOCUS", 1L), well.flags());
    assertEquals(1, Objects.requireNonNull(well.models().get(MODEL)).fields());
  }

  @Test
  void shouldKeepTimePointsApart() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.send(analysed("P1/A01/f0/t1/z0/c0", objects(MODEL, 6, 40)));

    assertEquals(3, experiment.count(A01));
    assertEquals(6, experiment.count("P1/A01/t1"));
    assertEquals(new LedgerRow(2, 2, 0, 0), experiment.acquisition("P1").rows().get("A01"));
  }

  @Test
  void shouldMoveFrameFromFailedToAnalysedOnRetry() {
    experiment.send(failed(FIELD_0, "CRC_MISMATCH", 7));
    assertEquals(1, Objects.requireNonNull(experiment.well(A01)).failed());
    assertEquals(1L, experiment.live.failures(10).get("total"));

    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    WellTally well = Objects.requireNonNull(experiment.well(A01));
    assertEquals(0, well.failed());
    assertEquals(1, well.analysed());
    assertEquals(List.of(), experiment.live.failures(10).get("failures"));
  }

  @Test
  void shouldLeaveNoTraceOfWithdrawnFrame() {
    experiment.send(analysed(FIELD_0, List.of("SATURATED"), objects(MODEL, 3, 40)));
    experiment.deleteResult(FIELD_0);

    assertNull(experiment.well(A01));
    assertEquals(List.of(), experiment.frames("P1", "A01"));
    assertNull(experiment.live.acquisition("P1"));
  }

  @Test
  void shouldStampAggregationIntoReceipt() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));

    FrameOutcome frame = experiment.frames("P1", "A01").get(0);
    var at = Objects.requireNonNull(frame.analysis()).stations();
    assertEquals(420_000, at.aggregated() - at.captured());
    assertEquals(
        420, Objects.requireNonNull(experiment.acquisition("P1").latency()).p99(), 420 * 0.01);
  }

  @Test
  void shouldRefuseResultOfFutureVersionByName() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    WireRecord future = record(analysed(FIELD_1, objects(MODEL, 5, 40)));
    Map<String, String> headers = new HashMap<>(future.headers());
    headers.put("ce_type", "org.scopeside.result.v2");
    experiment.sendResult(new WireRecord(future.key(), headers, future.value()));
    experiment.send(analysed("P1/A02/f0/t0/z0/c0", objects(MODEL, 2, 40)));

    Map<?, ?> failure = failure(0);
    assertEquals("UNSUPPORTED_VERSION", failure.get("reason"));
    assertEquals(FIELD_1, failure.get("frame"));
    assertTrue(String.valueOf(failure.get("message")).contains("org.scopeside.result.v2"));
    assertEquals(1, experiment.counter("scopeside.results.malformed", "event", "outcome"));
    assertEquals(3, experiment.count(A01));
    assertEquals(2, experiment.count("P1/A02/t0"));
    assertEquals(new LedgerRow(2, 1, 1, 0), experiment.acquisition("P1").rows().get("A01"));
  }

  @Test
  void shouldNotLetUnreadableRecordHarmAnalysedFrame() {
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    WireRecord good = record(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.sendResult(
        new WireRecord(FIELD_0, good.headers(), "{\"frame\":".getBytes(StandardCharsets.UTF_8)));

    assertEquals(3, experiment.count(A01));
    assertEquals(0, Objects.requireNonNull(experiment.well(A01)).failed());
    assertEquals("INVALID_JSON", failure(0).get("reason"));
    assertEquals(1L, experiment.live.failures(1).get("unattributed"));
  }

  @Test
  void shouldRefuseResultUnderForeignKey() {
    WireRecord good = record(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.sendResult(new WireRecord("P1/B01/f0/t0/z0/c0", good.headers(), good.value()));

    assertNull(experiment.well(A01));
    assertEquals("ID_MISMATCH", failure(0).get("reason"));
  }

  @Test
  void shouldCountDeadLetterWithoutFrameAsUnattributed() {
    experiment.send(failed(null, "MISSING_HEADER", 1));
    experiment.send(failed(null, "MISSING_HEADER", 2));

    Map<String, Object> failures = experiment.live.failures(1);
    assertEquals(2L, failures.get("unattributed"));
    assertEquals(2L, failures.get("total"));
    assertEquals(1, ((List<?>) Objects.requireNonNull(failures.get("failures"))).size());
    assertEquals(2L, failure(0).get("offset"));
    assertFalse(failure(0).containsKey("frame"));
  }

  @Test
  void shouldHoldBoundedNumberOfUnattributedFailures() {
    int many = WellAggregator.UNATTRIBUTED_KEPT + 5;
    for (int offset = 0; offset < many; offset++) {
      experiment.send(failed(null, "MISSING_HEADER", offset));
    }

    assertEquals((long) many, experiment.live.failures(1).get("unattributed"));
    assertEquals(WellAggregator.UNATTRIBUTED_KEPT, experiment.storedUnattributed());
  }

  private Map<?, ?> failure(int index) {
    return (Map<?, ?>)
        ((List<?>) Objects.requireNonNull(experiment.live.failures(100).get("failures")))
            .get(index);
  }

  @Test
  void shouldSkipMalformedAcquisitionEvent() {
    WireRecord good = record(plan("P1"));
    experiment.sendAcquisition(
        new WireRecord(good.key(), good.headers(), "[1]".getBytes(StandardCharsets.UTF_8)));
    experiment.sendAcquisition(new WireRecord("P2/plan", good.headers(), good.value()));
    WireRecord action = record(skipped("P2", 0, new Well(0, 0), 2));
    experiment.sendAcquisition(new WireRecord("P2/action/1", action.headers(), action.value()));
    experiment.sendAcquisition(record(plan("P3")));
    experiment.send(skipped("P3", 0, new Well(0, 0), 2));

    assertEquals(3, experiment.counter("scopeside.results.malformed", "event", "acquisition"));
    assertNull(experiment.live.acquisition("P1"));
    assertNull(experiment.live.acquisition("P2"));
    assertNotNull(experiment.live.acquisition("P3"));
  }

  @Test
  void shouldBalanceWhenEveryCapturedPlaneCameOut() {
    experiment.send(plan("P1"));
    experiment.send(analysed(FIELD_0, objects(MODEL, 3, 40)));
    experiment.send(failed(FIELD_1, "CRC_MISMATCH", 7));
    experiment.send(tally("P1", null, experiment.clock.instant(), Map.of("A01", 3L)));
    assertEquals(1, experiment.acquisition("P1").total().pending());
    assertFalse(experiment.acquisition("P1").balanced());

    experiment.send(tally("P1", "completed", experiment.clock.instant(), Map.of("A01", 2L)));
    assertEquals(new LedgerRow(2, 1, 1, 0), experiment.acquisition("P1").total());
    assertTrue(experiment.acquisition("P1").balanced());
  }
}

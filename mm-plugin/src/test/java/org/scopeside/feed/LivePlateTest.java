package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.feed.Outcomes.analysed;
import static org.scopeside.feed.Outcomes.counted;
import static org.scopeside.feed.Outcomes.failed;
import static org.scopeside.feed.Outcomes.frame;
import static org.scopeside.feed.Outcomes.well;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Well;

@Timeout(30)
class LivePlateTest {
  private final LivePlate plate = new LivePlate(Outcomes.plan());

  private WellSnapshot shown(String label) {
    return Objects.requireNonNull(plate.snapshot().well(Well.parse(label)), label);
  }

  @Test
  void shouldCountTwoFieldsOfWellWithTwoChannels() {
    plate.accept(counted(frame("A01", 0, 0, 0), 1, 10));
    plate.accept(analysed(frame("A01", 0, 0, 1), 2, null, -2));
    plate.accept(counted(frame("A01", 1, 0, 0), 3, 20));
    plate.accept(analysed(frame("A01", 1, 0, 1), 4, null, -1));

    WellSnapshot well = shown("A01");
    assertEquals(4, well.planesAnalysed());
    assertEquals(2, well.fieldsDone());
    assertEquals(30, well.objectsCounted());
    assertEquals(15, well.measure(Measure.COUNT_PER_FIELD));
    assertEquals(100, well.measure(Measure.MEAN_AREA));
    assertEquals(0.5, well.measure(Measure.MEAN_INTENSITY));
    assertEquals(-1.5, well.measure(Measure.FOCUS));
    assertEquals(0.02, well.measure(Measure.SATURATED_FRACTION), 1e-9);
    assertEquals(98.5, well.measure(Measure.BACKGROUND));
    assertTrue(Double.isNaN(well.measure(Measure.SIGNAL_TO_NOISE)));
    assertEquals(50, well.countVariance());
    assertEquals(5.0 / 15, well.relativePrecision(), 1e-12);
  }

  @Test
  void shouldShowPlannedWellsBeforeAnyResult() {
    PlateSnapshot snapshot = plate.snapshot();

    assertEquals(
        List.of("A01", "B02"), snapshot.wells().stream().map(WellSnapshot::label).toList());
    assertEquals(0, shown("A01").planesAnalysed());
    assertTrue(Double.isNaN(shown("A01").measure(Measure.COUNT)));
    assertNull(snapshot.well(well("C03")));
  }

  @Test
  void shouldReplaceOutcomeOfPlaneThatIsAnalysedAgain() {
    FrameRef frame = frame("A01", 0, 0, 0);
    plate.accept(analysed(frame, 1, Outcomes.objects(10, 50), -3, "OUT_OF_FOCUS"));

    assertTrue(plate.accept(counted(frame, 2, 4)));

    assertEquals(1, shown("A01").planesAnalysed());
    assertEquals(4, shown("A01").objectsCounted());
    assertEquals(100, shown("A01").measure(Measure.MEAN_AREA));
    assertEquals(-1.5, shown("A01").measure(Measure.FOCUS));
    assertEquals(Map.of(), shown("A01").flags());
    assertEquals(1, plate.snapshot().recentFields().size());
  }

  @Test
  void shouldTellWhatIsNoNews() {
    FrameRef frame = frame("A01", 0, 0, 0);
    assertTrue(plate.accept(counted(frame, 5, 10)));
    PlateSnapshot before = plate.snapshot();

    assertFalse(plate.accept(counted(frame, 5, 10)), "the same again");
    assertFalse(plate.accept(failed(frame, 4, "earlier")), "an earlier one");
    assertFalse(
        plate.accept(counted(new FrameRef("run-2", well("A01"), 0, 0, 0, 0), 9, 1)), "another's");

    assertSame(before, plate.snapshot());
  }

  @Test
  void shouldShareWellsThatDidNotChangeBetweenSnapshots() {
    plate.accept(counted(frame("A01", 0, 0, 0), 1, 10));
    plate.accept(counted(frame("B02", 0, 0, 0), 1, 10));
    PlateSnapshot before = plate.snapshot();

    plate.accept(counted(frame("B02", 1, 0, 0), 2, 10));

    assertSame(before.well(well("A01")), plate.snapshot().well(well("A01")));
    assertNotSame(before.well(well("B02")), plate.snapshot().well(well("B02")));
  }

  @Test
  void shouldShowFailedFieldWithItsReasonUntilItIsAnalysed() {
    plate.accept(failed(frame("A01", 2, 0, 0), 1, "CRC_MISMATCH: the bytes are others"));

    FieldRow row = plate.snapshot().recentFields().get(0);
    assertEquals("CRC_MISMATCH: the bytes are others", row.failure());
    assertEquals(1, row.planesFailed());
    assertFalse(row.counted());
    assertFalse(row.settled(), "the other channel may carry its objects");

    plate.accept(counted(frame("A01", 2, 0, 0), 2, 7));

    FieldRow analysed = plate.snapshot().recentFields().get(0);
    assertNull(analysed.failure());
    assertEquals(7, analysed.count());
    assertEquals(0, shown("A01").planesFailed());
  }

  @Test
  void shouldCountLatestTimePointAndAllPlanes() {
    plate.accept(counted(frame("A01", 0, 0, 0), 1, 10));
    plate.accept(analysed(frame("A01", 0, 1, 1), 2, null, -1));
    assertEquals(0, shown("A01").theT(), "nothing is counted at t 1 yet");

    plate.accept(counted(frame("A01", 0, 1, 0), 3, 12));

    assertEquals(1, shown("A01").theT());
    assertEquals(12, shown("A01").objectsCounted());
    assertEquals(3, shown("A01").planesAnalysed());
  }

  @Test
  void shouldListFieldsToImageAgainAtTheirLatestTimePoint() {
    plate.accept(analysed(frame("B02", 1, 0, 0), 1, Outcomes.objects(0, 1), -3, "OUT_OF_FOCUS"));
    plate.accept(analysed(frame("A01", 0, 0, 0), 2, Outcomes.objects(5, 1), -3, "OUT_OF_FOCUS"));
    plate.accept(counted(frame("A01", 0, 1, 0), 3, 5));

    List<FieldRow> blurred =
        plate.latestFields(row -> row.flags().contains(PlaneFlag.OUT_OF_FOCUS));

    assertEquals(1, blurred.size());
    assertEquals("B02", blurred.get(0).wellLabel());
    assertEquals(EnumSet.of(PlaneFlag.OUT_OF_FOCUS), blurred.get(0).flags());
    assertEquals(-3, blurred.get(0).focus());
  }

  @Test
  void shouldKeepPlaneWithoutPlate() {
    plate.accept(counted(new FrameRef(Outcomes.RUN, null, 12, 0, 0, 0), 1, 3));

    WellSnapshot none = Objects.requireNonNull(plate.snapshot().well(null));
    assertEquals("-", none.label());
    assertEquals(3, none.objectsCounted());
    assertEquals(12, plate.snapshot().recentFields().get(0).field());
  }

  @Test
  void shouldTakeServicesMeasuresOfObjectsWhereOutcomesHaveNone() {
    plate.measured(well("A01"), 0, Map.of(Measure.MEAN_AREA, 42.0));

    plate.accept(
        analysed(
            frame("A01", 0, 0, 0),
            1,
            new org.scopeside.contract.Segmentation("m@1", 4, 1, true, Map.of()),
            -1));

    assertEquals(42, shown("A01").measure(Measure.MEAN_AREA));
    assertEquals(4, shown("A01").measure(Measure.COUNT));
  }

  @Test
  void shouldAwaitCountOfField() throws Exception {
    CompletableFuture<FieldRow> later = plate.whenSettled(well("A01"), 0, 0);
    plate.accept(analysed(frame("A01", 0, 0, 1), 1, null, -1));
    assertFalse(later.isDone());

    plate.accept(counted(frame("A01", 0, 0, 0), 2, 9));

    assertEquals(9, later.get().count());
    assertEquals(
        Optional.of(9),
        plate.awaitField(well("A01"), 0, 0, Duration.ZERO).map(FieldRow::count),
        "what is there needs no waiting");
  }

  @Test
  void shouldGiveUpFieldWhenAllItsPlanesFailed() throws Exception {
    CompletableFuture<FieldRow> later = plate.whenSettled(well("A01"), 0, 0);
    plate.accept(failed(frame("A01", 0, 0, 0), 1, "no"));
    assertFalse(later.isDone());

    plate.accept(failed(frame("A01", 0, 0, 1), 1, "no"));

    assertFalse(later.get().counted());
    assertEquals(2, later.get().planesFailed());
    assertEquals(1, shown("A01").fieldsDone());
  }

  @Test
  void shouldWaitForFieldNoLongerThanAsked() throws Exception {
    Optional<FieldRow> none = plate.awaitField(well("A01"), 0, 0, Duration.ofMillis(20));

    assertEquals(Optional.empty(), none);
    assertEquals(0, plate.waiters(), "nothing is left behind");
  }

  @Test
  void shouldSettleFieldAtFirstFailureWherePlanDoesNotSayItsPlanes() throws Exception {
    LivePlate unplanned =
        new LivePlate(
            new AcquisitionStarted.Builder(Outcomes.RUN, "/scopes/1", Outcomes.START).build());

    unplanned.accept(failed(frame("A01", 0, 0, 0), 1, "no"));

    assertTrue(unplanned.awaitField(well("A01"), 0, 0, Duration.ZERO).isPresent());
  }

  @Test
  void shouldStayBoundedAndSayThatItForgot() {
    LivePlate small = new LivePlate(Outcomes.plan(), 64, 64);
    for (int field = 0; field < 10_000; field++) {
      small.accept(counted(frame("A01", field, 0, 0), 1, 1));
    }

    PlateSnapshot snapshot = small.snapshot();
    assertEquals(10_000, snapshot.objectsCounted(), "totals keep all");
    assertEquals(10_000, snapshot.fieldsDone());
    assertEquals(LivePlate.RECENT_FIELDS, snapshot.recentFields().size());
    assertFalse(snapshot.exact());
    assertTrue(small.latestFields(row -> true).size() <= 64);
    assertNotNull(small.field(well("A01"), 9_999, 0), "the last are known");
  }

  @Test
  void shouldTakeInTenThousandsOfPlanesASecond() {
    AcquisitionStarted.Builder whole =
        new AcquisitionStarted.Builder(Outcomes.RUN, "/scopes/1", Outcomes.START)
            .plate("P", 64, 96);
    LivePlate large = new LivePlate(whole.channel("DAPI", null).build());
    int fields = 8;
    long begun = System.nanoTime();
    for (int well = 0; well < 6144; well++) {
      Well place = new Well(well / 96, well % 96);
      for (int field = 0; field < fields; field++) {
        large.accept(counted(new FrameRef(Outcomes.RUN, place, field, 0, 0, 0), 1, 5));
      }
      if (well % 100 == 0) {
        assertEquals((well + 1L) * fields * 5, large.snapshot().objectsCounted());
      }
    }
    double perSecond = 6144 * fields / ((System.nanoTime() - begun) / 1e9);
    System.out.printf("live plate: %.0f planes/s with a snapshot every 800%n", perSecond);
    assertEquals(6144, large.snapshot().wells().size());
    assertTrue(perSecond > 2_000, perSecond + " planes/s");
  }
}

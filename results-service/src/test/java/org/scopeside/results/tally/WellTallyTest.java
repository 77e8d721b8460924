package org.scopeside.results.tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Receipt;
import org.scopeside.contract.Segmentation;
import org.scopeside.results.SampleEvents;

class WellTallyTest {
  @Property(tries = 300)
  void shouldEqualTallyOfLastVersionsHoweverOutcomesReplaceEachOther(
      @ForAll @Size(max = 40) List<@From("outcomes") FrameOutcome> sequence) {
    WellTally replaced = WellTally.EMPTY;
    Map<String, FrameOutcome> last = new HashMap<>();
    for (FrameOutcome outcome : sequence) {
      String frame = String.valueOf(outcome.frame());
      replaced = replaced.replace(last.put(frame, outcome), outcome);
    }
    WellTally direct = WellTally.EMPTY;
    for (FrameOutcome outcome : last.values()) {
      direct = direct.replace(null, outcome);
    }
    assertEquals(direct, replaced);

    for (FrameOutcome outcome : last.values()) {
      replaced = replaced.replace(outcome, null);
    }
    assertEquals(WellTally.EMPTY, replaced);
  }

  @Provide
  Arbitrary<FrameOutcome> outcomes() {
    Arbitrary<String> frames =
        Arbitraries.integers().between(0, 5).map(field -> "P1/A01/f" + field + "/t0/z0/c0");
    Arbitrary<FrameOutcome> failed =
        frames.map(
            frame ->
                FrameOutcome.failed(
                    frame, new FrameFailure("decode", "CRC_MISMATCH", "facts", "frames", 0, 1, 2)));
    Arbitrary<FrameOutcome> analysed =
        Combinators.combine(
                frames,
                segmentation().list().uniqueElements(Segmentation::model).ofMaxSize(2),
                Arbitraries.of("OUT_OF_FOCUS", "SATURATED").list().ofMaxSize(2),
                Arbitraries.doubles())
            .as(WellTallyTest::analysed);
    return Arbitraries.frequencyOf(Tuple.of(1, failed), Tuple.of(4, analysed));
  }

  private static Arbitrary<Segmentation> segmentation() {
    Arbitrary<double[]> areas =
        Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.doubles().between(0, 1e5)),
                Tuple.of(1, Arbitraries.of(Double.NaN, Double.MAX_VALUE)))
            .array(Double[].class)
            .ofMaxSize(5)
            .map(values -> Arrays.stream(values).mapToDouble(v -> v).toArray());
    return Combinators.combine(Arbitraries.of("a@1", "b@1"), areas, Arbitraries.of(true, false))
        .as(
            (model, area, complete) ->
                new Segmentation(model, area.length, 1, complete, Map.of(FieldObjects.AREA, area)));
  }

  private static FrameOutcome analysed(
      String frame, List<Segmentation> segmentations, List<String> flags, double focus) {
    Instant at = SampleEvents.CAPTURED;
    return FrameOutcome.analysed(
        frame,
        FrameAnalysis.of(
            new PlaneResult(
                SampleEvents.frame(frame),
                null,
                null,
                Map.of("ImageQuality_Focus", focus),
                flags,
                segmentations,
                new Receipt(at, null, at, at),
                "segmenter-1")));
  }

  @Test
  void shouldSurviveItsOwnSerialization() {
    FrameOutcome outcome =
        FrameOutcome.analysed(
                "P1/A01/f0/t0/z0/c0",
                FrameAnalysis.of(
                    SampleEvents.analysed(
                        "P1/A01/f0/t0/z0/c0",
                        List.of("SATURATED"),
                        SampleEvents.objects(SampleEvents.MODEL, 3, 40.5))))
            .aggregatedAt(SampleEvents.CAPTURED);
    WellTally tally = WellTally.EMPTY.replace(null, outcome);

    assertEquals(outcome, roundTrip(FrameOutcome.class, outcome));
    assertEquals(tally, roundTrip(WellTally.class, tally));
    FrameOutcome withdrawn = FrameOutcome.withdrawn("P1/A01/f0/t0/z0/c0");
    assertEquals(withdrawn, roundTrip(FrameOutcome.class, withdrawn));
  }

  private static <T extends Record> T roundTrip(Class<T> type, T value) {
    byte[] bytes = StateSerde.of(type).serializer().serialize("test", value);
    return StateSerde.of(type).deserializer().deserialize("test", bytes);
  }

  @Test
  void shouldReadMedianAreaFromBins() {
    double[] areas = {10, 100, 100, 100, 5000};
    FieldObjects objects =
        FieldObjects.of(
            new Segmentation(
                "a@1", 5, 1, true, new LinkedHashMap<>(Map.of("AreaShape_Area", areas))));
    assertEquals(100, AreaBins.median(objects.areas()), 4.5);
  }

  @Test
  void shouldOrderWellsAsThePlateIsRead() {
    List<String> labels = new ArrayList<>(List.of("AA01", "B01", "A10", "A02", "-"));
    labels.sort(WellKey::compareWells);
    assertEquals(List.of("-", "A02", "A10", "B01", "AA01"), labels);
  }

  @Test
  void shouldReadWellKeyFromItsText() {
    WellKey key = new WellKey("P1", "AF48", 12);
    assertEquals(key, WellKey.parse(key.text()));
    assertNotNull(WellKey.parse("P1/-/t0"));
    assertNull(WellKey.parse("P1/A01"));
    assertNull(WellKey.parse("~"));
  }
}

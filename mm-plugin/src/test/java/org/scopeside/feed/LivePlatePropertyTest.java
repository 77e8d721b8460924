package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes twice or in another order, the totals are those of the last outcomes alone. */
class LivePlatePropertyTest {
  @Property(tries = 300)
  void totalsAreThoseOfLastOutcomesAlone(
      @ForAll("outcomes") List<PlaneOutcome> outcomes, @ForAll long seed) {
    Map<String, PlaneOutcome> last = new HashMap<>();
    List<PlaneOutcome> distinct = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      PlaneOutcome outcome = at(outcomes.get(i), i); // no two at the same time
      distinct.add(outcome);
      last.put(outcome.frame().id(), outcome);
    }
    List<PlaneOutcome> shuffled = new ArrayList<>(distinct);
    shuffled.addAll(distinct.subList(0, distinct.size() / 2));
    Collections.shuffle(shuffled, new Random(seed));

    LivePlate fresh = new LivePlate(Outcomes.plan());
    last.values().forEach(fresh::accept);
    LivePlate disturbed = new LivePlate(Outcomes.plan());
    shuffled.forEach(disturbed::accept);

    assertEquals(words(fresh), words(disturbed));
  }

  private static PlaneOutcome at(PlaneOutcome outcome, int second) {
    String failure = outcome.failure();
    return failure == null
        ? PlaneOutcome.analysed(
            outcome.frame(),
            Outcomes.START.plusSeconds(second),
            outcome.quality(),
            outcome.flags(),
            outcome.objects())
        : PlaneOutcome.failed(outcome.frame(), Outcomes.START.plusSeconds(second), failure);
  }

  /** Everything but the reasons of failures, of which any may be shown. */
  private static List<String> words(LivePlate plate) {
    List<String> words = new ArrayList<>();
    for (WellSnapshot well : plate.snapshot().wells()) {
      StringBuilder line = new StringBuilder(well.label() + " t" + well.theT());
      line.append(' ').append(well.planesAnalysed()).append(' ').append(well.planesFailed());
      line.append(' ').append(well.fieldsDone()).append(' ').append(well.fieldsCounted());
      line.append(' ').append(well.countVariance()).append(' ').append(well.flags());
      for (Measure measure : Measure.values()) {
        line.append(' ').append(well.measure(measure));
      }
      words.add(line.toString());
    }
    for (FieldRow row : plate.latestFields(any -> true)) {
      words.add(
          row.wellLabel()
              + "/"
              + row.field()
              + "/"
              + row.theT()
              + " "
              + row.planesAnalysed()
              + " "
              + row.planesFailed()
              + " "
              + row.counted()
              + row.count()
              + " "
              + row.focus()
              + row.flags()
              + row.settled()
              + (row.failure() == null));
    }
    return words;
  }

  @Provide
  Arbitrary<List<PlaneOutcome>> outcomes() {
    Arbitrary<String> wells = Arbitraries.of("A01", "B02", "H12");
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 2);
    Arbitrary<Integer> times = Arbitraries.integers().between(0, 6);
    Arbitrary<Integer> counts = Arbitraries.integers().between(-2, 40);
    Arbitrary<Double> slopes = Arbitraries.doubles().between(-4, 0);
    Arbitrary<String> flags = Arbitraries.of("OUT_OF_FOCUS", "SATURATED", "EMPTY", "NEW_ONE");
    return Combinators.combine(wells, small, times, small, counts, slopes, flags)
        .as(LivePlatePropertyTest::outcome)
        .list()
        .ofMaxSize(60);
  }

  private static PlaneOutcome outcome(
      String well, int field, int theT, int theC, int count, double slope, String flag) {
    var frame = Outcomes.frame(well, field, theT, theC);
    if (count == -2) {
      return Outcomes.failed(frame, 0, "failed for " + slope);
    }
    return Outcomes.analysed(
        frame, 0, count < 0 ? null : Outcomes.objects(count, 10 - slope / 3), slope, flag);
  }
}

package org.scopeside.results.live;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.results.live.LatencyReceipts.Quantiles;
import org.scopeside.results.live.LatencyReceipts.Station;
import org.scopeside.results.tally.ModelTally;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/**
 * An acquisition as it was at one moment; immutable.
 *
 * @param id acquisition id
 * @param since when this service first heard of it
 * @param plan null where no source announced one
 * @param tally null where no source has said what it captured
 * @param wells tallies in plate order
 * @param steering what steering did, and what it skipped
 * @param rows the ledger by well label, of all time points together
 * @param models models seen in any well
 * @param defaultModel the one whose counts are shown unless another is asked for; null before the
 *     first segmentation
 */
public record AcquisitionSnapshot(
    String id,
    Instant since,
    @Nullable AcquisitionStarted plan,
    @Nullable AcquisitionTally tally,
    SortedMap<WellKey, WellTally> wells,
    SteeringActions.Snapshot steering,
    SortedMap<String, LedgerRow> rows,
    Set<String> models,
    @Nullable String defaultModel,
    @Nullable Quantiles latency,
    Map<Station, Quantiles> stages,
    double planesPerSecond) {

  static AcquisitionSnapshot of(
      String id,
      Instant since,
      @Nullable AcquisitionStarted plan,
      @Nullable AcquisitionTally tally,
      SortedMap<WellKey, WellTally> wells,
      SteeringActions.Snapshot steering,
      @Nullable String lastModel,
      LatencyReceipts latency,
      double planesPerSecond) {
    Map<String, Long> fieldsByModel = new TreeMap<>();
    wells
        .values()
        .forEach(
            well ->
                well.models()
                    .forEach((model, of) -> fieldsByModel.merge(model, of.fields(), Long::sum)));
    return new AcquisitionSnapshot(
        id,
        since,
        plan,
        tally,
        wells,
        steering,
        ledger(tally, wells),
        new TreeSet<>(fieldsByModel.keySet()),
        defaultModel(plan, lastModel, fieldsByModel),
        latency.total(),
        latency.steps(),
        planesPerSecond);
  }

  private static SortedMap<String, LedgerRow> ledger(
      @Nullable AcquisitionTally tally, SortedMap<WellKey, WellTally> wells) {
    SortedMap<String, LedgerRow> rows = new TreeMap<>(WellKey::compareWells);
    wells.forEach(
        (key, well) -> {
          long seen = tally == null ? well.analysed() + well.failed() : 0;
          LedgerRow row = new LedgerRow(seen, well.analysed(), well.failed(), 0);
          rows.merge(key.well(), row, LedgerRow::plus);
        });
    if (tally != null) {
      tally
          .wells()
          .forEach(
              (well, count) ->
                  rows.merge(
                      well,
                      new LedgerRow(count.captured(), 0, 0, count.dropped()),
                      LedgerRow::plus));
    }
    return rows;
  }

  /** The planned one if it is seen, else the one seen last, else the one with most fields. */
  private static @Nullable String defaultModel(
      @Nullable AcquisitionStarted plan,
      @Nullable String lastModel,
      Map<String, Long> fieldsByModel) {
    String planned = plan == null ? null : plan.model();
    if (planned != null) {
      for (String model : fieldsByModel.keySet()) {
        if (model.equals(planned) || model.startsWith(planned + "@")) {
          return model;
        }
      }
    }
    if (lastModel != null && fieldsByModel.containsKey(lastModel)) {
      return lastModel;
    }
    return fieldsByModel.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** The ledger of all wells. */
  public LedgerRow total() {
    return rows.values().stream().reduce(LedgerRow.NONE, LedgerRow::plus);
  }

  /** Whether a source said what it captured, and every well of it is accounted for. */
  public boolean balanced() {
    return tally != null && rows.values().stream().allMatch(LedgerRow::balanced);
  }

  public boolean ended() {
    return tally != null && tally.ended();
  }

  /** When it started: by its plan, else when this service first heard of it. */
  Instant started() {
    return plan == null ? since : plan.startedAt();
  }

  /** Wells with nothing pending and nothing more to come: what is skipped does not come. */
  long wellsDone() {
    long planned = plan == null ? 0 : plan.wells().size();
    long expected = plan == null || planned == 0 ? 0 : plan.expectedPlanes() / planned;
    return rows.entrySet().stream()
        .filter(row -> row.getValue().captured() > 0 && row.getValue().pending() == 0)
        .filter(
            row ->
                ended()
                    || (expected > 0
                        && row.getValue().captured() + steering.skipped(row.getKey()) >= expected))
        .count();
  }

  /** The time points of one well. */
  SortedMap<WellKey, WellTally> times(String well) {
    return wells.subMap(new WellKey(id, well, 0), new WellKey(id, well, Integer.MAX_VALUE));
  }

  /** The latest time point of a well with a count by that model, else with anything, else 0. */
  public int latest(String well, @Nullable String model) {
    int latest = 0;
    int counted = -1;
    for (Map.Entry<WellKey, WellTally> time : times(well).entrySet()) {
      latest = time.getKey().theT();
      ModelTally of = model == null ? null : time.getValue().models().get(model);
      counted = of == null ? counted : latest;
    }
    return counted < 0 ? latest : counted;
  }
}

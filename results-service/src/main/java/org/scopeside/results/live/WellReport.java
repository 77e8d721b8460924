package org.scopeside.results.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.results.tally.ModelTally;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/** Wells as the API has them. */
public final class WellReport {
  private WellReport() {}

  /**
   * All wells of an acquisition.
   *
   * @param theT the time point; null for the latest of each well
   * @param model whose counts; null for the default one
   */
  public static Map<String, Object> all(
      AcquisitionSnapshot of, @Nullable Integer theT, @Nullable String model) {
    String shown = model == null ? of.defaultModel() : model;
    List<Object> wells = new ArrayList<>();
    int latest = 0;
    for (String well : of.rows().keySet()) {
      int time = theT == null ? of.latest(well, shown) : theT;
      latest = Math.max(latest, time);
      wells.add(one(of, new WellKey(of.id(), well, time), shown));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("theT", theT == null ? latest : theT);
    if (shown != null) {
      json.put("model", shown);
    }
    List<Object> measures = new ArrayList<>(Measure.describe());
    measures.addAll(DifferenceReport.describe(of));
    json.put("measures", measures);
    json.put("wells", wells);
    return json;
  }

  /** One well at one time point by the default model. */
  public static Map<String, Object> one(AcquisitionSnapshot of, WellKey key) {
    return one(of, key, of.defaultModel());
  }

  /** The ledger's numbers are of all time points: sources tally by well. */
  private static Map<String, Object> one(
      AcquisitionSnapshot of, WellKey key, @Nullable String model) {
    WellTally tally = of.wells().getOrDefault(key, WellTally.EMPTY);
    ModelTally found = model == null ? null : tally.models().get(model);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("acquisition", of.id());
    json.put("well", key.well());
    Well place = Well.parse(key.well());
    if (place != null) {
      json.put("row", place.row());
      json.put("column", place.column());
    }
    json.put("theT", key.theT());
    json.put("planes", of.rows().getOrDefault(key.well(), LedgerRow.NONE).toJson());
    json.put("planesSkipped", of.steering().skipped(key.well()));
    if (model != null) {
      json.put("model", model);
    }
    json.put("fields", found == null ? 0 : found.fields());
    Map<String, Object> measures = Measure.of(tally, found);
    Long change = DifferenceReport.change(of, key.well(), found);
    if (change != null) {
      measures.put(DifferenceReport.MEASURE, change);
    }
    json.put("measures", measures);
    json.put("flags", tally.flags());
    return json;
  }
}

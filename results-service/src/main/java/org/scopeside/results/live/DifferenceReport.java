package org.scopeside.results.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FormerAnalysis;
import org.scopeside.results.tally.ModelTally;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/**
 * How the counts of an acquisition that is analysed again differ from those it had before, as its
 * plan tells them. Counts are of each well's latest time point. A well that the new model has not
 * come to yet has no new count; one that it has begun has the fields so far.
 */
public final class DifferenceReport {
  /** Name of the difference among a well's measures. */
  static final String MEASURE = "countChange";

  private DifferenceReport() {}

  /** All wells; null where the acquisition's plan tells no former analysis. */
  public static @Nullable Map<String, Object> of(AcquisitionSnapshot of) {
    FormerAnalysis former = former(of);
    if (former == null) {
      return null;
    }
    SortedSet<String> wells = new TreeSet<>(WellKey::compareWells);
    wells.addAll(of.rows().keySet());
    wells.addAll(former.counts().keySet());
    List<Object> rows = new ArrayList<>();
    for (String well : wells) {
      rows.add(row(well, former.counts().get(well), count(of, well)));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("acquisition", of.id());
    putIfKnown(json, "formerModel", former.model());
    putIfKnown(json, "model", of.defaultModel());
    json.put("wells", rows);
    return json;
  }

  private static Map<String, Object> row(String well, @Nullable Long former, @Nullable Long now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("well", well);
    putIfKnown(json, "former", former);
    putIfKnown(json, "now", now);
    if (former != null && now != null) {
      json.put("difference", now - former);
      if (former != 0) {
        json.put("relative", (now - former) / (double) former);
      }
    }
    return json;
  }

  private static @Nullable FormerAnalysis former(AcquisitionSnapshot of) {
    return of.plan() == null ? null : Objects.requireNonNull(of.plan()).former();
  }

  private static @Nullable Long count(AcquisitionSnapshot of, String well) {
    String model = of.defaultModel();
    WellTally tally = of.wells().get(new WellKey(of.id(), well, of.latest(well, model)));
    ModelTally found = tally == null || model == null ? null : tally.models().get(model);
    return found == null ? null : found.count();
  }

  /** Objects more than before; null where one of the two is not known. */
  static @Nullable Long change(AcquisitionSnapshot of, String well, @Nullable ModelTally found) {
    FormerAnalysis former = former(of);
    Long before = former == null ? null : former.counts().get(well);
    return before == null || found == null ? null : (Long) (found.count() - before);
  }

  /** How the measure is described, where there is a former analysis. */
  static List<Object> describe(AcquisitionSnapshot of) {
    return former(of) == null
        ? List.of()
        : List.of(Map.of("name", MEASURE, "label", "Objects more than before"));
  }

  private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}

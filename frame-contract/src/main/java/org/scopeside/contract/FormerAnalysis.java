package org.scopeside.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an acquisition's wells had before it was analysed again, so that the two analyses can be
 * compared although the later results replace the earlier ones.
 */
public final class FormerAnalysis {
  private final @Nullable String model;
  private final Map<String, Long> counts;

  /**
   * A former analysis.
   *
   * @param model whose counts they are; null where not known
   * @param counts objects of each well at its latest time point, by well label, 0 or more
   */
  public FormerAnalysis(@Nullable String model, Map<String, Long> counts) {
    this.model = model;
    this.counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** Whose counts they are; null where not known. */
  public @Nullable String model() {
    return model;
  }

  /** Objects of each well, by well label in their order; {@link PlaneHeader#NO_WELL} for none. */
  public Map<String, Long> counts() {
    return counts;
  }

  Map<String, Object> toJson() {
    List<Object> wells = new ArrayList<>();
    counts.forEach(
        (well, count) ->
            wells.add(new JsonBuilder().put("well", well).put("count", count).build()));
    return new JsonBuilder().put("model", model).put("wells", wells).build();
  }

  static FormerAnalysis fromJson(JsonTree json) throws MalformedRecordException {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonTree entry : json.objects("wells")) {
      Well well = entry.well("well");
      String label = well == null ? PlaneHeader.NO_WELL : well.label();
      if (counts.put(label, entry.requiredLong("count", 0, JsonTree.MAX_COUNT)) != null) {
        throw entry.invalid("well", label, "is there twice");
      }
    }
    return new FormerAnalysis(json.text("model"), counts);
  }
}

package org.scopeside.results.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionStarted.PlannedChannel;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.results.live.LatencyReceipts.Quantiles;

/** An acquisition and its ledger as the API has them. */
public final class AcquisitionReport {
  private AcquisitionReport() {}

  /** All of an acquisition but its wells; of steering's actions how many, and the last one. */
  public static Map<String, Object> of(AcquisitionSnapshot of) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("acquisition", of.id());
    putPlan(json, of.plan());
    putEnd(json, of.tally());
    json.put("models", List.copyOf(of.models()));
    json.put("announced", of.tally() != null);
    json.put("planes", of.total().toJson());
    json.put("planesSkipped", of.steering().planesSkipped());
    putActions(json, of.steering());
    json.put("wells", wells(of));
    putQuantiles(json, "latencyMs", of.latency());
    Map<String, Object> stages = new LinkedHashMap<>();
    of.stages()
        .forEach(
            (station, quantiles) ->
                putQuantiles(stages, station.name().toLowerCase(Locale.ROOT), quantiles));
    json.put("stagesMs", stages);
    json.put("planesPerSecond", of.planesPerSecond());
    json.put("balanced", of.balanced());
    return json;
  }

  private static void putActions(Map<String, Object> json, SteeringActions.Snapshot steering) {
    json.put("actionCount", steering.count());
    List<AcquisitionAction> newest = steering.newest();
    if (!newest.isEmpty()) {
      json.put("lastAction", newest.get(newest.size() - 1).toJson());
    }
  }

  /** The acquisition with steering's actions, the newest of them in their order. */
  public static Map<String, Object> withActions(AcquisitionSnapshot of) {
    Map<String, Object> json = of(of);
    json.put("actions", of.steering().newest().stream().map(AcquisitionAction::toJson).toList());
    return json;
  }

  private static void putPlan(Map<String, Object> json, @Nullable AcquisitionStarted plan) {
    if (plan == null) {
      json.put("source", "");
      json.put("plateRows", 0);
      json.put("plateColumns", 0);
      json.put("channels", List.of());
      json.put("fields", 0);
      json.put("sizeT", 1);
      json.put("sizeZ", 1);
      json.put("expectedPlanes", 0);
      return;
    }
    json.put("source", plan.source());
    putIfKnown(json, "plateName", plan.plateName());
    json.put("plateRows", plan.plateRows());
    json.put("plateColumns", plan.plateColumns());
    json.put("startedAt", plan.startedAt().toString());
    putIfKnown(json, "model", plan.model());
    json.put("channels", plan.channels().stream().map(AcquisitionReport::channel).toList());
    json.put("fields", plan.fields());
    json.put("sizeT", plan.sizeT());
    json.put("sizeZ", plan.sizeZ());
    json.put("expectedPlanes", plan.expectedPlanes());
  }

  private static Map<String, Object> channel(PlannedChannel channel) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", channel.name());
    putIfKnown(json, "role", channel.role() == null ? null : channel.role().wireName());
    return json;
  }

  private static void putEnd(Map<String, Object> json, @Nullable AcquisitionTally tally) {
    if (tally != null && tally.ended()) {
      json.put("endedAt", tally.at().toString());
      putIfKnown(json, "endReason", tally.endReason());
    }
  }

  private static Map<String, Object> wells(AcquisitionSnapshot of) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("planned", of.plan() == null ? 0 : of.plan().wells().size());
    json.put("seen", of.rows().values().stream().filter(row -> row.captured() > 0).count());
    json.put("done", of.wellsDone());
    return json;
  }

  private static void putQuantiles(
      Map<String, Object> json, String name, @Nullable Quantiles quantiles) {
    if (quantiles != null) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("p50", quantiles.p50());
      values.put("p99", quantiles.p99());
      json.put(name, values);
    }
  }

  private static void putIfKnown(Map<String, Object> json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  /** The loss ledger: every well's row. */
  public static Map<String, Object> ledger(AcquisitionSnapshot of) {
    List<Object> rows = new ArrayList<>();
    of.rows()
        .forEach(
            (well, row) -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("well", well);
              json.putAll(row.toJson());
              rows.add(json);
            });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("acquisition", of.id());
    json.put("announced", of.tally() != null);
    json.put("balanced", of.balanced());
    json.put("planes", of.total().toJson());
    json.put("wells", rows);
    return json;
  }
}

package org.scopeside.results.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.results.tally.FieldObjects;
import org.scopeside.results.tally.FrameAnalysis;
import org.scopeside.results.tally.FrameFailure;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.Stations;

/** The fields and planes of one well as the API has them. */
public final class FieldReport {
  private static final Comparator<FrameRef> ORDER =
      Comparator.comparingInt(FrameRef::field)
          .thenComparingInt(FrameRef::theC)
          .thenComparingInt(FrameRef::theZ);

  private record Frame(FrameRef ref, FrameOutcome outcome) {}

  private FieldReport() {}

  /**
   * Fields with a segmentation by that model, and every plane's outcome.
   *
   * @param outcomes of the well, at all time points
   * @param theT the time point shown
   * @param model whose counts; null where there is none yet
   */
  public static Map<String, Object> of(
      List<FrameOutcome> outcomes, int theT, @Nullable String model) {
    List<Object> fields = new ArrayList<>();
    List<Object> planes = new ArrayList<>();
    outcomes.stream()
        .map(outcome -> new Frame(Objects.requireNonNull(outcome.ref()), outcome))
        .filter(frame -> frame.ref.theT() == theT)
        .sorted(Comparator.comparing(Frame::ref, ORDER))
        .forEach(
            frame -> {
              planes.add(plane(frame));
              Map<String, Object> field = model == null ? null : field(frame, model);
              if (field != null) {
                fields.add(field);
              }
            });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("theT", theT);
    json.put("fields", fields);
    json.put("planes", planes);
    return json;
  }

  private static @Nullable Map<String, Object> field(Frame frame, String model) {
    FrameAnalysis analysis = frame.outcome.analysis();
    FieldObjects objects = analysis == null ? null : analysis.models().get(model);
    if (analysis == null || objects == null) {
      return null;
    }
    Stations at = analysis.stations();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("field", frame.ref.field());
    json.put("theT", frame.ref.theT());
    json.put("model", model);
    json.put("count", objects.count());
    json.put("complete", objects.complete());
    json.put("quality", analysis.quality());
    json.put("flags", analysis.flags());
    if (analysis.channelName() != null) {
      json.put("channelName", analysis.channelName());
    }
    json.put("receipt", receipt(at));
    json.put("latencyMs", Math.max(0, at.aggregated() - at.captured()) / 1000.0);
    return json;
  }

  private static Map<String, Object> receipt(Stations at) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("capturedAt", Stations.instant(at.captured()).toString());
    if (at.published() != null) {
      json.put("publishedAt", Stations.instant(at.published()).toString());
    }
    json.put("receivedAt", Stations.instant(at.received()).toString());
    json.put("segmentedAt", Stations.instant(at.segmented()).toString());
    json.put("aggregatedAt", Stations.instant(at.aggregated()).toString());
    return json;
  }

  private static Map<String, Object> plane(Frame frame) {
    FrameAnalysis analysis = frame.outcome.analysis();
    FrameFailure failure = frame.outcome.failure();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("frame", frame.ref.id());
    json.put("status", failure == null ? "analysed" : "failed");
    if (failure != null) {
      json.put("reason", failure.reason());
      json.put("message", failure.message());
    }
    json.put("theC", frame.ref.theC());
    json.put("theZ", frame.ref.theZ());
    json.put("theT", frame.ref.theT());
    json.put("field", frame.ref.field());
    json.put("quality", analysis == null ? Map.of() : analysis.quality());
    json.put("flags", analysis == null ? List.of() : analysis.flags());
    return json;
  }
}

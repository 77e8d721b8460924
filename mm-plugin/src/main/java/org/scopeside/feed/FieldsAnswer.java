package org.scopeside.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;

/**
 * The answer of {@code GET /api/acquisitions/{id}/wells/{well}/fields} as outcomes: every plane of
 * the well at one time point. It has counts but not the objects' measurements.
 */
final class FieldsAnswer {
  private final List<JsonMembers> planes;
  private final List<JsonMembers> fields;

  FieldsAnswer(Map<String, Object> answer) {
    JsonMembers members = new JsonMembers(answer);
    this.planes = members.objects("planes");
    this.fields = new ArrayList<>(members.objects("fields"));
  }

  /** The outcomes that are news, of planes that are of the acquisition. */
  List<PlaneOutcome> news(String acquisition, SeenFrames seen, Instant now) {
    List<PlaneOutcome> outcomes = new ArrayList<>();
    for (JsonMembers plane : planes) {
      FrameRef frame = FrameRef.parse(plane.text("frame"));
      if (frame != null && frame.acquisition().equals(acquisition)) {
        PlaneOutcome outcome = outcome(frame, plane, seen, now);
        if (outcome != null) {
          outcomes.add(outcome);
        }
      }
    }
    return outcomes;
  }

  private @Nullable PlaneOutcome outcome(
      FrameRef frame, JsonMembers plane, SeenFrames seen, Instant now) {
    if (Objects.equals(plane.text("status"), "failed")) {
      String reason = plane.text("reason") + ": " + plane.text("message");
      Instant at = seen.news(frame.id(), reason.hashCode(), null, now);
      return at == null ? null : PlaneOutcome.failed(frame, at, reason);
    }
    Map<String, Double> quality = plane.numbers("quality");
    List<String> flags = plane.texts("flags");
    JsonMembers field = takeField(frame, quality);
    Segmentation objects = field == null ? null : objects(field);
    Instant segmented = field == null ? null : time(field.object("receipt").text("segmentedAt"));
    int count = objects == null ? -1 : objects.count();
    Instant at =
        seen.news(frame.id(), Objects.hash(quality, flags, count, segmented), segmented, now);
    return at == null ? null : PlaneOutcome.analysed(frame, at, quality, flags, objects);
  }

  /**
   * The field whose objects this plane carries; each field once. The answer does not name the
   * plane: it is the one with the field's image quality.
   */
  private @Nullable JsonMembers takeField(FrameRef frame, Map<String, Double> quality) {
    for (JsonMembers field : fields) {
      if (field.whole("field", -1) == frame.field()
          && field.whole("theT", -1) == frame.theT()
          && field.numbers("quality").equals(quality)) {
        fields.remove(field);
        return field;
      }
    }
    return null;
  }

  private static @Nullable Segmentation objects(JsonMembers field) {
    int count = field.whole("count", -1);
    String model = field.text("model");
    return count < 0 || model == null
        ? null
        : new Segmentation(model, count, 1, true, Collections.emptyMap());
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}

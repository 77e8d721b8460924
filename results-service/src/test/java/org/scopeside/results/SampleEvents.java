package org.scopeside.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Receipt;
import org.scopeside.contract.Segmentation;
import org.scopeside.contract.Well;
import org.scopeside.contract.WireRecord;
import org.scopeside.runtime.ContractJson;

/** Events as segmenters and microscopes send them. */
public final class SampleEvents {
  public static final String MODEL = "classical@1";

  /** When the first plane was captured; stations follow 10, 30 and 130 ms after each other. */
  public static final Instant CAPTURED = Instant.parse("2026-11-20T10:00:00Z");

  private SampleEvents() {}

  /** Objects of the same area, with the id of the object as its intensity. */
  public static Segmentation objects(String model, int count, double area) {
    double[] areas = new double[count];
    double[] intensities = new double[count];
    for (int i = 0; i < count; i++) {
      areas[i] = area;
      intensities[i] = i + 1;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("AreaShape_Area", areas);
    columns.put("Intensity_MeanIntensity", intensities);
    return new Segmentation(model, count, 1, true, columns);
  }

  public static PlaneResult analysed(String frame, Segmentation... segmentations) {
    return analysed(frame, List.of(), segmentations);
  }

  public static PlaneResult analysed(
      String frame, List<String> flags, Segmentation... segmentations) {
    return new PlaneResult(
        frame(frame),
        "plate-7",
        "DAPI",
        Map.of("ImageQuality_Background", 100.25, "ImageQuality_PercentSaturated", 12.5),
        flags,
        List.of(segmentations),
        new Receipt(
            CAPTURED, CAPTURED.plusMillis(10), CAPTURED.plusMillis(40), CAPTURED.plusMillis(170)),
        "segmenter-1");
  }

  public static DeadLetter failed(@Nullable String frame, String reason, long offset) {
    return new DeadLetter(
        frame == null ? null : frame(frame),
        "decode",
        reason,
        "payload of 12 bytes has another checksum",
        "scopeside.frames",
        3,
        offset,
        CAPTURED.plusMillis(offset),
        "segmenter-1");
  }

  public static FrameRef frame(String id) {
    FrameRef frame = FrameRef.parse(id);
    if (frame == null) {
      throw new IllegalArgumentException(id + " is no frame id");
    }
    return frame;
  }

  /** A plan of 96 wells, two fields and two channels, of which two wells are visited. */
  public static AcquisitionStarted plan(String acquisition) {
    return new AcquisitionStarted.Builder(acquisition, "urn:scope:1", CAPTURED)
        .plate("plate-7", 8, 12)
        .wells(List.of(new Well(0, 0), new Well(0, 1)))
        .fields(2)
        .channel("DAPI", ChannelRole.NUCLEUS)
        .channel("GFP", null)
        .expectedPlanes(8)
        .model("classical")
        .build();
  }

  /** What the source captured per well, nothing dropped. */
  public static AcquisitionTally tally(
      String acquisition, @Nullable String endReason, Instant at, Map<String, Long> captured) {
    Map<String, AcquisitionTally.Count> wells = new LinkedHashMap<>();
    captured.forEach((well, planes) -> wells.put(well, new AcquisitionTally.Count(planes, 0)));
    return new AcquisitionTally(acquisition, at, endReason, wells);
  }

  /** Steering that skipped planes of a well. */
  public static AcquisitionAction skipped(String acquisition, int number, Well well, long planes) {
    return new AcquisitionAction.Builder(
            acquisition, CAPTURED.plusSeconds(number), AcquisitionAction.SKIPPED, "enough cells")
        .well(well)
        .planesSkipped(planes)
        .build(number);
  }

  public static WireRecord record(AcquisitionAction action) {
    return record(EventType.ACQUISITION_ACTION, action.key(), action.toJson());
  }

  public static WireRecord record(PlaneResult result) {
    return record(EventType.RESULT, result.frame().id(), result.toJson());
  }

  public static WireRecord record(DeadLetter letter) {
    return record(EventType.DEAD_LETTER, letter.key(), letter.toJson());
  }

  public static WireRecord record(AcquisitionStarted plan) {
    return record(EventType.ACQUISITION_STARTED, plan.key(), plan.toJson());
  }

  public static WireRecord record(AcquisitionTally tally) {
    return record(tally.type(), tally.key(), tally.toJson());
  }

  private static WireRecord record(EventType type, String key, Map<String, Object> body) {
    return new WireRecord(
        key,
        JsonEvents.headers(type, key, "urn:test", CAPTURED),
        ContractJson.write(new LinkedHashMap<>(body)));
  }

  /** All fields of a plate: wells A01 to D06, two fields each, {@code 10 + field} objects. */
  public static List<PlaneResult> plate(String acquisition) {
    List<PlaneResult> results = new ArrayList<>();
    for (int well = 0; well < 24; well++) {
      String label = new Well(well / 6, well % 6).label();
      for (int field = 0; field < 2; field++) {
        String id = acquisition + "/" + label + "/f" + field + "/t0/z0/c";
        results.add(analysed(id + 0, objects(MODEL, 10 + field, 50)));
        results.add(analysed(id + 1));
      }
    }
    return results;
  }
}

package org.scopeside.contract;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event of every kind with a JSON body, with everything known and with the least. */
final class SampleEvents {
  private static final Instant AT = SamplePlanes.CAPTURED;

  private SampleEvents() {}

  /** JSON bodies by schema and name, as {@code schema/name}. */
  static Map<String, Map<String, Object>> bodies() {
    Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
    bodies.put("acquisition-started/plate", plan().toJson());
    bodies.put(
        "acquisition-started/no-plate",
        new AcquisitionStarted.Builder("run-2", "urn:x", AT).build().toJson());
    bodies.put(
        "acquisition-started/labels",
        new AcquisitionStarted.Builder("run-3", "urn:x", AT).labels(true).build().toJson());
    bodies.put("acquisition-started/former", reanalysis().toJson());
    bodies.put("acquisition-tally/progress", tally(null).toJson());
    bodies.put("acquisition-tally/ended", tally("completed").toJson());
    bodies.put(
        "acquisition-tally/empty",
        new AcquisitionTally("run-2", AT, "cancelled", Map.of()).toJson());
    bodies.put("acquisition-action/skipped", skipped().toJson());
    bodies.put(
        "acquisition-action/stopped",
        new AcquisitionAction.Builder("run-2", AT, AcquisitionAction.STOPPED, "by the user")
            .build(0)
            .toJson());
    bodies.put("result/objects", result().toJson());
    bodies.put("result/kinds", kindsResult().toJson());
    bodies.put("result/bare", bareResult().toJson());
    bodies.put("dead-letter/frame", deadLetter(frame()).toJson());
    bodies.put("dead-letter/unreadable", deadLetter(null).toJson());
    return bodies;
  }

  private static AcquisitionStarted reanalysis() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("A01", 117L);
    counts.put("A02", 0L);
    return new AcquisitionStarted.Builder("run-4", "urn:x", AT)
        .former(new FormerAnalysis("classical@1", counts))
        .build();
  }

  /** The event that a body of that schema is. */
  static Map<String, Object> reread(String schema, Object tree) throws MalformedRecordException {
    return switch (schema) {
      case "acquisition-started" -> AcquisitionStarted.fromJson(tree).toJson();
      case "acquisition-tally" -> AcquisitionTally.fromJson(tree).toJson();
      case "acquisition-action" -> AcquisitionAction.fromJson(tree).toJson();
      case "result" -> PlaneResult.fromJson(tree).toJson();
      case "dead-letter" -> DeadLetter.fromJson(tree).toJson();
      default -> throw new IllegalArgumentException(schema);
    };
  }

  static FrameRef frame() {
    return new FrameRef("run-1", new Well(1, 2), 3, 6, 0, 2);
  }

  static AcquisitionStarted plan() {
    return new AcquisitionStarted.Builder("run-1", "urn:scopeside:scope-3", AT)
        .plate("Plåt 7 🔬", 8, 12)
        .wells(List.of(new Well(0, 0), new Well(0, 1), new Well(7, 11)))
        .fields(4)
        .channel("DAPI", ChannelRole.NUCLEUS)
        .channel("Phase", null)
        .sizeZ(5)
        .sizeT(7)
        .expectedPlanes(840)
        .physicalSizeXUm(0.108)
        .model("classical@1")
        .build();
  }

  static AcquisitionTally tally(@org.jspecify.annotations.Nullable String endReason) {
    return new AcquisitionTally(
        "run-1",
        AT,
        endReason,
        Map.of(
            "A01",
            new AcquisitionTally.Count(12, 1),
            PlaneHeader.NO_WELL,
            new AcquisitionTally.Count(3, 0)));
  }

  static AcquisitionAction skipped() {
    return new AcquisitionAction.Builder(
            "run-1",
            AT,
            AcquisitionAction.SKIPPED,
            "A01 has 214 objects in 3 fields, 200 are wanted: fields 3, 4, 5 are not acquired")
        .well(new Well(0, 0))
        .fields(List.of(3, 4, 5))
        .positions(List.of(3, 4, 5))
        .planesSkipped(12)
        .rule("enough-cells")
        .number("objects", 214)
        .number("wanted", 200)
        .build(7);
  }

  static PlaneResult result() {
    Map<String, Double> quality = new LinkedHashMap<>();
    quality.put("ImageQuality_PowerLogLogSlope", -2.25);
    quality.put("ImageQuality_NotMeasured", Double.NaN);
    Map<String, double[]> objects = new LinkedHashMap<>();
    objects.put("AreaShape_Area", new double[] {120, 88.5, Double.NaN});
    objects.put("Intensity_MeanIntensity", new double[] {1e300, -0.1, Double.POSITIVE_INFINITY});
    return new PlaneResult(
        frame(),
        "Plåt 7 🔬",
        "DAPI",
        quality,
        List.of("OutOfFocus"),
        List.of(new Segmentation("classical@1", 3, 5, false, objects)),
        new Receipt(AT, AT.plusMillis(20), AT.plusMillis(31), AT.plusNanos(90_000_001)),
        "segmenter-0");
  }

  private static PlaneResult kindsResult() {
    Segmentation cells =
        new Segmentation("mesmer@1", 1, 1, true, Map.of("AreaShape_Area", new double[] {310}))
            .ofObjects("Cells")
            .withSeams(new Segmentation.Seams(12, 1));
    return new PlaneResult(
        frame(),
        null,
        "DAPI",
        Map.of(),
        List.of(),
        List.of(
            cells,
            new Segmentation("mesmer@1/Nuclei", 0, 1, true, Map.of()).ofObjects("Nuclei"),
            new Segmentation("classical@1", 0, 1, true, Map.of()).asShadow()),
        new Receipt(AT, null, AT, AT),
        "segmenter-0");
  }

  private static PlaneResult bareResult() {
    return new PlaneResult(
        new FrameRef("run-2", null, 0, 0, 0, 0),
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        new Receipt(AT, null, AT, AT),
        "s");
  }

  static DeadLetter deadLetter(@org.jspecify.annotations.Nullable FrameRef frame) {
    return new DeadLetter(
        frame,
        "decode",
        MalformedRecordException.Reason.CRC_MISMATCH.name(),
        "CRC-32C is 5457cb15, its header says deadbeef",
        "scopeside.frames",
        3,
        1L << 40,
        AT,
        "segmenter-0");
  }
}

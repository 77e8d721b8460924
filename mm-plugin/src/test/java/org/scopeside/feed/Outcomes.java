package org.scopeside.feed;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.contract.Well;

/** Outcomes of {@code run-1} to experiment with. */
final class Outcomes {
  static final String RUN = "run-1";
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private Outcomes() {}

  /** Two channels in A01 and B02. */
  static AcquisitionStarted plan() {
    return new AcquisitionStarted.Builder(RUN, "/scopes/1", START)
        .plate("Plate", 8, 12)
        .wells(List.of(well("A01"), well("B02")))
        .fields(3)
        .channel("DAPI", null)
        .channel("GFP", null)
        .build();
  }

  static Well well(String label) {
    Well well = Well.parse(label);
    if (well == null) {
      throw new IllegalArgumentException(label);
    }
    return well;
  }

  static FrameRef frame(String well, int field, int theT, int theC) {
    return new FrameRef(RUN, Well.parse(well), field, theT, 0, theC);
  }

  /** A plane that carries its field's objects, each of 100 px and intensity 0.5. */
  static PlaneOutcome counted(FrameRef frame, int second, int count) {
    return analysed(frame, second, objects(count, 100), -1.5);
  }

  static Segmentation objects(int count, double area) {
    double[] areas = new double[count];
    double[] intensities = new double[count];
    java.util.Arrays.fill(areas, area);
    java.util.Arrays.fill(intensities, 0.5);
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("AreaShape_Area", areas);
    columns.put("Intensity_MeanIntensity", intensities);
    return new Segmentation("classical@1", count, 1, true, columns);
  }

  static PlaneOutcome analysed(
      FrameRef frame, int second, @Nullable Segmentation objects, double slope, String... flags) {
    Map<String, Double> quality = new LinkedHashMap<>();
    quality.put("ImageQuality_PowerLogLogSlope", slope);
    quality.put("ImageQuality_Background", 100.0 + slope);
    quality.put("ImageQuality_PercentSaturated", 2.0);
    return PlaneOutcome.analysed(
        frame, START.plusSeconds(second), quality, List.of(flags), objects);
  }

  static PlaneOutcome failed(FrameRef frame, int second, String why) {
    return PlaneOutcome.failed(frame, START.plusSeconds(second), why);
  }
}

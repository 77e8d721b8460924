package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scopeside demo} for scripts, against the simulated microscope's exact truth. */
class SimulatedPlateIT {
  /** Debris lies in empty wells too, and some of it is as large as a small nucleus. */
  private static final long MOST_IN_EMPTY_WELL = 8;

  @Test
  void shouldCountSimulatedPlateWithinTenPercentOfTruth(@TempDir Path data) {
    ScopesideProcess demo =
        demo(data, "--wells", "8", "--fields", "1", "--channels", "DAPI,GFP", "--rate", "20");

    JsonNode summary = demo.requireStatus(0).json();
    requireEverythingAnalysed(summary, 8 * 2);
    assertTrue(summary.path("balanced").asBoolean(), demo::toString);
    JsonNode latency = summary.path("latencyMs");
    assertTrue(latency.path("p50").asDouble() > 0, demo::toString);
    assertTrue(latency.path("p99").asDouble() >= latency.path("p50").asDouble(), demo::toString);
    assertEquals(8, summary.path("wells").size(), demo::toString);
    List<JsonNode> empty = wells(summary, false);
    assertFalse(empty.isEmpty(), () -> "no empty well in " + demo);
    assertTrue(
        empty.stream().allMatch(well -> well.path("count").asLong() <= MOST_IN_EMPTY_WELL),
        () -> "more than " + MOST_IN_EMPTY_WELL + " objects in an empty well: " + empty);
    double median = median(relativeErrorsOfFilledWells(summary));
    System.out.printf(
        "simulated plate: median relative count error %.4f, empty wells %s, latency %s ms%n",
        median, empty, latency);
    assertTrue(median <= 0.10, () -> "median relative count error " + median + " of " + demo);
  }

  @Test
  void shouldCountStackOnceAndTimePointsApart(@TempDir Path data) {
    ScopesideProcess demo =
        demo(
            data,
            "--wells",
            "2",
            "--fields",
            "1",
            "--z",
            "3",
            "--time-points",
            "2",
            "--size",
            "512",
            "--rate",
            "12",
            "--channels",
            "DAPI,GFP");

    JsonNode summary = demo.requireStatus(0).json();
    requireEverythingAnalysed(summary, 2 * 2 * 3 * 2);
    List<Double> errors = relativeErrorsOfFilledWells(summary);
    System.out.println("stack of 3, 2 time points: relative count errors " + errors);
    // Sections that were summed up would be off by 200 %, time points by 100 %.
    assertTrue(errors.stream().allMatch(error -> error < 0.35), () -> errors + " of " + demo);
  }

  private static ScopesideProcess demo(Path data, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("demo", "--data", data.toString(), "--port", "0", "--defects", "0"));
    command.addAll(List.of("--exit-when-complete", "--json"));
    command.addAll(List.of(options));
    return ScopesideProcess.run(command.toArray(String[]::new));
  }

  private static void requireEverythingAnalysed(JsonNode summary, long planned) {
    JsonNode planes = summary.path("planes");
    assertEquals(planned, planes.path("captured").asLong(), summary::toString);
    assertEquals(planned, planes.path("analysed").asLong(), summary::toString);
    assertEquals(0, planes.path("failed").asLong(), summary::toString);
    assertEquals(0, planes.path("dropped").asLong(), summary::toString);
  }

  /** Wells with cells, or those without; every well must have a count and a truth. */
  private static List<JsonNode> wells(JsonNode summary, boolean filled) {
    List<JsonNode> wells = new ArrayList<>();
    for (JsonNode well : summary.path("wells")) {
      assertTrue(well.path("count").isIntegralNumber(), well::toString);
      assertTrue(well.path("truth").isIntegralNumber(), well::toString);
      if (well.path("truth").asLong() > 0 == filled) {
        wells.add(well);
      }
    }
    return wells;
  }

  private static List<Double> relativeErrorsOfFilledWells(JsonNode summary) {
    return wells(summary, true).stream()
        .map(
            well -> {
              double truth = well.path("truth").asDouble();
              return Math.abs(well.path("count").asDouble() - truth) / truth;
            })
        .toList();
  }

  static double median(List<Double> values) {
    assertFalse(values.isEmpty(), "a median of nothing");
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}

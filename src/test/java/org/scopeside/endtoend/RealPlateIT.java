package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replay of 48 wells of a real plate, 2 channels, against reference counts. */
class RealPlateIT {
  @Test
  void shouldCountRealPlateWithinFifteenPercentOfReference(@TempDir Path data) throws IOException {
    Path plate = Places.realImages("plate");

    ScopesideProcess replay =
        ScopesideProcess.run(
            "replay",
            plate.resolve("images").toString(),
            "--pattern",
            "{well}_{channel}",
            "--max",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--exit-when-complete",
            "--json");

    JsonNode summary = replay.requireStatus(0).json();
    JsonNode planes = summary.path("planes");
    assertEquals(96, planes.path("captured").asLong(), replay::toString);
    assertEquals(96, planes.path("analysed").asLong(), replay::toString);
    Map<String, Long> counts = new TreeMap<>();
    summary
        .path("wells")
        .forEach(w -> counts.put(w.path("well").asText(), w.path("count").asLong()));
    Map<String, Long> reference = reference(plate.resolve("stardist_reference.csv"));
    assertEquals(reference.keySet(), counts.keySet(), replay::toString);
    List<Double> errors = new ArrayList<>();
    reference.forEach(
        (well, nuclei) ->
            errors.add(Math.abs(counts.getOrDefault(well, 0L) - nuclei) / (double) nuclei));
    double median = SimulatedPlateIT.median(errors);
    System.out.printf(
        "real plate: median relative count error %.4f, largest %.4f; %d nuclei, reference %d; %s planes/s%n",
        median,
        errors.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
        counts.values().stream().mapToLong(Long::longValue).sum(),
        reference.values().stream().mapToLong(Long::longValue).sum(),
        summary.path("planesPerSecond"));
    assertTrue(median <= 0.15, () -> "median relative count error " + median + " of " + replay);
    // A field counted with both of its channels, or twice, would be off by about 100 %.
    long twice = errors.stream().filter(error -> error > 0.7).count();
    assertTrue(twice <= 2, () -> twice + " wells are off by more than 70 %: " + errors);
  }

  private static Map<String, Long> reference(Path csv) throws IOException {
    Map<String, Long> nuclei = new TreeMap<>();
    List<String> lines = Files.readAllLines(csv);
    assertEquals("well,dose,control,nuclei", lines.get(0).substring(0, 24));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      nuclei.put(cells[0].toUpperCase(Locale.ROOT), Long.parseLong(cells[3]));
    }
    return nuclei;
  }
}

package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replay of 48 wells of a real plate, 2 channels, with the default model, against reference counts
 * and the plate's dose curve.
 */
class RealPlateIT {
  private static final double WORST_MEDIAN_ERROR = 0.08;
  private static final double LEAST_Z_PRIME = 0.55;

  @Test
  void shouldCountRealPlateAndShowItsDoseCurve(@TempDir Path data) throws IOException {
    Path plate = Places.realImages("plate");
    Path labels = data.resolve("labels");

    ScopesideProcess replay =
        ScopesideProcess.run(
            "replay",
            plate.resolve("images").toString(),
            "--pattern",
            "{well}_{channel}",
            "--max",
            "--labels-out",
            labels.toString(),
            "--data",
            data.resolve("broker").toString(),
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
    assertTrue(
        median <= WORST_MEDIAN_ERROR,
        () -> "median relative count error " + median + " of " + replay);
    // A field counted with both of its channels, or twice, would be off by about 100 %.
    long twice = errors.stream().filter(error -> error > 0.7).count();
    assertTrue(twice <= 2, () -> twice + " wells are off by more than 70 %: " + errors);
    requireDoseCurve(plate, labels);
  }

  /** GFP moves into the nuclei with the dose; the controls are told apart. */
  private static void requireDoseCurve(Path plate, Path labels) throws IOException {
    Map<Integer, List<Double>> byDose = new TreeMap<>();
    Map<String, List<Double>> controls = new TreeMap<>();
    for (String line : rows(plate.resolve("plate_map.csv"))) {
      String[] cells = line.split(",", -1);
      double ratio =
          Translocation.ratio(
              pixels(labels.resolve(cells[0] + "_dna.png")), pixels(plate.resolve(cells[5])));
      byDose.computeIfAbsent(Integer.valueOf(cells[3]), dose -> new ArrayList<>()).add(ratio);
      controls.computeIfAbsent(cells[4], control -> new ArrayList<>()).add(ratio);
    }
    Map<Integer, Double> curve = new TreeMap<>();
    byDose.forEach((dose, ratios) -> curve.put(dose, SimulatedPlateIT.median(ratios)));
    double zPrime =
        Translocation.zPrime(
            controls.getOrDefault("negative", List.of()),
            controls.getOrDefault("positive", List.of()));
    System.out.printf("real plate: nucleus/ring by dose %s, Z' %.3f%n", curve, zPrime);
    // The reference's curve (README of the images): 0.8 at 0, 1.0 at 3, 2.8 to 3.6 at 5, over 4
    // from 6 on.
    assertTrue(curve.getOrDefault(0, Double.NaN) < 1, curve::toString);
    assertTrue(curve.getOrDefault(5, Double.NaN) > 2, curve::toString);
    assertTrue(curve.getOrDefault(8, Double.NaN) > 3.5, curve::toString);
    assertTrue(zPrime >= LEAST_Z_PRIME, () -> "Z' " + zPrime + " between " + controls);
  }

  private static List<String> rows(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    return lines.subList(1, lines.size());
  }

  private static Raster pixels(Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    if (image == null) {
      throw new IOException(png + " is no image");
    }
    return image.getRaster();
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

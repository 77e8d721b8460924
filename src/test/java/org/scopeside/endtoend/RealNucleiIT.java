package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replay of real nuclei with ground truth, with the segmented objects written as label images. */
class RealNucleiIT {
  private static final double LEAST_F1 = 0.60;

  /** Objects matched and missed, over all images. */
  private record Score(int matched, int invented, int missed) {
    Score plus(Score other) {
      return new Score(matched + other.matched, invented + other.invented, missed + other.missed);
    }

    double f1() {
      return 2.0 * matched / (2.0 * matched + invented + missed);
    }
  }

  @Test
  void shouldFindRealNucleiAndWriteThemAsLabelImages(@TempDir Path data, @TempDir Path labels)
      throws IOException {
    Path nuclei = Places.realImages("nuclei/val");
    List<String> images = names(nuclei.resolve("images"));

    ScopesideProcess replay =
        ScopesideProcess.run(
            "replay",
            nuclei.resolve("images").toString(),
            "--pattern",
            "{field}",
            "--labels-out",
            labels.toString(),
            "--data",
            data.toString(),
            "--port",
            "0",
            "--exit-when-complete",
            "--json");

    JsonNode summary = replay.requireStatus(0).json();
    assertEquals(images.size(), summary.path("planes").path("analysed").asInt(), replay::toString);
    assertEquals(images, names(labels), "label images are named as their sources");
    Map<String, Integer> counts = new TreeMap<>();
    summary
        .path("fields")
        .forEach(f -> counts.put(f.path("source").asText(), f.path("count").asInt()));
    Score score = new Score(0, 0, 0);
    for (String image : images) {
      Raster found = read(labels.resolve(image));
      requireSameSize(read(nuclei.resolve("images").resolve(image)), found, image);
      assertEquals(
          areas(found).size(),
          counts.get(image.replaceFirst("\\.png$", "")),
          "objects in " + image);
      score = score.plus(score(read(nuclei.resolve("labels").resolve(image)), found));
    }
    System.out.printf("real nuclei: pooled F1@0.5 %.4f, %s%n", score.f1(), score);
    double f1 = score.f1();
    assertTrue(f1 >= LEAST_F1, () -> "pooled F1@0.5 is " + f1);
  }

  /** Objects match where their intersection over union is above one half, which makes it unique. */
  private static Score score(Raster truth, Raster found) {
    requireSameSize(truth, found, "truth");
    Map<Integer, Integer> trueAreas = areas(truth);
    Map<Integer, Integer> foundAreas = areas(found);
    Map<Long, Integer> overlaps = new HashMap<>();
    for (int y = 0; y < truth.getHeight(); y++) {
      for (int x = 0; x < truth.getWidth(); x++) {
        int a = truth.getSample(x, y, 0);
        int b = found.getSample(x, y, 0);
        if (a > 0 && b > 0) {
          overlaps.merge((long) a << 32 | b, 1, Integer::sum);
        }
      }
    }
    int matched = 0;
    for (Map.Entry<Long, Integer> overlap : overlaps.entrySet()) {
      int a = trueAreas.getOrDefault((int) (overlap.getKey() >> 32), 0);
      int b = foundAreas.getOrDefault(overlap.getKey().intValue(), 0);
      if (2 * overlap.getValue() > a + b - overlap.getValue()) {
        matched++;
      }
    }
    return new Score(matched, foundAreas.size() - matched, trueAreas.size() - matched);
  }

  /** Pixels by label, without the background. */
  private static Map<Integer, Integer> areas(Raster labels) {
    Map<Integer, Integer> areas = new HashMap<>();
    for (int y = 0; y < labels.getHeight(); y++) {
      for (int x = 0; x < labels.getWidth(); x++) {
        areas.merge(labels.getSample(x, y, 0), 1, Integer::sum);
      }
    }
    areas.remove(0);
    return areas;
  }

  private static void requireSameSize(Raster expected, Raster actual, String image) {
    assertEquals(expected.getWidth(), actual.getWidth(), image);
    assertEquals(expected.getHeight(), actual.getHeight(), image);
  }

  private static Raster read(Path png) throws IOException {
    return ImageIO.read(png.toFile()).getRaster();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

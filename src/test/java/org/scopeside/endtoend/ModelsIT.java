package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.decode.distance.DistanceTargets;
import org.scopeside.segmenter.decode.flows.FlowTargets;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Every decoder in the whole pipeline on real images: planes are replayed, segmented by a model
 * package, and the label images compared with the truth by {@code scopeside evaluate}. Networks
 * whose weights may not be had give recorded outputs, derived from the truth of the one image.
 */
class ModelsIT {
  private static final int SIDE = 256;

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldFindNucleiWithStarDist() throws IOException {
    Path models = folder.resolve("models");
    ModelPackages.starDist(models);

    // The shadow runs beside it and changes neither counts nor labels.
    JsonNode overall =
        replayAndEvaluate(
            models,
            "stardist",
            Places.realImages("nuclei/val"),
            "--shadow-model",
            "classical-advanced");

    double f1 = f1(overall);
    System.out.printf("StarDist on real nuclei: pooled F1@0.5 %.4f%n", f1);
    assertTrue(f1 >= 0.80, () -> "F1@0.5 is " + f1);
  }

  @Test
  void shouldFindNucleiWithTiledForegroundNetwork() throws IOException {
    Path models = folder.resolve("models");
    ModelPackages.foreground(models);

    JsonNode overall = replayAndEvaluate(models, "unet", Places.realImages("nuclei/val"));

    double f1 = f1(overall);
    System.out.printf("foreground U-Net on real nuclei: pooled F1@0.5 %.4f%n", f1);
    assertTrue(f1 >= 0.45, () -> "F1@0.5 is " + f1);
  }

  @Test
  void shouldFindNucleiWithTrainedForest() throws IOException {
    Path nuclei = Places.realImages("nuclei");
    Path forest = folder.resolve("models/forest");
    ScopesideProcess.run(
            "train",
            "pixels",
            "--images",
            nuclei.resolve("train/images").toString(),
            "--labels",
            nuclei.resolve("train/labels").toString(),
            "--trees",
            "24",
            "--out",
            forest.toString())
        .requireStatus(0);

    JsonNode overall =
        replayAndEvaluate(folder.resolve("models"), forest.toString(), nuclei.resolve("val"));

    double f1 = f1(overall);
    System.out.printf("pixel classifier on real nuclei: pooled F1@0.5 %.4f%n", f1);
    assertTrue(f1 >= 0.65, () -> "F1@0.5 is " + f1);
  }

  @Test
  void shouldFindNucleiClassicallyOnUnevenIllumination() throws IOException {
    JsonNode overall =
        replayAndEvaluate(folder, "classical-advanced", Places.realImages("nuclei/val"));

    assertTrue(f1(overall) >= 0.60, () -> "F1@0.5 is " + f1(overall));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flows", "three-class", "distance", "box-mask"})
  void shouldDecodeRecordedOutputsOfRealImage(String decoder) throws IOException {
    Path one = oneSquareImage();
    LabelImage truth = truth(one);
    Path models = Files.createDirectories(folder.resolve("models"));
    recorded(models, decoder, truth);

    JsonNode overall = replayAndEvaluate(models, decoder, one);

    assertEquals(truth.objectCount(), overall.path("n_true").asInt());
    assertTrue(f1(overall) >= 0.9, () -> decoder + ": F1@0.5 is " + f1(overall));
  }

  @Test
  void shouldFindCellsWithTheirNucleiInTwoChannels() throws IOException {
    Path models = folder.resolve("models");
    ModelPackages.starDist(models);
    ModelPackages.foreground(models.resolve("cells"), "cell", "Cells");
    ModelPackages.fusion(models.resolve("both"), "stardist", "cells");
    Path plate = Places.realImages("plate").resolve("images");
    Path images = Files.createDirectories(folder.resolve("images"));
    for (String name : List.of("e08_dna.png", "e08_gfp.png")) {
      Files.copy(plate.resolve(name), images.resolve(name));
    }

    JsonNode summary =
        ScopesideProcess.run(
                "replay",
                images.toString(),
                "--pattern",
                "{well}_{channel}",
                "--models",
                models.toString(),
                "--model",
                "both",
                "--labels-out",
                folder.resolve("found").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--exit-when-complete",
                "--json")
            .requireStatus(0)
            .json();

    assertEquals(2, summary.path("planes").path("analysed").asInt(), summary::toString);
    int cells = summary.path("wells").path(0).path("count").asInt();
    assertTrue(cells > 20, summary::toString);
  }

  @Test
  void shouldRefuseToStartWithModelThatIsNotThere() {
    ScopesideProcess replay =
        ScopesideProcess.run(
            "replay",
            Places.realImages("nuclei/val").resolve("images").toString(),
            "--pattern",
            "{field}",
            "--model",
            "mesmer@9",
            "--data",
            folder.resolve("data").toString(),
            "--port",
            "0");

    assertTrue(replay.status() != 0, replay::toString);
    assertTrue(replay.err().contains("there is no model mesmer@9"), replay::toString);
  }

  private JsonNode replayAndEvaluate(Path models, String model, Path images, String... more)
      throws IOException {
    Path found = folder.resolve("found");
    List<String> replay =
        new ArrayList<>(
            List.of(
                "replay",
                images.resolve("images").toString(),
                "--pattern",
                "{field}",
                "--models",
                models.toString(),
                "--model",
                model,
                "--labels-out",
                found.toString(),
                "--data",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--exit-when-complete",
                "--json"));
    replay.addAll(List.of(more));
    ScopesideProcess.run(replay.toArray(String[]::new)).requireStatus(0);
    return ScopesideProcess.run(
            "evaluate",
            "--predictions",
            found.toString(),
            "--truth",
            images.resolve("labels").toString(),
            "--json")
        .requireStatus(0)
        .json()
        .path("overall");
  }

  private static double f1(JsonNode overall) {
    return overall.path("f1").path(0).asDouble();
  }

  /** A folder with the square image of the validation set that has most nuclei of usual size. */
  private Path oneSquareImage() throws IOException {
    Path nuclei = Places.realImages("nuclei/val");
    String best = "";
    int most = 0;
    try (Stream<Path> files = Files.list(nuclei.resolve("labels"))) {
      for (Path file : files.sorted().toList()) {
        Raster raster = ImageIO.read(file.toFile()).getRaster();
        int[] labels = samples(raster);
        int objects = Arrays.stream(labels).max().orElse(0);
        long area = Arrays.stream(labels).filter(label -> label > 0).count();
        boolean square = raster.getWidth() == SIDE && raster.getHeight() == SIDE;
        if (square && objects > most && area >= 200L * objects) {
          most = objects;
          best = file.getFileName().toString();
        }
      }
    }
    Path one = folder.resolve("one");
    for (String kind : List.of("images", "labels")) {
      Files.createDirectories(one.resolve(kind));
      Files.copy(nuclei.resolve(kind).resolve(best), one.resolve(kind).resolve(best));
    }
    return one;
  }

  private static LabelImage truth(Path one) throws IOException {
    try (Stream<Path> files = Files.list(one.resolve("labels"))) {
      Raster raster = ImageIO.read(files.findFirst().orElseThrow().toFile()).getRaster();
      return LabelImage.of(samples(raster), raster.getWidth(), raster.getHeight());
    }
  }

  private static int[] samples(Raster raster) {
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
  }

  private static void recorded(Path models, String decoder, LabelImage truth) throws IOException {
    Path network = models.resolve(decoder + ".onnx");
    RecordedNetwork recorded = new RecordedNetwork();
    long[] input = {1, 1, SIDE, SIDE};
    switch (decoder) {
      case "flows" -> recorded.gives("maps", maps(3), flows(truth)).write(network, input);
      case "three-class" -> recorded.gives("maps", maps(3), classes(truth)).write(network, input);
      case "distance" -> recorded.gives("maps", maps(2), distances(truth)).write(network, input);
      default -> detections(recorded, truth).write(network, 1, SIDE, SIDE);
    }
    boolean boxes = decoder.equals("box-mask");
    int channels = decoder.equals("distance") ? 2 : 3;
    ModelPackages.write(
        models.resolve(decoder),
        network,
        13,
        """
        inputs:
          - id: image
            axes: [%s{type: channel, channel_names: [nucleus]},
              {type: space, id: y, size: 256}, {type: space, id: x, size: 256}]
        outputs:
        %s\
        """
            .formatted(
                boxes ? "" : "{type: batch}, ",
                boxes
                    ? detectionOutputs(truth.objectCount())
                    : "  - {id: maps, axes: " + ModelPackages.outputAxes(channels) + "}\n"),
        "channels: [nucleus]\n    tiling: {tile: 256}\n    decoder: {objects: Nuclei, name: "
            + decoder
            + (boxes
                ? ", tensors: {boxes: boxes, scores: scores, masks: masks}}"
                : ", maps: [maps], parameters: {}}"));
  }

  private static long[] maps(int channels) {
    return new long[] {1, channels, SIDE, SIDE};
  }

  private static float[][] flows(LabelImage truth) {
    DenseMaps unit = FlowTargets.of(truth);
    float[][] maps = {unit.channel(0).clone(), unit.channel(1).clone(), new float[SIDE * SIDE]};
    for (int i = 0; i < SIDE * SIDE; i++) {
      maps[0][i] *= 5;
      maps[1][i] *= 5;
      maps[2][i] = truth.labels()[i] > 0 ? 6 : -6;
    }
    return maps;
  }

  /** Background, interior, and a boundary of the object pixels that touch anything else. */
  private static float[][] classes(LabelImage truth) {
    float[][] maps = new float[3][SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int label = truth.at(y, x);
        int kind = label == 0 ? 0 : atEdge(truth, y, x) ? 2 : 1;
        maps[kind][y * SIDE + x] = 1;
      }
    }
    return maps;
  }

  private static boolean atEdge(LabelImage truth, int y, int x) {
    for (int v = Math.max(0, y - 1); v <= Math.min(SIDE - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(SIDE - 1, x + 1); u++) {
        if (truth.at(v, u) != truth.at(y, x)) {
          return true;
        }
      }
    }
    return false;
  }

  private static float[][] distances(LabelImage truth) {
    DenseMaps maps = DistanceTargets.of(truth, 0.1);
    float[] interior = new float[SIDE * SIDE];
    for (int i = 0; i < interior.length; i++) {
      interior[i] = truth.labels()[i] > 0 ? 1 : 0;
    }
    return new float[][] {maps.channel(0).clone(), interior};
  }

  private static RecordedNetwork detections(RecordedNetwork recorded, LabelImage truth) {
    int n = truth.objectCount();
    int[][] bounds = new int[n][];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int label = truth.at(y, x);
        if (label > 0) {
          int[] box = bounds[label - 1];
          bounds[label - 1] =
              box == null
                  ? new int[] {x, y, x + 1, y + 1}
                  : new int[] {
                    Math.min(box[0], x),
                    Math.min(box[1], y),
                    Math.max(box[2], x + 1),
                    Math.max(box[3], y + 1)
                  };
        }
      }
    }
    List<Float> boxes = new ArrayList<>();
    float[] masks = new float[n * 28 * 28];
    float[] scores = new float[n];
    for (int i = 0; i < n; i++) {
      int[] box = bounds[i];
      for (int side : box) {
        boxes.add((float) side);
      }
      scores[i] = 0.99f;
      for (int p = 0; p < 28 * 28; p++) {
        int row = p / 28;
        int y = (int) (box[1] + (row + 0.5) / 28 * (box[3] - box[1]));
        int x = (int) (box[0] + (p % 28 + 0.5) / 28 * (box[2] - box[0]));
        masks[i * 28 * 28 + p] = truth.at(y, x) == i + 1 ? 1 : 0;
      }
    }
    float[] flat = new float[boxes.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = boxes.get(i);
    }
    return recorded
        .gives("boxes", new long[] {n, 4}, flat)
        .gives("scores", new long[] {n}, scores)
        .gives("masks", new long[] {n, 1, 28, 28}, masks);
  }

  private static String detectionOutputs(int n) {
    return """
      - {id: boxes, axes: [{type: index, size: %1$d}, {type: index, id: corner, size: 4}]}
      - {id: scores, axes: [{type: index, size: %1$d}]}
      - {id: masks, axes: [{type: index, size: %1$d}, {type: index, id: one, size: 1},
          {type: index, id: row, size: 28}, {type: index, id: column, size: 28}]}
    """
        .indent(0)
        .formatted(n);
  }
}

package org.scopeside.segmenter.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** The numbers of three programs, to the last bit but for the order in which doubles are added. */
@Tag("conformance")
class MetricsConformanceTest {
  private static final double ROUNDING = 1e-14;

  static List<Path> cellpose() throws IOException {
    return ReferenceData.cases("cellpose", "s.*").stream()
        .filter(folder -> folder.resolve("metrics.json").toFile().exists())
        .toList();
  }

  static List<Path> caicedo() throws IOException {
    return ReferenceData.cases("caicedo", ".*");
  }

  static List<Path> starDist() throws IOException {
    return ReferenceData.cases("stardist", ".*");
  }

  @ParameterizedTest
  @MethodSource("cellpose")
  void shouldGiveTheNumbersOfCellpose(Path folder) throws IOException {
    JsonNode expected = json(folder.resolve("metrics.json"));
    LabelImage truth = labels(folder, "labels");
    LabelImage predicted = labels(folder, "perturbed");
    ContingencyTable table = ContingencyTable.of(truth, predicted);

    CellposeScores scores =
        CellposeScores.of(truth, predicted, table, doubles(expected.get("thresholds")));

    assertArrayEquals(doubles(expected.get("ap")), scores.ap());
    assertCounts(expected.get("tp"), expected.get("fp"), expected.get("fn"), scores.counts());
    assertEquals(expected.get("aji").doubleValue(), scores.aggregatedJaccard());
    BoundaryScores boundary =
        BoundaryScores.of(truth, predicted, doubles(expected.at("/boundary/scales")));
    assertArrayEquals(doubles(expected.at("/boundary/precision")), boundary.precision());
    assertArrayEquals(doubles(expected.at("/boundary/recall")), boundary.recall());
    assertArrayEquals(doubles(expected.at("/boundary/fscore")), boundary.fscore(), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("cellpose")
  void shouldAssignTheObjectsThatCellposeAssigns(Path folder) throws IOException {
    JsonNode expected = json(folder.resolve("metrics.json"));
    ContingencyTable table =
        ContingencyTable.of(labels(folder, "labels"), labels(folder, "perturbed"));

    ObjectMatching assignment = ObjectMatching.assignment(table, 0.5);

    double[] ious = doubles(expected.get("mask_ious"));
    for (int truth = 1; truth <= ious.length; truth++) {
      assertEquals(ious[truth - 1], assignment.iouOfTruth(truth), "true object " + truth);
    }
  }

  @ParameterizedTest
  @MethodSource("caicedo")
  void shouldGiveTheNumbersOfCaicedo(Path folder) throws IOException {
    JsonNode expected = json(folder.resolve("expected.json"));
    JsonNode results = expected.get("results");

    CaicedoScores scores =
        CaicedoScores.of(ContingencyTable.of(labels(folder, "gt"), labels(folder, "pred")));

    assertArrayEquals(doubles(results.get("Threshold")), scores.thresholds());
    assertArrayEquals(doubles(results.get("F1")), scores.f1());
    assertCounts(results.get("TP"), results.get("FP"), results.get("FN"), scores.counts());
    assertEquals(expected.get("mean_F1").doubleValue(), scores.meanF1(), ROUNDING);
    assertEquals(expected.get("jaccard").doubleValue(), scores.jaccard(), ROUNDING);
    assertEquals(expected.get("merges").intValue(), scores.merges());
    assertEquals(expected.get("splits").intValue(), scores.splits());
    assertByArea(expected.get("n_by_area"), scores.trueByArea());
    assertByArea(expected.get("fn_by_area"), scores.missedByArea());
  }

  @ParameterizedTest
  @MethodSource("starDist")
  void shouldGiveTheNumbersOfStarDist(Path folder) throws IOException {
    ContingencyTable table =
        ContingencyTable.of(labels(folder, "labels"), labels(folder, "label_out"));
    for (Map.Entry<String, JsonNode> at : json(folder.resolve("matching.json")).properties()) {
      StarDistScores scores = StarDistScores.of(table, Double.parseDouble(at.getKey()));
      assertStarDist(at.getValue(), scores);
    }
  }

  private static void assertStarDist(JsonNode expected, StarDistScores scores) {
    assertEquals(expected.get("tp").intValue(), scores.counts().truePositives());
    assertEquals(expected.get("fp").intValue(), scores.counts().falsePositives());
    assertEquals(expected.get("fn").intValue(), scores.counts().falseNegatives());
    assertEquals(expected.get("n_true").intValue(), scores.trueObjects());
    assertEquals(expected.get("n_pred").intValue(), scores.predictedObjects());
    assertEquals(expected.get("precision").doubleValue(), scores.precision());
    assertEquals(expected.get("recall").doubleValue(), scores.recall());
    assertEquals(expected.get("accuracy").doubleValue(), scores.accuracy());
    assertEquals(expected.get("f1").doubleValue(), scores.f1());
    assertEquals(expected.get("mean_true_score").doubleValue(), scores.meanTrueScore());
    assertEquals(expected.get("mean_matched_score").doubleValue(), scores.meanMatchedScore());
    assertEquals(expected.get("panoptic_quality").doubleValue(), scores.panopticQuality());
  }

  private static void assertByArea(JsonNode expected, int[] counts) {
    String[] names = {"Tiny", "Small", "Normal", "Large"};
    for (int i = 0; i < names.length; i++) {
      assertEquals(expected.get(names[i]).intValue(), counts[i], names[i]);
    }
  }

  private static void assertCounts(JsonNode tp, JsonNode fp, JsonNode fn, MatchCounts[] counts) {
    for (int k = 0; k < counts.length; k++) {
      MatchCounts expected =
          new MatchCounts(
              (long) tp.get(k).doubleValue(),
              (long) fp.get(k).doubleValue(),
              (long) fn.get(k).doubleValue());
      assertEquals(expected, counts[k], "threshold " + k);
    }
  }

  private static LabelImage labels(Path folder, String name) throws IOException {
    NpyArray array = NpyArray.read(folder.resolve(name + ".npy"));
    return NumberedObjects.of(array.ints(), array.width(), array.height(), 0).labels();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }
}

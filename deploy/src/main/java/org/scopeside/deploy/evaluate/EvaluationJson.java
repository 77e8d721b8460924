package org.scopeside.deploy.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.evaluate.BoundaryScores;
import org.scopeside.segmenter.evaluate.CaicedoScores;
import org.scopeside.segmenter.evaluate.CocoPrecision;
import org.scopeside.segmenter.evaluate.CountError;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.MatchCounts;
import org.scopeside.segmenter.evaluate.PooledEvaluation;
import org.scopeside.segmenter.evaluate.SizeScores;
import org.scopeside.segmenter.evaluate.StarDistScores;

/**
 * An evaluation as JSON, {@code "format": "scopeside-evaluation/1"}; its names stay. A value that
 * is undefined, 0/0, is null. Under {@code cellpose}, {@code caicedo} and {@code stardist} stand
 * the numbers of those programs by their own names.
 */
final class EvaluationJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EvaluationJson() {}

  private static final String FORMAT = "scopeside-evaluation/1";

  static String of(EvaluationResult result) {
    ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
    fill(root, result);
    return text(root);
  }

  /** Several models on the same images. */
  static String of(List<EvaluationResult> results) {
    ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode models = root.putArray("models");
    for (EvaluationResult result : results) {
      ObjectNode model = models.addObject().put("model", result.settings().model());
      String name = String.valueOf(result.settings().model());
      model.set(
          "summary",
          summary(ScoreSummary.of(name, result.pooled(), result.settings().convention())));
      fill(model, result);
    }
    return text(root);
  }

  private static void fill(ObjectNode root, EvaluationResult result) {
    root.set("settings", settings(result));
    root.set("overall", overall(result.pooled()));
    if (!result.groups().isEmpty()) {
      ArrayNode groups = root.putArray("groups");
      for (ScoreSummary scores : result.groupScores()) {
        ObjectNode group = groups.addObject().put("group", scores.name());
        group.setAll(summary(scores));
        PooledEvaluation pooled = Objects.requireNonNull(result.groups().get(scores.name()));
        group.set("by_area", bySize(pooled.byArea()));
      }
    }
    ArrayNode images = root.putArray("images");
    result.images().forEach(image -> images.add(image(image)));
  }

  private static ObjectNode summary(ScoreSummary scores) {
    ObjectNode node = MAPPER.createObjectNode().put("n_images", scores.images());
    node.put("n_true", scores.trueObjects()).put("n_pred", scores.predictedObjects());
    put(node, "f1_at_50", scores.f1());
    put(node, "mean_f1_50_90", scores.meanF1());
    put(node, "ap_at_50", scores.ap());
    put(node, "median_absolute_percent", scores.countErrorPercent());
    return node;
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of numbers cannot be written", impossible);
    }
  }

  private static ObjectNode settings(EvaluationResult result) {
    EvaluationResult.Settings settings = result.settings();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("predictions", settings.predictions());
    node.put("truth", settings.truth());
    node.put("model", settings.model());
    if (settings.objects() != null) {
      node.put("objects", settings.objects().title());
    }
    put(node, "pixel_size_um", settings.pixelSizeUm());
    node.put("min_size", settings.minSize());
    node.put("convention", settings.convention().name().toLowerCase(Locale.ROOT));
    put(node, "thresholds", result.pooled().thresholds());
    return node;
  }

  private static ObjectNode image(EvaluatedImage image) {
    ImageEvaluation evaluation = image.evaluation();
    ObjectNode node = MAPPER.createObjectNode().put("name", image.name());
    node.put("size_x", image.sizeX()).put("size_y", image.sizeY());
    put(node, "seconds", image.seconds());
    putCountError(node, evaluation.countError());
    MatchCounts[] counts = evaluation.counts();
    putCounts(node, counts, "tp", "fp", "fn");
    putRates(node, counts);
    put(node, "dsb2018_mean_ap", evaluation.dsbPrecision());
    put(node, "aggregated_jaccard_index", evaluation.aggregatedJaccard());
    put(node, "adjusted_rand_index", evaluation.rand().adjusted());
    put(node, "adapted_rand_error", evaluation.rand().adaptedError());
    PooledEvaluation alone = new PooledEvaluation(List.of(evaluation));
    node.set("coco", coco(alone.coco()));
    node.set("by_area", bySize(alone.byArea()));
    node.set("cellpose", cellpose(evaluation));
    node.set("caicedo", caicedo(evaluation.caicedo()));
    ArrayNode starDist = node.putArray("stardist");
    Arrays.stream(evaluation.starDist()).forEach(scores -> starDist.add(starDist(scores)));
    return node;
  }

  private static ObjectNode overall(PooledEvaluation pooled) {
    ObjectNode node = MAPPER.createObjectNode().put("n_images", pooled.images().size());
    putCountError(node, pooled.countError());
    ObjectNode errors = (ObjectNode) node.get("count_error");
    put(errors, "mean_signed", pooled.mean(image -> image.countError().signed()));
    put(errors, "mean_absolute", pooled.mean(image -> image.countError().absolute()));
    put(
        errors,
        "mean_absolute_percent",
        pooled.mean(image -> Math.abs(image.countError().percent())));
    put(
        errors,
        "median_absolute_percent",
        pooled.median(image -> Math.abs(image.countError().percent())));
    MatchCounts[] counts = new MatchCounts[pooled.thresholds().length];
    Arrays.setAll(counts, pooled::counts);
    putCounts(node, counts, "tp", "fp", "fn");
    putRates(node, counts);
    node.set("mean_over_images", meanOverImages(pooled));
    put(node, "dsb2018_mean_ap", pooled.mean(ImageEvaluation::dsbPrecision));
    put(node, "aggregated_jaccard_index", pooled.mean(ImageEvaluation::aggregatedJaccard));
    put(node, "adjusted_rand_index", pooled.mean(image -> image.rand().adjusted()));
    put(node, "adapted_rand_error", pooled.mean(image -> image.rand().adaptedError()));
    node.set("coco", coco(pooled.coco()));
    node.set("by_area", bySize(pooled.byArea()));
    node.set("by_area_quartile", bySize(pooled.byQuartile()));
    node.set("cellpose", cellpose(pooled));
    node.set("caicedo", caicedo(pooled));
    ArrayNode starDist = node.putArray("stardist");
    ArrayNode byImage = node.putArray("stardist_by_image");
    for (int k = 0; k < counts.length; k++) {
      starDist.add(starDist(pooled.starDist(k)));
      byImage.add(starDistByImage(pooled, k));
    }
    return node;
  }

  private static ObjectNode meanOverImages(PooledEvaluation pooled) {
    ObjectNode node = MAPPER.createObjectNode();
    for (Convention.Rate rate : Convention.Rate.values()) {
      double[] means =
          overThresholds(
              pooled.thresholds().length, k -> pooled.mean(image -> rate.of(image.counts()[k])));
      String name = rate.title().toLowerCase(Locale.ROOT);
      put(node, name, means);
      put(node, "mean_" + name, Arrays.stream(means).average().orElse(Double.NaN));
    }
    return node;
  }

  private static void putCountError(ObjectNode node, CountError error) {
    node.put("n_true", error.trueObjects()).put("n_pred", error.predictedObjects());
    ObjectNode errors = node.putObject("count_error");
    errors.put("signed", error.signed()).put("absolute", error.absolute());
    put(errors, "percent", error.percent());
  }

  private static void putCounts(
      ObjectNode node, MatchCounts[] counts, String tp, String fp, String fn) {
    ArrayNode found = node.putArray(tp);
    ArrayNode extra = node.putArray(fp);
    ArrayNode missed = node.putArray(fn);
    for (MatchCounts at : counts) {
      found.add(at.truePositives());
      extra.add(at.falsePositives());
      missed.add(at.falseNegatives());
    }
  }

  private static void putRates(ObjectNode node, MatchCounts[] counts) {
    for (Convention.Rate rate : Convention.Rate.values()) {
      double[] values = overThresholds(counts.length, k -> rate.of(counts[k]));
      String name = rate.title().toLowerCase(Locale.ROOT);
      put(node, name, values);
      put(node, "mean_" + name, Arrays.stream(values).average().orElse(Double.NaN));
    }
  }

  private static ObjectNode cellpose(ImageEvaluation image) {
    ObjectNode node = MAPPER.createObjectNode();
    put(node, "thresholds", image.thresholds());
    put(node, "ap", image.cellpose().ap());
    putCounts(node, image.cellpose().counts(), "tp", "fp", "fn");
    put(node, "aji", image.cellpose().aggregatedJaccard());
    ObjectNode boundary = node.putObject("boundary");
    BoundaryScores scores = image.cellpose().boundary();
    put(boundary, "scales", scores.scales());
    put(boundary, "precision", scores.precision());
    put(boundary, "recall", scores.recall());
    put(boundary, "fscore", scores.fscore());
    return node;
  }

  private static ObjectNode cellpose(PooledEvaluation pooled) {
    ObjectNode node = MAPPER.createObjectNode();
    int thresholds = pooled.thresholds().length;
    put(node, "thresholds", pooled.thresholds());
    put(
        node,
        "ap",
        overThresholds(thresholds, k -> pooled.mean(image -> image.cellpose().ap()[k])));
    put(node, "ap_pooled", overThresholds(thresholds, k -> pooled.counts(k).averagePrecision()));
    MatchCounts[] counts = new MatchCounts[thresholds];
    Arrays.setAll(counts, pooled::counts);
    putCounts(node, counts, "tp", "fp", "fn");
    put(node, "aji", pooled.mean(image -> image.cellpose().aggregatedJaccard()));
    ObjectNode boundary = node.putObject("boundary");
    double[] scales = BoundaryScores.standardScales();
    put(boundary, "scales", scales);
    put(boundary, "precision", boundaryMeans(pooled, BoundaryScores::precision));
    put(boundary, "recall", boundaryMeans(pooled, BoundaryScores::recall));
    put(boundary, "fscore", boundaryMeans(pooled, BoundaryScores::fscore));
    return node;
  }

  private static double[] boundaryMeans(
      PooledEvaluation pooled, Function<BoundaryScores, double[]> measure) {
    return overThresholds(
        BoundaryScores.standardScales().length,
        k -> pooled.mean(image -> measure.apply(image.cellpose().boundary())[k]));
  }

  private static ObjectNode caicedo(CaicedoScores scores) {
    ObjectNode node = MAPPER.createObjectNode();
    put(node, "Threshold", scores.thresholds());
    put(node, "F1", scores.f1());
    putCounts(node, scores.counts(), "TP", "FP", "FN");
    put(node, "mean_F1", scores.meanF1());
    put(node, "Jaccard", scores.jaccard());
    node.put("merges", scores.merges()).put("splits", scores.splits());
    node.set("n_by_area", byArea(scores.trueByArea()));
    node.set("fn_by_area", byArea(scores.missedByArea()));
    return node;
  }

  private static ObjectNode caicedo(PooledEvaluation pooled) {
    ObjectNode node = MAPPER.createObjectNode();
    double[] thresholds = pooled.images().get(0).caicedo().thresholds();
    put(node, "Threshold", thresholds);
    put(
        node,
        "F1",
        overThresholds(thresholds.length, k -> pooled.mean(image -> image.caicedo().f1()[k])));
    MatchCounts[] counts = new MatchCounts[thresholds.length];
    Arrays.setAll(counts, pooled::caicedoCounts);
    putCounts(node, counts, "TP", "FP", "FN");
    put(node, "mean_F1", pooled.mean(image -> image.caicedo().meanF1()));
    put(node, "Jaccard", pooled.mean(image -> image.caicedo().jaccard()));
    node.put("merges", pooled.images().stream().mapToInt(i -> i.caicedo().merges()).sum());
    node.put("splits", pooled.images().stream().mapToInt(i -> i.caicedo().splits()).sum());
    node.set("n_by_area", byArea(pooled.sumByArea(CaicedoScores::trueByArea)));
    node.set("fn_by_area", byArea(pooled.sumByArea(CaicedoScores::missedByArea)));
    return node;
  }

  private static ObjectNode byArea(int[] counts) {
    ObjectNode node = MAPPER.createObjectNode();
    String[] names = {"Tiny", "Small", "Normal", "Large", "Beyond"};
    for (int i = 0; i < names.length; i++) {
      node.put(names[i], counts[i]);
    }
    return node;
  }

  private static ObjectNode starDist(StarDistScores scores) {
    ObjectNode node = MAPPER.createObjectNode().put("criterion", "iou");
    put(node, "thresh", scores.threshold());
    node.put("fp", scores.counts().falsePositives());
    node.put("tp", scores.counts().truePositives());
    node.put("fn", scores.counts().falseNegatives());
    put(node, "precision", scores.precision());
    put(node, "recall", scores.recall());
    put(node, "accuracy", scores.accuracy());
    put(node, "f1", scores.f1());
    node.put("n_true", scores.trueObjects()).put("n_pred", scores.predictedObjects());
    put(node, "mean_true_score", scores.meanTrueScore());
    put(node, "mean_matched_score", scores.meanMatchedScore());
    put(node, "panoptic_quality", scores.panopticQuality());
    return node;
  }

  /** {@code matching_dataset(by_image=True)}: counts summed, rates as means over images. */
  private static ObjectNode starDistByImage(PooledEvaluation pooled, int k) {
    ObjectNode node = starDist(pooled.starDist(k));
    putMean(node, "precision", pooled, k, StarDistScores::precision);
    putMean(node, "recall", pooled, k, StarDistScores::recall);
    putMean(node, "accuracy", pooled, k, StarDistScores::accuracy);
    putMean(node, "f1", pooled, k, StarDistScores::f1);
    putMean(node, "mean_true_score", pooled, k, StarDistScores::meanTrueScore);
    putMean(node, "mean_matched_score", pooled, k, StarDistScores::meanMatchedScore);
    putMean(node, "panoptic_quality", pooled, k, StarDistScores::panopticQuality);
    return node;
  }

  private static void putMean(
      ObjectNode node,
      String name,
      PooledEvaluation pooled,
      int k,
      ToDoubleFunction<StarDistScores> measure) {
    put(node, name, pooled.mean(image -> measure.applyAsDouble(image.starDist()[k])));
  }

  private static @Nullable ObjectNode coco(@Nullable CocoPrecision precision) {
    if (precision == null) {
      return null;
    }
    ObjectNode node = MAPPER.createObjectNode();
    put(node, "thresholds", precision.thresholds());
    put(node, "ap_by_threshold", precision.ap());
    put(node, "ap", precision.mean());
    put(node, "ap_50_90", precision.meanUpTo90());
    put(node, "ap50", precision.ap()[0]);
    put(node, "ap75", precision.ap()[5]);
    return node;
  }

  private static ArrayNode bySize(SizeScores scores) {
    ArrayNode classes = MAPPER.createArrayNode();
    double[] bounds = scores.classes().bounds();
    for (int i = 0; i < scores.classes().count(); i++) {
      int at = i;
      ObjectNode node = classes.addObject().put("class", scores.classes().names()[i]);
      put(node, "area_above", i == 0 ? 0 : bounds[i - 1]);
      put(node, "area_up_to", i < bounds.length ? bounds[i] : Double.NaN);
      node.put("n_true", scores.trueObjects()[i]).put("n_pred", scores.predictedObjects()[i]);
      int thresholds = scores.foundTrue()[i].length;
      put(node, "recall", overThresholds(thresholds, k -> scores.recall(at, k)));
      put(node, "precision", overThresholds(thresholds, k -> scores.precision(at, k)));
    }
    return classes;
  }

  private static double[] overThresholds(int count, IntToDoubleFunction value) {
    double[] values = new double[count];
    Arrays.setAll(values, value);
    return values;
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void put(ObjectNode node, String name, double[] values) {
    ArrayNode array = node.putArray(name);
    for (double value : values) {
      if (Double.isFinite(value)) {
        array.add(value);
      } else {
        array.addNull();
      }
    }
  }
}

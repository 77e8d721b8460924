package org.scopeside.deploy.evaluate;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.scopeside.deploy.evaluate.Convention.Rate;
import org.scopeside.segmenter.evaluate.CaicedoScores;
import org.scopeside.segmenter.evaluate.CocoPrecision;
import org.scopeside.segmenter.evaluate.CountError;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.MatchCounts;
import org.scopeside.segmenter.evaluate.PooledEvaluation;
import org.scopeside.segmenter.evaluate.SizeScores;

/** An evaluation as lines for the terminal, of at most 80 columns. */
final class EvaluationTable {
  private static final int WORST = 5;
  private static final int LONGEST_NAME = 34;

  private final PrintWriter out;
  private final EvaluationResult result;
  private final PooledEvaluation pooled;
  private final Convention convention;

  private EvaluationTable(PrintWriter out, EvaluationResult result) {
    this.out = out;
    this.result = result;
    this.pooled = result.pooled();
    this.convention = result.settings().convention();
  }

  static void print(EvaluationResult result, PrintWriter out) {
    EvaluationTable table = new EvaluationTable(out, result);
    table.printHead();
    table.printThresholds();
    table.printMeasures();
    table.printSizes();
    table.printGroups();
    table.printWorst();
    out.flush();
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }

  private void printHead() {
    CountError count = pooled.countError();
    line(
        "%d image%s, %d true objects, %d predicted%s",
        result.images().size(),
        result.images().size() == 1 ? "" : "s",
        count.trueObjects(),
        count.predictedObjects(),
        result.settings().model() == null ? "" : " by " + result.settings().model());
    line("Counting: %s", convention.rule());
    line("");
  }

  private void printThresholds() {
    line("   IoU      F1  Precision  Recall      AP     Found    Extra   Missed");
    double[] thresholds = convention.thresholds(pooled);
    for (int k = 0; k < thresholds.length; k++) {
      MatchCounts counts = convention.counts(pooled, k);
      line(
          "%6.2f  %6s  %9s  %6s  %6s  %8d %8d %8d",
          thresholds[k],
          rate(Rate.F1, k),
          rate(Rate.PRECISION, k),
          rate(Rate.RECALL, k),
          rate(Rate.AP, k),
          counts.truePositives(),
          counts.falsePositives(),
          counts.falseNegatives());
    }
    line(
        "%6s  %6s  %9s  %6s  %6s",
        "mean",
        number(convention.mean(Rate.F1, pooled)),
        number(convention.mean(Rate.PRECISION, pooled)),
        number(convention.mean(Rate.RECALL, pooled)),
        number(convention.mean(Rate.AP, pooled)));
    line("");
  }

  private String rate(Rate rate, int k) {
    return number(convention.rate(rate, pooled, k));
  }

  static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private void printMeasures() {
    List<ImageEvaluation> images = pooled.images();
    line(
        "Merged %d, split %d (IoU above 0.1 to several objects of the other side)",
        images.stream().mapToInt(image -> image.caicedo().merges()).sum(),
        images.stream().mapToInt(image -> image.caicedo().splits()).sum());
    line(
        "Count error per image: mean %+.1f, absolute %.1f; median %s%% of the true count",
        pooled.mean(image -> image.countError().signed()),
        pooled.mean(image -> image.countError().absolute()),
        percent(pooled.median(image -> Math.abs(image.countError().percent()))));
    line(
        "Mean AP (DSB 2018) %s, Caicedo's mean F1 %s and Jaccard %s",
        number(pooled.mean(ImageEvaluation::dsbPrecision)),
        number(pooled.mean(image -> image.caicedo().meanF1())),
        number(pooled.mean(image -> image.caicedo().jaccard())));
    line(
        "Aggregated Jaccard %s (Kumar), %s (Cellpose); adjusted Rand index %s",
        number(pooled.mean(ImageEvaluation::aggregatedJaccard)),
        number(pooled.mean(image -> image.cellpose().aggregatedJaccard())),
        number(pooled.mean(image -> image.rand().adjusted())));
    CocoPrecision coco = pooled.coco();
    if (coco != null) {
      line(
          "COCO AP %s, at IoU 0.50 to 0.90 %s, at 0.50 %s, at 0.75 %s",
          number(coco.mean()),
          number(coco.meanUpTo90()),
          number(coco.ap()[0]),
          number(coco.ap()[5]));
    }
    line("");
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
  }

  private void printSizes() {
    SizeScores sizes = pooled.byArea();
    line("Objects by area          True   Recall   Predicted   Precision   at IoU %.2f", at(0));
    for (int i = 0; i < sizes.classes().count(); i++) {
      if (sizes.trueObjects()[i] + sizes.predictedObjects()[i] > 0) {
        line(
            "  %-20s %6d   %6s   %9d   %9s",
            sizeName(i),
            sizes.trueObjects()[i],
            number(sizes.recall(i, 0)),
            sizes.predictedObjects()[i],
            number(sizes.precision(i, 0)));
      }
    }
    line("");
  }

  private void printGroups() {
    if (!result.groups().isEmpty()) {
      summaryHead("Group");
      result.groupScores().forEach(group -> summaryLine(group));
      line("");
    }
  }

  private void summaryHead(String what) {
    line(
        "%-26s %6s %6s %9s  %6s  %7s  %6s  %5s",
        what, "Images", "True", "Predicted", "F1@0.5", "F1 mean", "AP@0.5", "Count");
  }

  private void summaryLine(ScoreSummary scores) {
    line(
        "%-26s %6d %6d %9d  %6s  %7s  %6s  %5s",
        shortened(scores.name(), 26),
        scores.images(),
        scores.trueObjects(),
        scores.predictedObjects(),
        number(scores.f1()),
        number(scores.meanF1()),
        number(scores.ap()),
        percent(scores.countErrorPercent()));
  }

  /** Several models on the same images, a line a model, and a line a model and group. */
  static void compare(List<EvaluationResult> results, PrintWriter out) {
    EvaluationTable table = new EvaluationTable(out, results.get(0));
    table.line("Counting: %s", table.convention.rule());
    table.line("");
    table.summaryHead("Model");
    results.forEach(result -> table.summaryLine(summary(result)));
    for (String group : results.get(0).groups().keySet()) {
      table.line("");
      table.summaryHead("In group " + shortened(group, 17));
      for (EvaluationResult result : results) {
        ScoreSummary scores =
            ScoreSummary.of(
                modelOf(result),
                Objects.requireNonNull(result.groups().get(group)),
                table.convention);
        table.summaryLine(scores);
      }
    }
    table.line("");
    table.line("F1 mean: of IoU 0.5 to 0.9; Count: median of the images' count errors, %%");
    table.line("Seconds an image, median: %s", seconds(results));
    out.flush();
  }

  private static ScoreSummary summary(EvaluationResult result) {
    return ScoreSummary.of(modelOf(result), result.pooled(), result.settings().convention());
  }

  private static String modelOf(EvaluationResult result) {
    return String.valueOf(result.settings().model());
  }

  private static String seconds(List<EvaluationResult> results) {
    return results.stream()
        .map(
            result ->
                String.format(Locale.ROOT, "%s %.2f", modelOf(result), result.medianSeconds()))
        .collect(Collectors.joining(", "));
  }

  private double at(int threshold) {
    return pooled.thresholds()[threshold];
  }

  /** A class of Caicedo et al. with its bounds in pixels. */
  static String sizeName(int sizeClass) {
    double[] bounds = CaicedoScores.AREA_CLASSES.bounds();
    String name = CaicedoScores.AREA_CLASSES.names()[sizeClass];
    return sizeClass < bounds.length
        ? "%s, to %.0f px".formatted(name, bounds[sizeClass])
        : "%s, larger".formatted(name);
  }

  private void printWorst() {
    if (result.images().size() < 2) {
      return;
    }
    line(
        "Worst images            F1 at IoU %.2f    True  Predicted",
        convention.thresholds(pooled)[0]);
    worstFirst(result).stream()
        .limit(WORST)
        .forEach(
            image ->
                line(
                    "  %-34s %6s  %6d     %6d",
                    shortened(image.name(), LONGEST_NAME),
                    number(convention.rate(Rate.F1, image.evaluation(), 0)),
                    image.evaluation().truth().count(),
                    image.evaluation().predicted().count()));
  }

  /** By F1 at the first threshold; images without any object last. */
  static List<EvaluatedImage> worstFirst(EvaluationResult result) {
    Convention convention = result.settings().convention();
    return result.images().stream()
        .sorted(
            Comparator.comparingDouble(
                image -> {
                  double f1 = convention.rate(Rate.F1, image.evaluation(), 0);
                  return Double.isNaN(f1) ? 2 : f1;
                }))
        .toList();
  }

  private static String shortened(String name, int longest) {
    return name.length() <= longest ? name : "…" + name.substring(name.length() - longest + 1);
  }
}

package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.scopeside.deploy.evaluate.Convention.Rate;
import org.scopeside.segmenter.evaluate.CountError;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.MatchCounts;
import org.scopeside.segmenter.evaluate.PooledEvaluation;
import org.scopeside.segmenter.evaluate.SizeScores;

/** An evaluation as one HTML file that needs nothing else, light or dark as the reader has it. */
final class EvaluationReport {
  private final EvaluationResult result;
  private final PooledEvaluation pooled;
  private final Convention convention;
  private final Writer out;

  private EvaluationReport(EvaluationResult result, Writer out) {
    this.result = result;
    this.pooled = result.pooled();
    this.convention = result.settings().convention();
    this.out = out;
  }

  /**
   * Writes the report; one from before is replaced.
   *
   * @param overlays pictures, worst first
   */
  static void write(EvaluationResult result, List<WorstOverlays.Overlay> overlays, Path file)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      EvaluationReport report = new EvaluationReport(result, out);
      report.writeHead();
      report.writeSummary();
      report.writePlots();
      report.writeThresholds();
      report.writeSizes();
      report.writeGroups();
      report.writeImages();
      report.writePictures(overlays);
      out.write("<script>\n" + resource("report.js") + "</script>\n</body>\n</html>\n");
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = EvaluationReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Text that may hold anything, within HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void write(String format, Object... values) throws IOException {
    out.write(String.format(Locale.ROOT, format, values));
  }

  private void writeHead() throws IOException {
    EvaluationResult.Settings settings = result.settings();
    String what = settings.model() == null ? settings.predictions() : settings.model();
    write(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Evaluation of %s</title>
        <style>
        %s</style>
        </head>
        <body>
        <h1>Evaluation of %s</h1>
        <p class="soft">%sTruth: %s. Counting: %s.%s%s</p>
        """,
        escaped(what),
        resource("report.css"),
        escaped(what),
        settings.model() == null ? "" : "Images: " + escaped(settings.predictions()) + ". ",
        escaped(settings.truth()),
        convention.rule(),
        settings.minSize() > 1
            ? " Objects under " + settings.minSize() + " pixels are left out on both sides."
            : "",
        Double.isNaN(settings.pixelSizeUm())
            ? ""
            : " Pixel size " + settings.pixelSizeUm() + " µm.");
  }

  private void writeSummary() throws IOException {
    CountError count = pooled.countError();
    double first = convention.thresholds(pooled)[0];
    write("<dl class=\"numbers\">\n");
    card("Images", Integer.toString(result.images().size()), "");
    card(
        "Objects",
        Integer.toString(count.predictedObjects()),
        "predicted; %d are true".formatted(count.trueObjects()));
    card(
        String.format(Locale.ROOT, "F1 at IoU %.2f", first),
        three(convention.rate(Rate.F1, pooled, 0)),
        "precision %s, recall %s"
            .formatted(
                three(convention.rate(Rate.PRECISION, pooled, 0)),
                three(convention.rate(Rate.RECALL, pooled, 0))));
    card(
        "Mean F1",
        three(convention.mean(Rate.F1, pooled)),
        "over all IoU thresholds; mean AP " + three(convention.mean(Rate.AP, pooled)));
    card(
        "Count error",
        percent(pooled.median(image -> Math.abs(image.countError().percent()))),
        String.format(
            Locale.ROOT,
            "median of images; bias %+.1f objects",
            pooled.mean(image -> image.countError().signed())));
    card(
        "Merged, split",
        "%d, %d"
            .formatted(
                pooled.images().stream().mapToInt(image -> image.caicedo().merges()).sum(),
                pooled.images().stream().mapToInt(image -> image.caicedo().splits()).sum()),
        "IoU above 0.1 to several objects");
    card(
        "Aggregated Jaccard",
        three(pooled.mean(ImageEvaluation::aggregatedJaccard)),
        "adjusted Rand index " + three(pooled.mean(image -> image.rand().adjusted())));
    write("</dl>\n");
  }

  private void card(String title, String value, String more) throws IOException {
    write(
        "<div><dt>%s</dt><dd>%s%s</dd></div>\n",
        title, value, more.isEmpty() ? "" : "<small>" + more + "</small>");
  }

  private static String three(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f %%", value);
  }

  private void writePlots() throws IOException {
    write(
        """
        <h2>How strict may one be?</h2>
        <div class="plots">
        <figure><figcaption>Rates over the IoU that a match needs; faint: F1 of each image</figcaption>
        """);
    out.write(CurvePlot.rates(result));
    write(
        "</figure>\n<figure><figcaption>Counts: an image a dot, equal on the dashed line</figcaption>\n");
    out.write(CurvePlot.counts(result));
    write("</figure>\n</div>\n");
  }

  private void writeThresholds() throws IOException {
    write(
        """
        <h2>By IoU threshold</h2>
        <div class="scroll" role="region" tabindex="0" aria-label="By IoU threshold"><table>
        <thead><tr><th scope="col">IoU</th><th scope="col">F1</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">AP</th><th scope="col">Found</th><th scope="col">Extra</th><th scope="col">Missed</th></tr></thead>
        <tbody>
        """);
    double[] thresholds = convention.thresholds(pooled);
    for (int k = 0; k < thresholds.length; k++) {
      MatchCounts counts = convention.counts(pooled, k);
      write("<tr><th scope=\"row\">%.2f</th>", thresholds[k]);
      for (Rate rate : Rate.values()) {
        write("<td>%s</td>", three(convention.rate(rate, pooled, k)));
      }
      write(
          "<td>%d</td><td>%d</td><td>%d</td></tr>\n",
          counts.truePositives(), counts.falsePositives(), counts.falseNegatives());
    }
    write("</tbody></table></div>\n");
  }

  private void writeSizes() throws IOException {
    SizeScores sizes = pooled.byArea();
    write(
        """
        <h2>By size of the object</h2>
        <div class="scroll" role="region" tabindex="0" aria-label="By size of the object"><table>
        <thead><tr><th scope="col">Area</th><th scope="col">True</th><th scope="col">Recall</th><th scope="col">Predicted</th><th scope="col">Precision</th></tr></thead>
        <tbody>
        """);
    for (int i = 0; i < sizes.classes().count(); i++) {
      write(
          "<tr><th scope=\"row\">%s</th><td>%d</td><td>%s</td><td>%d</td><td>%s</td></tr>\n",
          EvaluationTable.sizeName(i),
          sizes.trueObjects()[i],
          three(sizes.recall(i, 0)),
          sizes.predictedObjects()[i],
          three(sizes.precision(i, 0)));
    }
    write(
        "</tbody><caption>At IoU %.2f; classes of Caicedo et al. 2019</caption></table></div>\n",
        pooled.thresholds()[0]);
  }

  private void writeGroups() throws IOException {
    if (result.groups().isEmpty()) {
      return;
    }
    write(
        """
        <h2>By group</h2>
        <div class="scroll" role="region" tabindex="0" aria-label="By group"><table>
        <caption>F1 and AP at IoU 0.5, mean F1 of IoU 0.5 to 0.9, median count error of the images</caption>
        <thead><tr><th scope="col">Group</th><th scope="col">Images</th><th scope="col">True</th><th scope="col">Predicted</th><th scope="col">F1</th><th scope="col">Mean F1</th><th scope="col">AP</th><th scope="col">Count error</th></tr></thead>
        <tbody>
        """);
    for (ScoreSummary group : result.groupScores()) {
      write(
          "<tr><th scope=\"row\">%s</th><td>%d</td><td>%d</td><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
          escaped(group.name()),
          group.images(),
          group.trueObjects(),
          group.predictedObjects(),
          three(group.f1()),
          three(group.meanF1()),
          three(group.ap()),
          percent(group.countErrorPercent()));
    }
    write("</tbody></table></div>\n");
  }

  private void writeImages() throws IOException {
    write(
        """
        <h2>By image</h2>
        <div class="scroll" role="region" tabindex="0" aria-label="By image"><table>
        <caption>Worst first; the headers sort</caption>
        <thead><tr>
        """);
    List<String> titles =
        List.of(
            "Image",
            "F1",
            "Mean F1",
            "Precision",
            "Recall",
            "True",
            "Predicted",
            "Count error",
            "Merged",
            "Split",
            "Jaccard");
    for (int i = 0; i < titles.size(); i++) {
      write(
          "<th scope=\"col\"%s><button type=\"button\">%s</button></th>",
          i == 1 ? " aria-sort=\"ascending\"" : "", titles.get(i));
    }
    write("</tr></thead>\n<tbody>\n");
    for (EvaluatedImage image : EvaluationTable.worstFirst(result)) {
      writeImage(image);
    }
    write("</tbody></table></div>\n");
  }

  private void writeImage(EvaluatedImage image) throws IOException {
    ImageEvaluation evaluation = image.evaluation();
    String name = escaped(image.name());
    write("<tr><th scope=\"row\" data-key=\"%s\">%s</th>", name, name);
    cell(convention.rate(Rate.F1, evaluation, 0), "%.3f");
    cell(convention.mean(Rate.F1, evaluation), "%.3f");
    cell(convention.rate(Rate.PRECISION, evaluation, 0), "%.3f");
    cell(convention.rate(Rate.RECALL, evaluation, 0), "%.3f");
    cell(evaluation.truth().count(), "%.0f");
    cell(evaluation.predicted().count(), "%.0f");
    cell(
        evaluation.countError().signed(), evaluation.countError().signed() == 0 ? "%.0f" : "%+.0f");
    cell(evaluation.caicedo().merges(), "%.0f");
    cell(evaluation.caicedo().splits(), "%.0f");
    cell(evaluation.aggregatedJaccard(), "%.3f");
    write("</tr>\n");
  }

  private void cell(double value, String format) throws IOException {
    boolean none = Double.isNaN(value);
    write(
        "<td data-key=\"%s\">%s</td>",
        none ? "" : Double.toString(value), none ? "–" : String.format(Locale.ROOT, format, value));
  }

  private void writePictures(List<WorstOverlays.Overlay> overlays) throws IOException {
    if (overlays.isEmpty()) {
      return;
    }
    write(
        """
        <h2>%s</h2>
        <ul class="legend">
        <li><i style="--c:#ffe000"></i>right: predicted, with a true partner</li>
        <li><i style="--c:#1fe07a"></i>extra: predicted, without one</li>
        <li><i class="thick" style="--c:#ff3b30"></i>missed: true, without a partner</li>
        </ul>
        <p class="soft">At IoU %.2f. A click, or Enter, enlarges a picture.</p>
        <div class="pictures">
        """,
        overlays.size() < result.images().size()
            ? "The " + overlays.size() + " worst images"
            : "Every image, worst first",
        pooled.thresholds()[0]);
    for (WorstOverlays.Overlay overlay : overlays) {
      writePicture(overlay);
    }
    write("</div>\n");
  }

  private void writePicture(WorstOverlays.Overlay overlay) throws IOException {
    MatchCounts counts = overlay.image().evaluation().counts()[0];
    String name = escaped(overlay.image().name());
    String words =
        "%d right, %d extra, %d missed"
            .formatted(counts.truePositives(), counts.falsePositives(), counts.falseNegatives());
    write(
        "<figure><figcaption>%s <span>F1 %s: %s</span></figcaption>"
            + "<button type=\"button\" aria-expanded=\"false\">"
            + "<img width=\"%d\" height=\"%d\" loading=\"lazy\" alt=\"%s with outlines: %s\" src=\"data:image/png;base64,",
        name,
        three(convention.rate(Rate.F1, overlay.image().evaluation(), 0)),
        words,
        overlay.width(),
        overlay.height(),
        name,
        words);
    out.write(Base64.getEncoder().encodeToString(overlay.png()));
    out.write("\"></button></figure>\n");
  }
}

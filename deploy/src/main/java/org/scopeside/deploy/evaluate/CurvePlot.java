package org.scopeside.deploy.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.scopeside.deploy.evaluate.Convention.Rate;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.PooledEvaluation;

/** The two drawings of the report, as SVG; colours and dashes are in its style sheet. */
final class CurvePlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;
  private static final int LEFT = 44;
  private static final int RIGHT = 78;
  private static final int TOP = 12;
  private static final int BOTTOM = 42;
  private static final int MOST_FAINT = 300;
  private static final int LINE_HEIGHT = 15;

  private final StringBuilder svg = new StringBuilder();
  private final double lowX;
  private final double highX;
  private final double highY;

  private CurvePlot(double lowX, double highX, double highY, String what) {
    this.lowX = lowX;
    this.highX = highX;
    this.highY = highY;
    append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", WIDTH, HEIGHT, what);
  }

  /** F1, precision, recall and AP over IoU, with the F1 of each image behind them. */
  static String rates(EvaluationResult result) {
    PooledEvaluation pooled = result.pooled();
    Convention convention = result.settings().convention();
    double[] thresholds = convention.thresholds(pooled);
    double first = thresholds[0];
    double last = thresholds[thresholds.length - 1];
    CurvePlot plot =
        new CurvePlot(
            first,
            last > first ? last : first + 0.05,
            1,
            "F1, precision, recall and AP over the IoU threshold; the table below has the numbers");
    plot.axes(thresholds.length == 1 ? new double[] {first} : thresholds, 0.2, "%.2f", "%.1f");
    plot.label("IoU threshold", "");
    for (ImageEvaluation image :
        pooled.images().subList(0, Math.min(MOST_FAINT, pooled.images().size()))) {
      plot.line("each", thresholds, k -> convention.rate(Rate.F1, image, k));
    }
    for (Rate rate : Rate.values()) {
      plot.line(
          "curve " + rate.title().toLowerCase(Locale.ROOT),
          thresholds,
          k -> convention.rate(rate, pooled, k));
    }
    plot.names(convention, pooled, thresholds.length - 1);
    return plot.svg.append("</svg>").toString();
  }

  /** Predicted over true number of objects, an image a dot. */
  static String counts(EvaluationResult result) {
    int most = 1;
    for (EvaluatedImage image : result.images()) {
      ImageEvaluation evaluation = image.evaluation();
      most = Math.max(most, Math.max(evaluation.truth().count(), evaluation.predicted().count()));
    }
    double step = niceStep(most);
    double end = Math.ceil(most / step) * step;
    CurvePlot plot =
        new CurvePlot(0, end, end, "Number of predicted objects over number of true objects");
    double[] ticks = new double[(int) Math.round(end / step) + 1];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = i * step;
    }
    plot.axes(ticks, step, "%.0f", "%.0f");
    plot.label("true objects in an image", "predicted");
    plot.append(
        "<line class=\"equal\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
        plot.x(0), plot.y(0), plot.x(end), plot.y(end));
    for (EvaluatedImage image : result.images()) {
      plot.dot(image);
    }
    return plot.svg.append("</svg>").toString();
  }

  private static double niceStep(int most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most / 4.0))));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power * 5 >= most) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private void append(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private double x(double value) {
    return LEFT + (value - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / highY * (HEIGHT - TOP - BOTTOM);
  }

  private void axes(double[] ticks, double stepY, String formatX, String formatY) {
    for (int i = 0; i * stepY <= highY * 1.0001; i++) {
      double at = i * stepY;
      append(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT, WIDTH - RIGHT, y(at), y(at));
      text(LEFT - 8, y(at) + 4, "end", String.format(Locale.ROOT, formatY, at));
    }
    int every = Math.max(1, (ticks.length + 9) / 10);
    for (int i = 0; i < ticks.length; i += every) {
      text(
          x(ticks[i]),
          HEIGHT - BOTTOM + 18,
          "middle",
          String.format(Locale.ROOT, formatX, ticks[i]));
    }
  }

  private void label(String across, String up) {
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", across);
    if (!up.isEmpty()) {
      text(LEFT + 6, TOP + 10, "start", up);
    }
  }

  private void text(double x, double y, String anchor, String words) {
    append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, words);
  }

  private void line(String style, double[] thresholds, IntToDoubleFunction value) {
    StringBuilder points = new StringBuilder();
    for (int k = 0; k < thresholds.length; k++) {
      double at = value.applyAsDouble(k);
      if (!Double.isNaN(at)) {
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(thresholds[k]), y(at)));
      }
    }
    double only = value.applyAsDouble(0);
    if (thresholds.length == 1 && !Double.isNaN(only)) {
      // A line of one point would not be seen.
      points.append(String.format(Locale.ROOT, "%d,%.1f", WIDTH - RIGHT, y(only)));
    }
    if (points.length() > 0) {
      append("<polyline class=\"%s\" points=\"%s\"/>\n", style, points);
    }
  }

  /** The curves' names at their ends, pushed apart where they would lie on each other. */
  private void names(Convention convention, PooledEvaluation pooled, int last) {
    List<Rate> fromTop =
        Arrays.stream(Rate.values())
            .filter(rate -> !Double.isNaN(convention.rate(rate, pooled, last)))
            .sorted(Comparator.comparingDouble(rate -> -convention.rate(rate, pooled, last)))
            .toList();
    double[] at = new double[fromTop.size()];
    double lowest = HEIGHT - BOTTOM + 4.0;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = Math.min(lowest, y(convention.rate(fromTop.get(i), pooled, last)) + 4);
      lowest = at[i] - LINE_HEIGHT;
    }
    for (int i = 0; i < at.length; i++) {
      Rate rate = fromTop.get(i);
      double y = at[i];
      append(
          "<line class=\"curve %s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          rate.title().toLowerCase(Locale.ROOT),
          WIDTH - RIGHT + 4,
          WIDTH - RIGHT + 20,
          y - 4,
          y - 4);
      text(WIDTH - RIGHT + 24, y, "start", rate.title());
    }
  }

  private void dot(EvaluatedImage image) {
    int truth = image.evaluation().truth().count();
    int predicted = image.evaluation().predicted().count();
    append(
        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s: %d true, %d predicted</title></circle>\n",
        x(truth), y(predicted), EvaluationReport.escaped(image.name()), truth, predicted);
  }
}

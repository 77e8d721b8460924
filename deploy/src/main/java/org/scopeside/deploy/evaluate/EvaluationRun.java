package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.NumberedObjects;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;

/** One pair after the other, so that memory holds one image, whatever the number of images. */
final class EvaluationRun {
  private static final int COLUMNS = 100;

  private final EvaluationResult.Settings settings;
  private final double[] thresholds;
  private final @Nullable ModelSegmenter model;
  private final @Nullable LabelWriter labelsOut;
  private final @Nullable WorstOverlays overlays;
  private final ImageGroups groups;

  /**
   * @param thresholds IoU to match at
   * @param model null where predictions are label images
   * @param labelsOut where to write what the model found; null for nowhere
   * @param overlays to be filled for the report; null without one
   * @param groups which images belong together
   */
  EvaluationRun(
      EvaluationResult.Settings settings,
      double[] thresholds,
      @Nullable ModelSegmenter model,
      @Nullable LabelWriter labelsOut,
      @Nullable WorstOverlays overlays,
      ImageGroups groups) {
    this.settings = settings;
    this.thresholds = thresholds.clone();
    this.model = model;
    this.labelsOut = labelsOut;
    this.overlays = overlays;
    this.groups = groups;
  }

  /**
   * Measures all pairs.
   *
   * @param progress where a bar is shown; null for nowhere
   * @throws IOException that names the file that cannot be read, or segmented
   */
  EvaluationResult execute(List<Pairing.Pair> pairs, @Nullable PrintStream progress)
      throws IOException {
    List<EvaluatedImage> images = new ArrayList<>();
    try (ProgressBar bar = progress == null ? null : bar(progress, pairs.size())) {
      for (Pairing.Pair pair : pairs) {
        if (bar != null) {
          bar.setExtraMessage(pair.name());
        }
        images.add(evaluate(pair));
        if (bar != null) {
          bar.step();
        }
      }
    }
    return EvaluationResult.of(settings, images, groups);
  }

  private static ProgressBar bar(PrintStream out, int images) {
    return new ProgressBarBuilder()
        .setTaskName("Images")
        .setInitialMax(images)
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(out, COLUMNS))
        .build();
  }

  /** Objects that are compared, and the grey plane they lie in. */
  private record Prediction(FoundObjects found, @Nullable GreyImage image, double seconds) {}

  private EvaluatedImage evaluate(Pairing.Pair pair) throws IOException {
    NumberedObjects truth = PlaneValues.read(pair.truth()).labels(settings.minSize());
    Prediction predicted = model == null ? read(pair) : segment(model, pair);
    ImageEvaluation evaluation = ImageEvaluation.of(truth.labels(), predicted.found(), thresholds);
    EvaluatedImage evaluated =
        new EvaluatedImage(
            pair.name(),
            truth.labels().width(),
            truth.labels().height(),
            predicted.seconds(),
            evaluation);
    if (overlays != null) {
      overlays.offer(
          evaluated, truth.labels(), predicted.found().labels(), () -> image(pair, predicted));
    }
    return evaluated;
  }

  private static @Nullable GreyImage image(Pairing.Pair pair, Prediction predicted)
      throws IOException {
    if (predicted.image() != null) {
      return predicted.image();
    }
    Path image = pair.image();
    return image == null ? null : PlaneValues.read(image).grey();
  }

  private Prediction read(Pairing.Pair pair) throws IOException {
    PlaneValues values = PlaneValues.read(pair.first());
    NumberedObjects objects = values.labels(settings.minSize());
    int[] all = settings.minSize() > 1 ? values.labels(0).originals() : objects.originals();
    float[] scores = ScoreFile.beside(pair.first(), objects.originals(), all);
    FoundObjects found = new FoundObjects(objects.labels(), scores, new int[0]);
    return new Prediction(found, null, Double.NaN);
  }

  private Prediction segment(ModelSegmenter segmenter, Pairing.Pair pair) throws IOException {
    List<GreyImage> channels = new ArrayList<>();
    for (Path channel : pair.compared()) {
      channels.add(PlaneValues.read(channel).grey());
    }
    GreyImage image = channels.get(0);
    long start = System.nanoTime();
    FoundObjects found;
    try {
      found = segmenter.segment(channels, settings.pixelSizeUm(), settings.objects());
    } catch (IOException failed) {
      throw new IOException(pair.first() + ": " + failed.getMessage(), failed);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (labelsOut != null) {
      // Named by the pair, so that the folder can be evaluated again as it is.
      LabelWriter.Source source = new LabelWriter.Source(pair.first(), pair.name() + ".tif", 0);
      labelsOut.write(source, image.width(), image.height(), found.labels().labels());
    }
    return new Prediction(largeEnough(found), image, seconds);
  }

  private FoundObjects largeEnough(FoundObjects found) {
    NumberedObjects kept = NumberedObjects.of(found.labels(), settings.minSize());
    int[] originals = kept.originals();
    float[] scores = new float[found.scores().length == 0 ? 0 : originals.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found.scores()[originals[i] - 1];
    }
    return new FoundObjects(kept.labels(), scores, new int[0]);
  }
}

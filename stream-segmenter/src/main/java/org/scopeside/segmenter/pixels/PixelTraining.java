package org.scopeside.segmenter.pixels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Trains a pixel classifier from images and their label images.
 *
 * <pre>{@code
 * PixelTraining training = new PixelTraining(FeatureSet.defaults(), ForestSettings.defaults());
 * training.add(image, truth, 3000);
 * TrainingReport report = training.train(tree -> {});
 * training.write(folder.resolve(ForestFile.NAME));
 * }</pre>
 *
 * <p>The same images in the same order with the same seed give the same file, byte by byte. Memory:
 * 4 bytes for each feature of each sample. For one thread.
 */
public final class PixelTraining {
  private final FeatureSet features;
  private final ForestSettings settings;
  private final IntensityScale scale = IntensityScale.defaults();
  private final SampleCollector collector;
  private final List<TrainedForest> result = new ArrayList<>(1);
  private int images;

  public PixelTraining(FeatureSet features, ForestSettings settings) {
    this.features = features;
    this.settings = settings;
    collector = new SampleCollector(scale, features, settings.seed());
  }

  /**
   * Draws pixels of an image.
   *
   * @param truth may be without objects: it teaches what background looks like
   * @param samples pixels to draw, in equal numbers of each class as far as there are any
   * @throws IllegalArgumentException if the sizes differ
   */
  public void add(GreyImage image, LabelImage truth, int samples) {
    if (image.width() != truth.width() || image.height() != truth.height()) {
      throw new IllegalArgumentException(
          "image %dx%d, label image %dx%d"
              .formatted(image.width(), image.height(), truth.width(), truth.height()));
    }
    collector.add(image, truth, samples);
    images++;
  }

  /**
   * Grows the forest, on all cores.
   *
   * @param grown told of every tree that has grown, from any thread
   * @throws IllegalArgumentException if a class has no pixel in any of the images
   */
  public TrainingReport train(Consumer<Integer> grown) {
    BinnedSamples empty = new BinnedSamples(new byte[0][], new byte[0]);
    FeatureBins bins = collector.bins();
    BinnedSamples samples = collector.size() == 0 ? empty : collector.binned(bins);
    checkClasses(samples.countsByClass());
    ForestTrainer.Grown forest = new ForestTrainer(samples, settings).grow(grown);
    result.clear();
    result.add(new TrainedForest(scale, features, bins, forest.forest()));
    return report(samples.size(), forest);
  }

  private void checkClasses(int[] counts) {
    List<String> absent =
        Arrays.stream(PixelClass.values())
            .filter(c -> counts[c.channel()] == 0)
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!absent.isEmpty()) {
      throw new IllegalArgumentException(
          "no pixel of %s in %d label images; background, interior and boundary are all needed"
              .formatted(String.join(" or ", absent), images));
    }
  }

  private TrainingReport report(int samples, ForestTrainer.Grown grown) {
    long right = 0;
    long all = 0;
    for (int c = 0; c < PixelClass.COUNT; c++) {
      right += grown.confusion()[c][c];
      for (long found : grown.confusion()[c]) {
        all += found;
      }
    }
    Forest forest = grown.forest();
    long nodes = IntStream.range(0, forest.trees()).mapToLong(t -> forest.words(t).length).sum();
    double error = all == 0 ? Double.NaN : 1 - (double) right / all;
    return new TrainingReport(
        images, samples, error, grown.confusion(), byName(grown.importance()), nodes);
  }

  private Map<String, Double> byName(double[] importance) {
    List<String> names = features.names();
    Map<String, Double> sorted = new LinkedHashMap<>();
    IntStream.range(0, importance.length)
        .boxed()
        .sorted(Comparator.comparingDouble(f -> -importance[f]))
        .forEach(f -> sorted.put(names.get(f), importance[f]));
    return sorted;
  }

  /**
   * Writes what {@link #train} has grown.
   *
   * @throws IllegalStateException before that
   */
  public void write(Path file) throws IOException {
    if (result.isEmpty()) {
      throw new IllegalStateException("nothing was trained yet");
    }
    ForestFile.write(result.get(0), file);
  }
}

package org.scopeside.segmenter.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of images as one. Two ways to get there, and both are here: pooled, the objects of all
 * images counted together, and as the mean over images, where every image weighs the same and one
 * without a value (NaN) is left out.
 *
 * @param images at least one, matched at the same thresholds
 */
public record PooledEvaluation(List<ImageEvaluation> images) {
  public PooledEvaluation {
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("no image to evaluate");
    }
  }

  public double[] thresholds() {
    return images.get(0).thresholds();
  }

  /** TP, FP, FN of all images together at a threshold. */
  public MatchCounts counts(int threshold) {
    return images.stream()
        .map(image -> image.counts()[threshold])
        .reduce(MatchCounts.NONE, MatchCounts::plus);
  }

  /** TP, FP, FN of all images together by Caicedo's rule, at one of his thresholds. */
  public MatchCounts caicedoCounts(int threshold) {
    return images.stream()
        .map(image -> image.caicedo().counts()[threshold])
        .reduce(MatchCounts.NONE, MatchCounts::plus);
  }

  /**
   * {@code matching_dataset} of StarDist at a threshold: counts and Σ IoU of all images together.
   */
  public StarDistScores starDist(int threshold) {
    return images.stream()
        .map(image -> image.starDist()[threshold])
        .reduce(StarDistScores::plus)
        .orElseThrow();
  }

  /** Mean over the images that have a value; NaN where none has. */
  public double mean(ToDoubleFunction<ImageEvaluation> measure) {
    return values(measure).average().orElse(Double.NaN);
  }

  /** Median over the images that have a value; NaN where none has. */
  public double median(ToDoubleFunction<ImageEvaluation> measure) {
    double[] sorted = values(measure).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private DoubleStream values(ToDoubleFunction<ImageEvaluation> measure) {
    return images.stream().mapToDouble(measure).filter(value -> !Double.isNaN(value));
  }

  /** Numbers of objects of all images together. */
  public CountError countError() {
    return new CountError(
        images.stream().mapToInt(image -> image.truth().count()).sum(),
        images.stream().mapToInt(image -> image.predicted().count()).sum());
  }

  /** COCO's average precision; null unless every image with predicted objects has scores. */
  public @Nullable CocoPrecision coco() {
    List<CocoDetections> ranked =
        images.stream().map(ImageEvaluation::ranked).filter(Objects::nonNull).toList();
    boolean scored = ranked.stream().anyMatch(image -> image.scores().length > 0);
    return ranked.size() == images.size() && scored ? CocoPrecision.of(ranked) : null;
  }

  /** True objects by Caicedo's classes, or missed ones, of all images together. */
  public int[] sumByArea(Function<CaicedoScores, int[]> measure) {
    int[] sums = new int[CaicedoScores.AREA_CLASSES.count()];
    for (ImageEvaluation image : images) {
      Arrays.setAll(sums, at -> sums[at] + measure.apply(image.caicedo())[at]);
    }
    return sums;
  }

  /** Recall and precision by the area classes of Caicedo et al. 2019. */
  public SizeScores byArea() {
    return SizeScores.of(CaicedoScores.AREA_CLASSES, thresholds().length, images);
  }

  /** Recall and precision by quarters of the true objects' areas. */
  public SizeScores byQuartile() {
    int[] areas =
        images.stream()
            .map(ImageEvaluation::truth)
            .flatMapToInt(objects -> IntStream.rangeClosed(1, objects.count()).map(objects::area))
            .toArray();
    return SizeScores.of(SizeClasses.quartiles(areas), thresholds().length, images);
  }
}

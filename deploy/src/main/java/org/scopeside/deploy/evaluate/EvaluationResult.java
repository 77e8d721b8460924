package org.scopeside.deploy.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.evaluate.PooledEvaluation;

/**
 * All that an evaluation came to.
 *
 * @param settings it was asked with
 * @param images in the order of their names
 * @param pooled the same, together
 * @param groups the same, group by group; none where no groups were given
 */
record EvaluationResult(
    Settings settings,
    List<EvaluatedImage> images,
    PooledEvaluation pooled,
    Map<String, PooledEvaluation> groups) {

  static EvaluationResult of(Settings settings, List<EvaluatedImage> images, ImageGroups grouping) {
    Map<String, PooledEvaluation> groups = new LinkedHashMap<>();
    if (grouping.isKnown()) {
      grouping.split(images).forEach((name, members) -> groups.put(name, pool(members)));
    }
    return new EvaluationResult(settings, images, pool(images), groups);
  }

  private static PooledEvaluation pool(List<EvaluatedImage> images) {
    return new PooledEvaluation(images.stream().map(EvaluatedImage::evaluation).toList());
  }

  /** The scores of each group. */
  List<ScoreSummary> groupScores() {
    return groups.entrySet().stream()
        .map(group -> ScoreSummary.of(group.getKey(), group.getValue(), settings.convention()))
        .toList();
  }

  /** Median time of the model for an image, s; NaN where labels were given. */
  double medianSeconds() {
    double[] sorted = images.stream().mapToDouble(EvaluatedImage::seconds).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /**
   * What was asked.
   *
   * @param predictions folder, or the images that the model segmented
   * @param model null where labels were given
   * @param pixelSizeUm µm; NaN where it is not known
   * @param objects kind of object that was measured; null for the one that the model counts
   * @param minSize pixels that an object needs to count
   */
  record Settings(
      String predictions,
      String truth,
      @Nullable String model,
      double pixelSizeUm,
      @Nullable ObjectKind objects,
      int minSize,
      Convention convention) {}
}

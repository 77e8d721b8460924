package org.scopeside.deploy.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.evaluate.PooledEvaluation;

/**
 * All that an evaluation came to.
 *
 * @param settings it was asked with
 * @param images in the order of their names
 * @param pooled the same, together
 */
record EvaluationResult(Settings settings, List<EvaluatedImage> images, PooledEvaluation pooled) {

  static EvaluationResult of(Settings settings, List<EvaluatedImage> images) {
    PooledEvaluation pooled =
        new PooledEvaluation(images.stream().map(EvaluatedImage::evaluation).toList());
    return new EvaluationResult(settings, images, pooled);
  }

  /**
   * What was asked.
   *
   * @param predictions folder, or the images that the model segmented
   * @param model null where labels were given
   * @param pixelSizeUm µm; NaN where it is not known
   * @param minSize pixels that an object needs to count
   */
  record Settings(
      String predictions,
      String truth,
      @Nullable String model,
      double pixelSizeUm,
      int minSize,
      Convention convention) {}
}

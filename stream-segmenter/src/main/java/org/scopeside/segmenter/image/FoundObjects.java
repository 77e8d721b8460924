package org.scopeside.segmenter.image;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Objects with what a decoder knows of them beside their pixels.
 *
 * @param labels {@code [y][x]}
 * @param scores confidence of object {@code i} at {@code i - 1}, 0 to 1, the larger the surer;
 *     empty where the decoder has none
 * @param classes class of object {@code i} at {@code i - 1}, from 1; empty where the model has one
 *     class only
 */
// Arrays: one entry an object, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record FoundObjects(LabelImage labels, float[] scores, int[] classes) {
  public FoundObjects {
    int objects = labels.objectCount();
    if (scores.length != 0 && scores.length != objects) {
      throw new IllegalArgumentException(scores.length + " scores for " + objects + " objects");
    }
    if (classes.length != 0 && classes.length != objects) {
      throw new IllegalArgumentException(classes.length + " classes for " + objects + " objects");
    }
  }

  /** Objects without scores or classes. */
  public static FoundObjects of(LabelImage labels) {
    return new FoundObjects(labels, new float[0], new int[0]);
  }

  /**
   * Those of at least a size, in their order.
   *
   * @param minPixels smallest size that is kept; 1 or less keeps all
   */
  public FoundObjects atLeast(int minPixels) {
    int objects = labels.objectCount();
    int[] sizes = new int[objects + 1];
    for (int label : labels.labels()) {
      sizes[label]++;
    }
    int[] kept = IntStream.rangeClosed(1, objects).filter(i -> sizes[i] >= minPixels).toArray();
    if (kept.length == objects) {
      return this;
    }
    int[] number = new int[objects + 1];
    for (int i = 0; i < kept.length; i++) {
      number[kept[i]] = i + 1;
    }
    int[] left = Arrays.stream(labels.labels()).map(label -> number[label]).toArray();
    float[] leftScores = new float[scores.length == 0 ? 0 : kept.length];
    for (int i = 0; i < leftScores.length; i++) {
      leftScores[i] = scores[kept[i] - 1];
    }
    int[] leftClasses =
        classes.length == 0
            ? classes
            : Arrays.stream(kept).map(label -> classes[label - 1]).toArray();
    return new FoundObjects(
        LabelImage.ofConsecutive(left, labels.width(), labels.height(), kept.length),
        leftScores,
        leftClasses);
  }
}

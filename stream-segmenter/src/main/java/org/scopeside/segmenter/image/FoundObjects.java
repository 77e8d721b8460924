package org.scopeside.segmenter.image;

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
}

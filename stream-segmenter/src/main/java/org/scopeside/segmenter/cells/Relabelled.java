package org.scopeside.segmenter.cells;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects after a step that some of them may not survive.
 *
 * @param labels the objects that are left, in their old order
 * @param previous label before the step of object {@code i} at {@code i - 1}
 */
// Arrays: one entry an object, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Relabelled(LabelImage labels, int[] previous) {
  public Relabelled {
    if (previous.length != labels.objectCount()) {
      throw new IllegalArgumentException(
          previous.length + " previous labels for " + labels.objectCount() + " objects");
    }
  }

  /** All objects as they are. */
  static Relabelled unchanged(LabelImage labels) {
    int[] previous = new int[labels.objectCount()];
    Arrays.setAll(previous, i -> i + 1);
    return new Relabelled(labels, previous);
  }

  /**
   * Closes the gaps in the numbering.
   *
   * @param labels 0 to {@code largest}, some of which may be missing; overwritten and owned by the
   *     result
   */
  static Relabelled compact(int[] labels, int width, int height, int largest) {
    boolean[] present = new boolean[largest + 1];
    for (int label : labels) {
      present[label] = true;
    }
    int[] number = new int[largest + 1];
    int[] previous = new int[largest];
    int count = 0;
    for (int label = 1; label <= largest; label++) {
      if (present[label]) {
        previous[count] = label;
        number[label] = ++count;
      }
    }
    if (count < largest) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = number[labels[i]];
      }
    }
    return new Relabelled(
        LabelImage.ofConsecutive(labels, width, height, count), Arrays.copyOf(previous, count));
  }
}

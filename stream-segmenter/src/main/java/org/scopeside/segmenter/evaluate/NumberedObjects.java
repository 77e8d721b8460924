package org.scopeside.segmenter.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects of a label image as it came, numbered anew from 1 without gaps, in the order of their
 * labels.
 *
 * @param labels {@code [y][x]}, consecutive
 * @param originals label that object {@code i} had, at {@code i - 1}; ascending
 */
// Arrays: one entry an object, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record NumberedObjects(LabelImage labels, int[] originals) {

  /**
   * Numbers the objects, without those that are too small: Han et al. 2024 leave out objects below
   * a size in the truth and in the prediction alike before they are matched.
   *
   * @param labels row-major {@code [y][x]}, 0 for background, any positive number for an object;
   *     only read
   * @param minSize pixels that an object needs to count; 0 or 1 keeps all
   * @throws IllegalArgumentException if a label is negative or the sizes do not agree
   */
  public static NumberedObjects of(int[] labels, int width, int height, int minSize) {
    int[] present = distinct(labels);
    int[] areas = new int[present.length];
    int[] numbers = new int[labels.length];
    for (int i = 0, last = 0, at = -1; i < labels.length; i++) {
      int label = labels[i];
      if (label != 0) {
        // Neighbours mostly share their label.
        at = label == last ? at : Arrays.binarySearch(present, label);
        last = label;
        numbers[i] = at + 1;
        areas[at]++;
      }
    }
    int[] kept = IntStream.range(0, present.length).filter(i -> areas[i] >= minSize).toArray();
    if (kept.length < present.length) {
      renumber(numbers, present.length, kept);
    }
    int[] originals = IntStream.of(kept).map(i -> present[i]).toArray();
    return new NumberedObjects(
        LabelImage.ofConsecutive(numbers, width, height, kept.length), originals);
  }

  private static int[] distinct(int[] labels) {
    int[] runs = new int[Math.min(labels.length, 1024)];
    int count = 0;
    int last = 0;
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("label " + label + " is negative");
      }
      if (label != last && label != 0) {
        runs = count == runs.length ? Arrays.copyOf(runs, 2 * count) : runs;
        runs[count++] = label;
      }
      last = label;
    }
    return IntStream.of(Arrays.copyOf(runs, count)).sorted().distinct().toArray();
  }

  private static void renumber(int[] numbers, int objects, int[] kept) {
    int[] target = new int[objects + 1];
    for (int i = 0; i < kept.length; i++) {
      target[kept[i] + 1] = i + 1;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = target[numbers[i]];
    }
  }

  /** Objects of a label image that is consecutive already. */
  public static NumberedObjects of(LabelImage labels, int minSize) {
    return of(labels.labels(), labels.width(), labels.height(), minSize);
  }
}

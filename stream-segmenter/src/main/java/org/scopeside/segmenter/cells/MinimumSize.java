package org.scopeside.segmenter.cells;

import org.scopeside.segmenter.image.LabelImage;

/** Drops objects that are too small to be what is looked for. */
public final class MinimumSize {
  private MinimumSize() {}

  /**
   * The objects of at least a size.
   *
   * @param labels only read
   * @param minPixels smallest size that is kept, in pixels; 1 or less keeps all
   */
  public static Relabelled keep(LabelImage labels, int minPixels) {
    int[] sizes = sizes(labels);
    boolean all = true;
    for (int object = 1; object < sizes.length; object++) {
      all &= sizes[object] >= minPixels;
    }
    if (all) {
      return Relabelled.unchanged(labels);
    }
    int[] kept = labels.labels().clone();
    for (int i = 0; i < kept.length; i++) {
      if (sizes[kept[i]] < minPixels) {
        kept[i] = 0;
      }
    }
    return Relabelled.compact(kept, labels.width(), labels.height(), labels.objectCount());
  }

  /** Pixels of object {@code i} at {@code i}; of the background at 0. */
  static int[] sizes(LabelImage labels) {
    int[] sizes = new int[labels.objectCount() + 1];
    for (int label : labels.labels()) {
      sizes[label]++;
    }
    return sizes;
  }
}

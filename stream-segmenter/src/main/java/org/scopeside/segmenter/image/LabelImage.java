package org.scopeside.segmenter.image;

/**
 * The objects found in one plane, shape {@code [y][x]}: 0 is background, 1 to {@link
 * #objectCount()} are the objects, none missing.
 *
 * <p>The array is not copied: who passes it in gives it up, and no one may write to it afterwards.
 */
public final class LabelImage {
  private final int[] labels;
  private final int width;
  private final int height;
  private final int objectCount;

  private LabelImage(int[] labels, int width, int height, int objectCount) {
    ImageShape.check("label image", labels.length, width, height);
    this.labels = labels;
    this.width = width;
    this.height = height;
    this.objectCount = objectCount;
  }

  /**
   * Labels from a program or a file, checked to be consecutive.
   *
   * @param labels row-major {@code [y][x]}, owned by the image from now on
   * @throws IllegalArgumentException if the sizes do not agree, a label is negative, or a number
   *     between 1 and the largest label is missing
   */
  public static LabelImage of(int[] labels, int width, int height) {
    return new LabelImage(labels, width, height, countConsecutive(labels));
  }

  /**
   * Labels whose numbering the caller has just made, so that checking it again would only cost
   * time: 0 to {@code objectCount}, none missing.
   *
   * @throws IllegalArgumentException if the sizes do not agree or {@code objectCount} cannot be
   */
  public static LabelImage ofConsecutive(int[] labels, int width, int height, int objectCount) {
    if (objectCount < 0 || objectCount > labels.length) {
      throw new IllegalArgumentException(
          objectCount + " objects cannot be in " + labels.length + " pixels");
    }
    return new LabelImage(labels, width, height, objectCount);
  }

  /** An image of the given size without objects. */
  public static LabelImage empty(int width, int height) {
    return new LabelImage(new int[Math.multiplyExact(width, height)], width, height, 0);
  }

  /** The labels themselves, row-major {@code [y][x]}; for reading only. */
  public int[] labels() {
    return labels;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Number of objects, and the largest label. */
  public int objectCount() {
    return objectCount;
  }

  /** The label in row {@code y}, column {@code x}; for tests and diagnostics, not for loops. */
  public int at(int y, int x) {
    return labels[ImageShape.index(y, x, width, height)];
  }

  private static int countConsecutive(int[] labels) {
    int largest = 0;
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("label " + label + " is negative");
      }
      largest = Math.max(largest, label);
    }
    if (largest > labels.length) {
      throw new IllegalArgumentException(
          "label " + largest + " cannot be consecutive in " + labels.length + " pixels");
    }
    boolean[] seen = new boolean[largest + 1];
    for (int label : labels) {
      seen[label] = true;
    }
    for (int label = 1; label <= largest; label++) {
      if (!seen[label]) {
        throw new IllegalArgumentException(
            "label " + label + " of 1.." + largest + " is missing: labels are not consecutive");
      }
    }
    return largest;
  }
}

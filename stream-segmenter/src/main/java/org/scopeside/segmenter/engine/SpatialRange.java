package org.scopeside.segmenter.engine;

/**
 * Sizes that a dynamic axis of rows or columns will be given.
 *
 * @param min smallest, pixels
 * @param usual the one to be fastest at
 * @param max largest
 */
public record SpatialRange(int min, int usual, int max) {
  public SpatialRange {
    if (min < 1 || usual < min || max < usual) {
      throw new IllegalArgumentException("sizes %d, %d, %d".formatted(min, usual, max));
    }
  }
}

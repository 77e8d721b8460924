package org.scopeside.segmenter.image;

import java.util.Arrays;

/**
 * Smallest and largest value of a plane.
 *
 * @param min smallest value
 * @param max largest value
 */
public record ValueRange(float min, float max) {
  private static final int BLOCK = 1024;

  /** The range of a plane's own values. */
  public static ValueRange of(GreyImage plane) {
    return of(plane.pixels(), plane);
  }

  /**
   * The range of values made from a plane.
   *
   * @param values of at least one pixel
   * @param plane that they were made from, to be named if they are not finite
   * @throws NonFinitePixelsException if one is NaN or infinite
   */
  public static ValueRange of(float[] values, GreyImage plane) {
    float[] block = new float[BLOCK];
    float[] least = new float[BLOCK];
    float[] most = new float[BLOCK];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < values.length; i += BLOCK) {
      // A last block that is not full keeps the rest of the one before: the range is the same.
      System.arraycopy(values, i, block, 0, Math.min(BLOCK, values.length - i));
      if (i == 0 && values.length < BLOCK) {
        Arrays.fill(block, values.length, BLOCK, values[0]);
      }
      widen(block, least, most);
    }
    ValueRange range = new ValueRange(reduce(least, true), reduce(most, false));
    if (!Float.isFinite(range.min) || !Float.isFinite(range.max)) {
      throw new NonFinitePixelsException(plane);
    }
    return range;
  }

  /** One lane a pixel, so that it is vectorised; NaN wins against both and is found at no cost. */
  private static void widen(float[] block, float[] least, float[] most) {
    for (int i = 0; i < BLOCK; i++) {
      least[i] = Math.min(least[i], block[i]);
      most[i] = Math.max(most[i], block[i]);
    }
  }

  private static float reduce(float[] lanes, boolean least) {
    float result = lanes[0];
    for (float lane : lanes) {
      result = least ? Math.min(result, lane) : Math.max(result, lane);
    }
    return result;
  }
}

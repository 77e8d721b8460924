package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;

/** Pixels of the maps that vote for an outline, the surest first. */
final class StarCandidates {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private StarCandidates() {}

  /**
   * Positions {@code y * width + x} of probabilities above the threshold, except along the border,
   * by falling probability. Of equal ones the later position comes first, as in a stable sort read
   * backwards; StarDist leaves that to NumPy's unstable sort, so there it differs between machines.
   *
   * @param probability {@code [y][x]}, finite
   * @param threshold compared in single precision, at least 0
   */
  static int[] surestFirst(
      float[] probability, int width, int height, float threshold, int border) {
    int count = 0;
    for (int y = border; y < height - border; y++) {
      for (int i = y * width + border; i < (y + 1) * width - border; i++) {
        count += probability[i] > threshold ? 1 : 0;
      }
    }
    int[] positions = new int[count];
    for (int y = border; y < height - border; y++) {
      for (int i = y * width + border; i < (y + 1) * width - border; i++) {
        if (probability[i] > threshold) {
          positions[--count] = i;
        }
      }
    }
    return sort(positions, probability);
  }

  /**
   * Given positions in the same order.
   *
   * @param probability {@code [y][x]}, finite and not negative at the positions
   */
  static int[] surestFirst(int[] given, float[] probability) {
    int[] positions = given.clone();
    // Of equal ones the later first: a stable sort keeps falling positions so.
    Arrays.sort(positions);
    for (int i = 0, j = positions.length - 1; i < j; i++, j--) {
      int swap = positions[i];
      positions[i] = positions[j];
      positions[j] = swap;
    }
    return sort(positions, probability);
  }

  /** Radix sort: the bits of positive floats are ordered as their values are. */
  private static int[] sort(int[] positions, float[] probability) {
    int[] from = positions;
    int[] to = new int[positions.length];
    int[] starts = new int[DIGITS];
    for (int shift = 0; shift < Float.SIZE - 1; shift += DIGIT_BITS) {
      Arrays.fill(starts, 0);
      for (int position : from) {
        starts[digit(probability[position], shift)]++;
      }
      int sum = 0;
      for (int d = 0; d < DIGITS; d++) {
        int n = starts[d];
        starts[d] = sum;
        sum += n;
      }
      for (int position : from) {
        to[starts[digit(probability[position], shift)]++] = position;
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static int digit(float value, int shift) {
    return ~(Float.floatToRawIntBits(value) >>> shift) & (DIGITS - 1);
  }
}

package org.scopeside.segmenter.normalise;

/**
 * What becomes of a grey value: {@code clip((v - centre) * gain + offset, min, max)}.
 *
 * <p>The centre is taken off first, so that a narrow range far from zero (60,000 to 60,010) loses
 * no digits in single precision; the offset holds what the centre's rounding left.
 *
 * @param min lower limit; negative infinity where there is none
 * @param max upper limit; positive infinity where there is none
 */
public record IntensityMap(float centre, float gain, float offset, float min, float max) {
  /** Leaves values as they are. */
  public static final IntensityMap IDENTITY =
      new IntensityMap(0, 1, 0, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** The map of one value. */
  public float of(float value) {
    return Math.max(min, Math.min(max, (value - centre) * gain + offset));
  }

  /**
   * Maps {@code count} values on their way from one array to another, which may be the same at the
   * same place.
   */
  public void copy(float[] source, int from, float[] target, int to, int count) {
    float c = centre;
    float g = gain;
    float o = offset;
    for (int i = 0; i < count; i++) {
      target[to + i] = (source[from + i] - c) * g + o;
    }
    if (min != Float.NEGATIVE_INFINITY || max != Float.POSITIVE_INFINITY) {
      clip(target, to, count);
    }
  }

  private void clip(float[] values, int from, int count) {
    float least = min;
    float most = max;
    for (int i = from; i < from + count; i++) {
      values[i] = Math.max(least, Math.min(most, values[i]));
    }
  }
}

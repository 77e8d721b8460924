package org.scopeside.segmenter.normalise;

/**
 * Several steps collapsed into one, in double precision: {@code clip(gain * v + offset, min, max)}.
 * Affine maps and clips are closed under composition, so a chain of any length is of this form.
 */
record IntensityChain(double gain, double offset, double min, double max) {
  static final IntensityChain IDENTITY =
      new IntensityChain(1, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Everything to 0: what is left of a plane without contrast. */
  static final IntensityChain ZERO = new IntensityChain(0, 0, 0, 0);

  double of(double value) {
    return Math.max(min, Math.min(max, gain * value + offset));
  }

  /** Then {@code v * g + o}. */
  IntensityChain scaled(double g, double o) {
    if (g == 0 || !Double.isFinite(g) || !Double.isFinite(o)) {
      return g == 0 && Double.isFinite(o) ? new IntensityChain(0, o, o, o) : ZERO;
    }
    double one = min * g + o;
    double other = max * g + o;
    return new IntensityChain(gain * g, offset * g + o, Math.min(one, other), Math.max(one, other));
  }

  /** Then into {@code least} to {@code most}. */
  IntensityChain clipped(double least, double most) {
    return new IntensityChain(
        gain, offset, Math.max(least, Math.min(most, min)), Math.max(least, Math.min(most, max)));
  }

  /** In single precision; all zeros where the gain is too large for it. */
  IntensityMap map() {
    float g = (float) gain;
    if (!Float.isFinite(g)) {
      return ZERO.map();
    }
    float centre = g == 0 ? 0 : (float) (-offset / gain);
    if (!Float.isFinite(centre)) {
      centre = 0;
    }
    return new IntensityMap(centre, g, (float) (offset + gain * centre), (float) min, (float) max);
  }
}

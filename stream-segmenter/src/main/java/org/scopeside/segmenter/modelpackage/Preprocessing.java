package org.scopeside.segmenter.modelpackage;

/**
 * A step that brings grey values into the range a network was trained on, by bioimage.io's names.
 * Each channel on its own. Where {@code perTile} is set the statistics are of each tile, else of
 * the whole plane.
 */
public sealed interface Preprocessing {

  /**
   * {@code scale_range}: {@code (v - low) / (high - low + eps)}, not clipped.
   *
   * @param minPercentile low is this percentile, 0 to 100
   * @param maxPercentile high is this one, above the other
   */
  record ScaleRange(double minPercentile, double maxPercentile, double eps, boolean perTile)
      implements Preprocessing {}

  /** {@code zero_mean_unit_variance}: {@code (v - mean) / (std + eps)}. */
  record ZeroMeanUnitVariance(double eps, boolean perTile) implements Preprocessing {}

  /** {@code fixed_zero_mean_unit_variance}: {@code (v - mean) / std} with given numbers. */
  record FixedZeroMeanUnitVariance(double mean, double std) implements Preprocessing {}

  /** {@code scale_linear}: {@code v * gain + offset}. */
  record ScaleLinear(double gain, double offset) implements Preprocessing {}

  /** {@code clip}: into {@code min} to {@code max}. */
  record Clip(double min, double max) implements Preprocessing {}
}

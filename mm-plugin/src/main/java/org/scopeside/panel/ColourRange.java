package org.scopeside.panel;

import org.jspecify.annotations.Nullable;

/**
 * The values between the darkest and the brightest colour: from 0 where values are positive and
 * reach near it, rounded outwards, so that it stays put while a plate fills. Immutable.
 */
final class ColourRange {
  private static final double[] NICE = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

  private final double low;
  private final double high;

  private ColourRange(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /** The range of values; null where there is none. NaN does not count. */
  static @Nullable ColourRange of(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    return low > high ? null : outwards(low, high);
  }

  private static ColourRange outwards(double low, double high) {
    if (low >= 0 && low <= high / 2) {
      return new ColourRange(0, high == 0 ? 1 : niceAbove(high));
    }
    double span = high - low > 0 ? high - low : high == 0 ? 1 : Math.abs(high);
    double step = niceAbove(span / 8);
    double from = Math.floor(low / step) * step;
    double to = Math.ceil(high / step) * step;
    return new ColourRange(from, to > from ? to : from + step);
  }

  /** The smallest round number that is not below a positive value. */
  private static double niceAbove(double value) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(value)));
    for (double nice : NICE) {
      if (nice * magnitude >= value * (1 - 1e-9)) {
        return nice * magnitude;
      }
    }
    return 10 * magnitude;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  /** Where a value stands, 0 to 1 within the range. */
  double fraction(double value) {
    return (value - low) / (high - low);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ColourRange
        && ((ColourRange) other).low == low
        && ((ColourRange) other).high == high;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(low) * 31 + Double.hashCode(high);
  }
}

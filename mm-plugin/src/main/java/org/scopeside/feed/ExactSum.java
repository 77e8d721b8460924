package org.scopeside.feed;

/**
 * A sum of doubles from which any of them can be taken away again, in any order, without rounding:
 * every value is rounded once, to a multiple of 2⁻³², and the rest is integer arithmetic. Values
 * that are no numbers or beyond 2⁵³ are left out. Not thread-safe.
 */
final class ExactSum {
  private static final double MAX = 1L << 53;
  private static final double UNITS = 1L << 32;
  private static final long FRACTION = 0xFFFF_FFFFL;

  private long n;
  private long whole;

  /** In units of 2⁻³², from 0 to 2³² - 1. */
  private long fraction;

  void add(double value) {
    add(1, value);
  }

  /** The sum of {@code count} values that was made elsewhere. */
  void add(long count, double sum) {
    change(count, sum, 1);
  }

  void subtract(double value) {
    change(1, value, -1);
  }

  void subtract(long count, double sum) {
    change(count, sum, -1);
  }

  private void change(long count, double sum, int sign) {
    if (count == 0 || !(Math.abs(sum) <= MAX)) {
      return;
    }
    double floor = Math.floor(sum);
    long units = fraction + sign * Math.round((sum - floor) * UNITS);
    n += sign * count;
    whole += sign * (long) floor + (units >> 32);
    fraction = units & FRACTION;
  }

  /** Mean of the values; NaN where there is none. */
  double mean() {
    return n == 0 ? Double.NaN : (whole + fraction / UNITS) / n;
  }
}

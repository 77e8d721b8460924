package org.scopeside.results.tally;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * A sum of doubles from which any of them can be taken away again, in any order, without rounding.
 *
 * <p>A running sum of doubles drifts: {@code (a + b) - b} need not be {@code a}. Here every value
 * is rounded once, to a multiple of 2⁻³², and the rest is integer arithmetic. Even a sum that wraps
 * is exact again when what made it wrap is taken away.
 *
 * @param n values in it
 * @param whole integer part (floor) of the sum
 * @param fraction the rest of the sum in units of 2⁻³², from 0 to 2³² - 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record ExactSum(long n, long whole, long fraction) {
  /** Nothing added yet. */
  public static final ExactSum ZERO = new ExactSum(0, 0, 0);

  /** Largest magnitude of a value: integers are exact doubles up to here. */
  public static final double MAX = 0x1p53;

  private static final double UNITS = 0x1p32;
  private static final long UNIT_MASK = 0xFFFF_FFFFL;

  /** One value; {@link #ZERO} where it is no number or beyond {@link #MAX}. */
  public static ExactSum of(double value) {
    return of(1, value);
  }

  /** The sum of {@code n} values that was made elsewhere, under the same limits. */
  public static ExactSum of(long n, double sum) {
    if (n == 0 || !(Math.abs(sum) <= MAX)) {
      return ZERO;
    }
    double floor = Math.floor(sum);
    return carried(n, (long) floor, Math.round((sum - floor) * UNITS));
  }

  public ExactSum plus(ExactSum other) {
    return carried(n + other.n, whole + other.whole, fraction + other.fraction);
  }

  public ExactSum minus(ExactSum other) {
    return carried(n - other.n, whole - other.whole, fraction - other.fraction);
  }

  /** Mean of the values; NaN where there is none. */
  public double mean() {
    return n == 0 ? Double.NaN : (whole + fraction / UNITS) / n;
  }

  private static ExactSum carried(long n, long whole, long fraction) {
    return new ExactSum(n, whole + (fraction >> 32), fraction & UNIT_MASK);
  }
}

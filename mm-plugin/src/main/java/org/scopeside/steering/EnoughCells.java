package org.scopeside.steering;

import java.util.Locale;
import org.scopeside.contract.AcquisitionAction;

/**
 * Whether one well has enough cells, decided before each further field.
 *
 * <p>With counts k₁ … kₙ of the fields known so far, their mean m and their variance s² = Σ(kᵢ −
 * m)²/(n − 1), the standard error of the mean is √(s²/n) and the half width of its confidence
 * interval t·√(s²/n), t being Student's for n − 1 degrees of freedom. The precision is reached when
 * the half width is at most p·m: the stopping rule of Chow and Robbins (Ann. Math. Stat. 36, 1965,
 * 457) in the relative form of Nádas (Ann. Math. Stat. 40, 1969, 667). It holds the confidence only
 * as fields grow many; with few it falls a little short (of 95 % asked, 92 to 94 % in simulated
 * wells of clumped cells, see the test). Fields that happen to agree would stop it too soon, so s²
 * is never taken to be less than m, the variance of cells that are strewn at random (Poisson).
 *
 * <p>Nothing is ever skipped on a guess: the fewest fields wanted must have a count, and while a
 * result is outstanding that could change the decision it is {@link Verdict#WAIT}. A count that is
 * reached stays reached whatever else comes; a precision may be lost again, so it waits for every
 * outstanding result. A well that has enough stays so. Not thread-safe.
 */
final class EnoughCells {
  /** What to do about the next field of the well. */
  enum Verdict {
    /** Image it: the well has not enough, and no result under way could change that. */
    ACQUIRE,
    /** A result under way may show that it has. */
    WAIT,
    /** The well has enough: leave it and all that follow. */
    SKIP
  }

  private final WantedCells wanted;
  private int outstanding;
  private int counted;
  private long sum;

  /** Sum of squared differences from the mean, kept up to date as by Welford (1962). */
  private double squares;

  private double mean;
  private boolean enough;

  EnoughCells(WantedCells wanted) {
    this.wanted = wanted;
  }

  /** Another field is being imaged; its count is outstanding. */
  void acquired() {
    outstanding++;
  }

  /** The count of a field that was outstanding. */
  void counted(long objects) {
    outstanding--;
    counted++;
    sum += objects;
    double before = objects - mean;
    mean += before / counted;
    squares += before * (objects - mean);
  }

  /** A field that was outstanding will have no count, or none to be trusted. */
  void uncounted() {
    outstanding--;
  }

  Verdict next() {
    enough = enough || reached();
    if (enough) {
      return Verdict.SKIP;
    }
    boolean undecidable = outstanding == 0 || counted + outstanding < wanted.minFields();
    return undecidable ? Verdict.ACQUIRE : Verdict.WAIT;
  }

  private boolean reached() {
    if (counted < wanted.minFields()) {
      return false;
    }
    return reachedObjects() || (wanted.precision() > 0 && outstanding == 0 && reachedPrecision());
  }

  private boolean reachedObjects() {
    return wanted.objects() > 0 && sum >= wanted.objects();
  }

  private boolean reachedPrecision() {
    return mean > 0 && relativeHalfWidth() <= wanted.precision();
  }

  /** Half width of the interval as a fraction of the mean; needs two counts and a mean above 0. */
  private double relativeHalfWidth() {
    double variance = Math.max(squares / (counted - 1), mean);
    return wanted.factor(counted) * Math.sqrt(variance / counted) / mean;
  }

  int outstanding() {
    return outstanding;
  }

  /** What is known and what is wanted, in words. */
  String words() {
    StringBuilder words = new StringBuilder();
    words.append(sum).append(" objects in ").append(counted).append(" fields");
    if (wanted.objects() > 0) {
      words.append(", ").append(wanted.objects()).append(" wanted");
    }
    if (wanted.precision() > 0 && counted >= 2 && mean > 0) {
      words.append(
          String.format(
              Locale.ROOT,
              ", mean %.1f ± %.1f %%, ± %.1f %% wanted",
              mean,
              100 * relativeHalfWidth(),
              100 * wanted.precision()));
    }
    return words.toString();
  }

  /** Writes the numbers that were compared. */
  void describe(AcquisitionAction.Builder action) {
    action.rule("enough-cells").number("objects", (double) sum).number("fields", counted);
    if (wanted.objects() > 0) {
      action.number("objectsWanted", (double) wanted.objects());
    }
    if (wanted.precision() > 0 && counted >= 2 && mean > 0) {
      action
          .number("meanObjectsPerField", mean)
          .number("relativeHalfWidth", relativeHalfWidth())
          .number("relativeHalfWidthWanted", wanted.precision());
    }
  }
}

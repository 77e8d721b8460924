package org.scopeside.steering;

/**
 * When a well has enough cells: a number of objects, a relative precision of the mean number a
 * field, or whichever of both comes first.
 */
public final class WantedCells {
  /** As precision: the standard error itself, no confidence interval. */
  public static final double STANDARD_ERROR = 0;

  private final int minFields;
  private final long objects;
  private final double precision;
  private final double confidence;

  private WantedCells(int minFields, long objects, double precision, double confidence) {
    if (minFields < 1 || (precision > 0 && minFields < 2)) {
      throw new IllegalArgumentException(
          "at least " + minFields + " fields: a precision needs 2 or more, a count 1");
    }
    if (objects < 0 || precision < 0 || precision >= 1 || confidence < 0 || confidence >= 1) {
      throw new IllegalArgumentException(
          objects + " objects, precision " + precision + ", confidence " + confidence);
    }
    this.minFields = minFields;
    this.objects = objects;
    this.precision = precision;
    this.confidence = confidence;
  }

  /**
   * Enough is that many objects in all fields of the well together.
   *
   * @param minFields fields of every well that must have a count before any is skipped, 1 or more
   */
  public static WantedCells objects(long objects, int minFields) {
    if (objects < 1) {
      throw new IllegalArgumentException(objects + " objects wanted, not 1 or more");
    }
    return new WantedCells(minFields, objects, 0, 0);
  }

  /**
   * Enough is a mean number of objects a field that is known to that precision.
   *
   * @param precision half width of the confidence interval as a fraction of the mean, above 0 and
   *     below 1
   * @param confidence of the interval, by Student's t; {@link #STANDARD_ERROR} takes the standard
   *     error for the half width, which is noisy while fields are few
   * @param minFields fields of every well that must have a count before any is skipped, 2 or more
   */
  public static WantedCells precision(double precision, double confidence, int minFields) {
    if (!(precision > 0)) {
      throw new IllegalArgumentException("precision " + precision + " is not above 0");
    }
    return new WantedCells(minFields, 0, precision, confidence);
  }

  /** Enough is also that many objects. */
  public WantedCells orObjects(long enough) {
    return new WantedCells(minFields, enough, precision, confidence);
  }

  int minFields() {
    return minFields;
  }

  /** Objects wanted; 0 where their number does not matter. */
  long objects() {
    return objects;
  }

  /** Precision wanted, a fraction; 0 where it does not matter. */
  double precision() {
    return precision;
  }

  /** Factor from standard error to half width of the interval. */
  double factor(int fields) {
    return confidence == STANDARD_ERROR ? 1 : StudentT.quantile(confidence, fields - 1);
  }
}

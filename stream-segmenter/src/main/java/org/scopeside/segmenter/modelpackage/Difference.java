package org.scopeside.segmenter.modelpackage;

import java.util.Locale;
import org.scopeside.segmenter.modelpackage.PackageDetails.Expected;

/**
 * How far the values of an output are from those recorded.
 *
 * @param largest difference; NaN where a value is
 * @param differing values beyond the tolerance
 * @param values compared
 */
record Difference(double largest, long differing, long values, Expected limits) {
  static Difference of(float[] values, float[] recorded, Expected limits) {
    double largest = 0;
    long differing = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = Math.abs((double) values[i] - recorded[i]);
      double allowed = limits.absolute() + limits.relative() * Math.abs(recorded[i]);
      // Written so that NaN differs.
      if (!(difference <= allowed)) {
        differing++;
      }
      largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
    }
    return new Difference(largest, differing, values.length, limits);
  }

  boolean accepted() {
    return differing * 1e6 <= limits.perMillion() * values;
  }

  String words() {
    return String.format(
        Locale.ROOT,
        "largest difference from what is recorded %.2g, %d of %d values beyond %.2g + %.2g of the"
            + " value",
        largest,
        differing,
        values,
        limits.absolute(),
        limits.relative());
  }
}

package org.scopeside.segmenter.modelpackage;

import java.util.Locale;
import org.scopeside.segmenter.modelpackage.NetworkVariant.Tolerance;
import org.scopeside.segmenter.modelpackage.PackageDetails.Expected;

/**
 * How far the values of an output are from those recorded.
 *
 * @param largest difference; NaN where a value is
 * @param mean difference
 * @param differing values beyond the tolerance
 * @param values compared
 * @param ofVariant whether the network is none that should give exactly what is recorded
 */
record Difference(
    double largest,
    double mean,
    long differing,
    long values,
    double absolute,
    double relative,
    double perMillion,
    boolean ofVariant) {
  static Difference of(float[] values, float[] recorded, Expected limits) {
    return of(values, recorded, limits.absolute(), limits.relative(), limits.perMillion(), false);
  }

  /** Of a network in another precision than the one that was recorded. */
  static Difference of(float[] values, float[] recorded, Tolerance tolerance) {
    double absolute =
        Double.isNaN(tolerance.absolute())
            ? tolerance.absoluteShare() * magnitude(recorded)
            : tolerance.absolute();
    return of(values, recorded, absolute, tolerance.relative(), tolerance.perMillion(), true);
  }

  private static Difference of(
      float[] values,
      float[] recorded,
      double absolute,
      double relative,
      double perMillion,
      boolean ofVariant) {
    double largest = 0;
    double sum = 0;
    long differing = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = Math.abs((double) values[i] - recorded[i]);
      double allowed = absolute + relative * Math.abs(recorded[i]);
      // Written so that NaN differs.
      if (!(difference <= allowed)) {
        differing++;
      }
      sum += difference;
      largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
    }
    double mean = values.length == 0 ? 0 : sum / values.length;
    return new Difference(
        largest, mean, differing, values.length, absolute, relative, perMillion, ofVariant);
  }

  private static double magnitude(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** NaN anywhere is no matter of precision. */
  boolean accepted() {
    return differing * 1e6 <= perMillion * values && !(ofVariant && Double.isNaN(mean));
  }

  String words() {
    return String.format(
        Locale.ROOT,
        "largest difference from what is recorded %.2g%s, %d of %d values beyond %.2g + %.2g of the"
            + " value%s",
        largest,
        ofVariant ? String.format(Locale.ROOT, ", mean %.2g", mean) : "",
        differing,
        values,
        absolute,
        relative,
        ofVariant ? String.format(Locale.ROOT, "; %.0f in a million may be", perMillion) : "");
  }
}

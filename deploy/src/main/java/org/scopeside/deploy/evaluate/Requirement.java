package org.scopeside.deploy.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.PooledEvaluation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A measure that must be reached: {@code F1=0.8} at the first threshold, {@code F1@0.7=0.6} at
 * another, {@code mean-F1=0.7} over all.
 *
 * @param measure name of the measure, in lower case
 * @param threshold IoU; NaN for the first
 * @param least value that is enough
 */
record Requirement(String text, String measure, double threshold, double least) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?i)(?:((?:mean-)?(?:f1|precision|recall|ap))(?:@([01]?\\.\\d+|1))?|(aji|ari|dsb))=([01]?\\.?\\d+)");

  /** Reads one from the command line. */
  static final class Converter implements ITypeConverter<Requirement> {
    @Override
    public Requirement convert(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches() || (text.startsWith("mean-") && matcher.group(2) != null)) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is not such as F1=0.8, AP@0.75=0.5, mean-F1=0.6, AJI=0.7, ARI=0.9 or DSB=0.5");
      }
      String name = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
      double at = matcher.group(2) == null ? Double.NaN : Double.parseDouble(matcher.group(2));
      return new Requirement(
          text, name.toLowerCase(Locale.ROOT), at, Double.parseDouble(matcher.group(4)));
    }
  }

  /**
   * What was reached.
   *
   * @throws IllegalArgumentException if the threshold is none of those that were matched at
   */
  double reached(PooledEvaluation pooled, Convention convention) {
    return switch (measure) {
      case "aji" -> pooled.mean(ImageEvaluation::aggregatedJaccard);
      case "ari" -> pooled.mean(image -> image.rand().adjusted());
      case "dsb" -> pooled.mean(ImageEvaluation::dsbPrecision);
      default -> rate(pooled, convention);
    };
  }

  private double rate(PooledEvaluation pooled, Convention convention) {
    boolean mean = measure.startsWith("mean-");
    Convention.Rate rate =
        Convention.Rate.valueOf(measure.replaceFirst("mean-", "").toUpperCase(Locale.ROOT));
    if (mean) {
      return convention.mean(rate, pooled);
    }
    double[] thresholds = convention.thresholds(pooled);
    for (int k = 0; k < thresholds.length; k++) {
      if (Double.isNaN(threshold) || Math.abs(thresholds[k] - threshold) < 1e-9) {
        return convention.rate(rate, pooled, k);
      }
    }
    throw new IllegalArgumentException(
        "--fail-below " + text + ": no such IoU among " + Arrays.toString(thresholds));
  }
}

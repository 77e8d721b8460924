package org.scopeside.micromanager.settings;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a field or the analysis is worth an alert. Immutable. */
public final class AlertThresholds {
  /** Any count, the segmenter's own opinion of focus, and a minute of patience. */
  public static final AlertThresholds DEFAULT =
      new AlertThresholds(0, Integer.MAX_VALUE, Double.NaN, 60);

  private final int minimumCount;
  private final int maximumCount;
  private final double minimumFocusSlope;
  private final int analysisBehindS;

  /**
   * @param minimumCount objects of a field, 0 for no threshold
   * @param maximumCount objects of a field, {@link Integer#MAX_VALUE} for no threshold
   * @param minimumFocusSlope of {@code ImageQuality_PowerLogLogSlope}, −10 to 0, NaN for none
   * @param analysisBehindS seconds that a plane may wait for its result, 1 to 86,400
   */
  public AlertThresholds(
      int minimumCount, int maximumCount, double minimumFocusSlope, int analysisBehindS) {
    require(minimumCount >= 0, "minimumCount", minimumCount, "is negative");
    require(
        maximumCount >= minimumCount,
        "maximumCount",
        maximumCount,
        "is below minimumCount " + minimumCount);
    require(
        Double.isNaN(minimumFocusSlope) || (minimumFocusSlope >= -10 && minimumFocusSlope <= 0),
        "minimumFocusSlope",
        minimumFocusSlope,
        "is not from -10 to 0");
    require(
        analysisBehindS >= 1 && analysisBehindS <= 86_400,
        "analysisBehindS",
        analysisBehindS,
        "is not from 1 to 86400");
    this.minimumCount = minimumCount;
    this.maximumCount = maximumCount;
    this.minimumFocusSlope = minimumFocusSlope;
    this.analysisBehindS = analysisBehindS;
  }

  private static void require(boolean fine, String name, Object value, String fault) {
    if (!fine) {
      throw new IllegalArgumentException(name + " " + value + " " + fault);
    }
  }

  public int minimumCount() {
    return minimumCount;
  }

  /** {@link Integer#MAX_VALUE} where there is no threshold. */
  public int maximumCount() {
    return maximumCount;
  }

  /** NaN where there is no threshold. */
  public double minimumFocusSlope() {
    return minimumFocusSlope;
  }

  public int analysisBehindS() {
    return analysisBehindS;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof AlertThresholds)) {
      return false;
    }
    AlertThresholds that = (AlertThresholds) other;
    return minimumCount == that.minimumCount
        && maximumCount == that.maximumCount
        && Double.compare(minimumFocusSlope, that.minimumFocusSlope) == 0
        && analysisBehindS == that.analysisBehindS;
  }

  @Override
  public int hashCode() {
    return Objects.hash(minimumCount, maximumCount, minimumFocusSlope, analysisBehindS);
  }
}

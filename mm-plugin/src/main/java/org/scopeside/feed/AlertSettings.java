package org.scopeside.feed;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What alerts are wanted, and from where on. Immutable. */
public final class AlertSettings {
  /** Counts of more objects are not told from one another. */
  public static final int ANY_COUNT = Integer.MAX_VALUE;

  private static final int NEVER = 0;

  private final Map<AlertKind, Integer> planes;
  private final int minCount;
  private final int maxCount;
  private final Duration behindAfter;

  private AlertSettings(
      Map<AlertKind, Integer> planes, int minCount, int maxCount, Duration behindAfter) {
    this.planes = planes;
    this.minCount = minCount;
    this.maxCount = maxCount;
    this.behindAfter = behindAfter;
  }

  /** Everything from its first time on, any count, analysis behind after a minute. */
  public static AlertSettings defaults() {
    return new AlertSettings(Collections.emptyMap(), 0, ANY_COUNT, Duration.ofSeconds(60));
  }

  /**
   * The same, with a number of planes of one well that something must be wrong with.
   *
   * @param least 1 for the first; 0 for never
   * @throws IllegalArgumentException if it is negative
   */
  public AlertSettings fromPlanes(AlertKind kind, int least) {
    if (least < 0) {
      throw new IllegalArgumentException(least + " planes are less than none");
    }
    Map<AlertKind, Integer> all = new EnumMap<>(AlertKind.class);
    all.putAll(planes);
    all.put(kind, least);
    return new AlertSettings(Collections.unmodifiableMap(all), minCount, maxCount, behindAfter);
  }

  /**
   * The same, with counts of a field that are expected, both ends included.
   *
   * @param max {@link #ANY_COUNT} for no upper end
   * @throws IllegalArgumentException if the range is empty or below 0
   */
  public AlertSettings countFrom(int min, int max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("no count lies from " + min + " to " + max);
    }
    return new AlertSettings(planes, min, max, behindAfter);
  }

  /**
   * The same, with the age of the oldest plane without an answer at which the analysis is behind.
   *
   * @param age a second to a day; zero for never
   */
  public AlertSettings behindAfter(Duration age) {
    boolean possible =
        age.isZero()
            || (age.compareTo(Duration.ofSeconds(1)) >= 0
                && age.compareTo(Duration.ofDays(1)) <= 0);
    if (!possible) {
      throw new IllegalArgumentException("behind after " + age + " is not a second to a day");
    }
    return new AlertSettings(planes, minCount, maxCount, age);
  }

  /** Planes of a well from which on it is alerted; 1 for the first. */
  public int planes(AlertKind kind) {
    return planes.getOrDefault(kind, 1);
  }

  /** Whether it is alerted at all. */
  public boolean wants(AlertKind kind) {
    boolean never = kind == AlertKind.ANALYSIS_BEHIND && behindAfter.isZero();
    return !never && planes(kind) != NEVER;
  }

  public int minCount() {
    return minCount;
  }

  /** {@link #ANY_COUNT} where there is no upper end. */
  public int maxCount() {
    return maxCount;
  }

  /** Zero for never. */
  public Duration behindAfter() {
    return behindAfter;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlertSettings && sameAs((AlertSettings) other);
  }

  private boolean sameAs(AlertSettings other) {
    boolean samePlanes = true;
    for (AlertKind kind : AlertKind.values()) {
      samePlanes &= planes(kind) == other.planes(kind);
    }
    return samePlanes
        && minCount == other.minCount
        && maxCount == other.maxCount
        && behindAfter.equals(other.behindAfter);
  }

  @Override
  public int hashCode() {
    return Objects.hash(minCount, maxCount, behindAfter);
  }
}

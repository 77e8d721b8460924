package org.scopeside.feed;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What alerts are wanted, and from where on. Immutable. */
public final class AlertSettings {
  private final Set<AlertKind> kinds;
  private final long minCount;
  private final long maxCount;
  private final Duration behindAfter;

  private AlertSettings(Set<AlertKind> kinds, long minCount, long maxCount, Duration behindAfter) {
    this.kinds = kinds;
    this.minCount = minCount;
    this.maxCount = maxCount;
    this.behindAfter = behindAfter;
  }

  /** All kinds, any count, analysis behind after 30 s. */
  public static AlertSettings defaults() {
    return new AlertSettings(
        EnumSet.allOf(AlertKind.class), 0, Long.MAX_VALUE, Duration.ofSeconds(30));
  }

  /** The same, of these kinds only. */
  public AlertSettings ofKinds(Set<AlertKind> wanted) {
    EnumSet<AlertKind> copy = EnumSet.noneOf(AlertKind.class);
    copy.addAll(wanted);
    return new AlertSettings(copy, minCount, maxCount, behindAfter);
  }

  /**
   * The same, with counts of a field that are expected, both ends included.
   *
   * @throws IllegalArgumentException if the range is empty or below 0
   */
  public AlertSettings countFrom(long min, long max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("no count lies from " + min + " to " + max);
    }
    return new AlertSettings(kinds, min, max, behindAfter);
  }

  /**
   * The same, with the age of the oldest plane without an answer at which the analysis is behind.
   *
   * @param age at least a second
   */
  public AlertSettings behindAfter(Duration age) {
    if (age.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("behind after " + age + " is less than a second");
    }
    return new AlertSettings(kinds, minCount, maxCount, age);
  }

  public Set<AlertKind> kinds() {
    return Collections.unmodifiableSet(kinds);
  }

  public long minCount() {
    return minCount;
  }

  public long maxCount() {
    return maxCount;
  }

  public Duration behindAfter() {
    return behindAfter;
  }
}

package org.scopeside.feed;

import org.jspecify.annotations.Nullable;

/** A number that a well can be coloured by. */
public enum Measure {
  COUNT(0, "count", "Objects", null),
  COUNT_PER_FIELD(1, "countPerField", "Objects per field", null),
  MEAN_AREA(2, "meanArea", "Mean area", "px"),
  MEAN_INTENSITY(3, "meanIntensity", "Mean intensity", null),
  /** Mean of ImageQuality_PowerLogLogSlope: about -1 to -2 in focus, lower when blurred. */
  FOCUS(4, "focus", "Focus (power spectrum slope)", null),
  BACKGROUND(5, "background", "Background", null),
  /** Share of pixels at the sensor's largest value, 0 to 1. */
  SATURATED_FRACTION(6, "saturatedFraction", "Saturated", null),
  SIGNAL_TO_NOISE(7, "signalToNoise", "Signal to noise", null);

  private final int index;
  private final String wireName;
  private final String label;
  private final @Nullable String unit;

  Measure(int index, String wireName, String label, @Nullable String unit) {
    this.index = index;
    this.wireName = wireName;
    this.label = label;
    this.unit = unit;
  }

  /** From 0: its place in an array. */
  int index() {
    return index;
  }

  /** For settings: "countPerField". */
  public String wireName() {
    return wireName;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** Null where it has none. */
  public @Nullable String unit() {
    return unit;
  }
}

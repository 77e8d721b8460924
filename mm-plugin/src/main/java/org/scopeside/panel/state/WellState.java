package org.scopeside.panel.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** What is known of a well, or of a position where there is no plate. */
public final class WellState {
  private final String key;
  private final @Nullable Well well;
  private final long plannedPlanes;
  private final long finishedPlanes;
  private final long failedPlanes;
  private final Map<String, Double> measures;
  private final Map<String, Integer> flags;

  private WellState(Builder from) {
    this.key = from.key;
    this.well = from.well;
    this.plannedPlanes = from.plannedPlanes;
    this.finishedPlanes = from.finishedPlanes;
    this.failedPlanes = from.failedPlanes;
    this.measures = Collections.unmodifiableMap(new LinkedHashMap<>(from.measures));
    this.flags = Collections.unmodifiableMap(new LinkedHashMap<>(from.flags));
  }

  /** A well of a plate; its key is its label. */
  public static Builder of(Well well) {
    return new Builder(well.label(), well);
  }

  /**
   * A position without a plate.
   *
   * @param key its label, unique in the acquisition
   */
  public static Builder position(String key) {
    return new Builder(key, null);
  }

  /** What {@link FieldRow#well()} says of this well's fields. */
  public String key() {
    return key;
  }

  /** Null where there is no plate. */
  public @Nullable Well well() {
    return well;
  }

  /** 0 where the plan does not say. */
  public long plannedPlanes() {
    return plannedPlanes;
  }

  /** Planes with an outcome, failed ones among them. */
  public long finishedPlanes() {
    return finishedPlanes;
  }

  public long failedPlanes() {
    return failedPlanes;
  }

  /** By {@link MeasureChoice#name()}. */
  public Map<String, Double> measures() {
    return measures;
  }

  /** How many planes carry a flag, by its wire name, OUT_OF_FOCUS. */
  public Map<String, Integer> flags() {
    return flags;
  }

  /** A well that is planned and was not visited, until more is said. */
  public static final class Builder {
    private final String key;
    private final @Nullable Well well;
    private final Map<String, Double> measures = new LinkedHashMap<>();
    private final Map<String, Integer> flags = new LinkedHashMap<>();
    private long plannedPlanes;
    private long finishedPlanes;
    private long failedPlanes;

    private Builder(String key, @Nullable Well well) {
      this.key = key;
      this.well = well;
    }

    /**
     * How far the well has come.
     *
     * @param finished planes with an outcome, failed ones among them
     * @param planned 0 where the plan does not say
     */
    public Builder planes(long finished, long failed, long planned) {
      this.finishedPlanes = finished;
      this.failedPlanes = failed;
      this.plannedPlanes = planned;
      return this;
    }

    public Builder measure(String name, double value) {
      measures.put(name, value);
      return this;
    }

    public Builder flag(String name, int planes) {
      flags.put(name, planes);
      return this;
    }

    public WellState build() {
      return new WellState(this);
    }
  }
}

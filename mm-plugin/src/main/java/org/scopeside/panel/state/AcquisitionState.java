package org.scopeside.panel.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The acquisition that runs, or ran last. */
public final class AcquisitionState {
  private final String name;
  private final Instant startedAt;
  private final @Nullable Instant endedAt;
  private final long plannedPlanes;

  /**
   * @param endedAt null while it runs
   * @param plannedPlanes 0 where the plan does not say
   */
  public AcquisitionState(
      String name, Instant startedAt, @Nullable Instant endedAt, long plannedPlanes) {
    this.name = name;
    this.startedAt = startedAt;
    this.endedAt = endedAt;
    this.plannedPlanes = plannedPlanes;
  }

  public String name() {
    return name;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** Null while it runs. */
  public @Nullable Instant endedAt() {
    return endedAt;
  }

  /** 0 where the plan does not say. */
  public long plannedPlanes() {
    return plannedPlanes;
  }
}

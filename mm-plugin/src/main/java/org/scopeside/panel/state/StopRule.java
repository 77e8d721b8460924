package org.scopeside.panel.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One condition and what to do when it holds. */
public final class StopRule {
  private final boolean enabled;
  private final int threshold;
  private final SteeringAction action;

  /**
   * @param threshold failures in a row, fields without focus, or seconds without planes; at least 1
   * @param action ask, pause or stop
   */
  public StopRule(boolean enabled, int threshold, SteeringAction action) {
    if (threshold < 1 || action == SteeringAction.GO_ON) {
      throw new IllegalArgumentException("a rule with " + threshold + " and " + action);
    }
    this.enabled = enabled;
    this.threshold = threshold;
    this.action = action;
  }

  public boolean enabled() {
    return enabled;
  }

  public int threshold() {
    return threshold;
  }

  public SteeringAction action() {
    return action;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StopRule
        && ((StopRule) other).enabled == enabled
        && ((StopRule) other).threshold == threshold
        && ((StopRule) other).action == action;
  }

  @Override
  public int hashCode() {
    return Objects.hash(enabled, threshold, action);
  }

  @Override
  public String toString() {
    return (enabled ? "on, " : "off, ") + threshold + ", " + action;
  }
}

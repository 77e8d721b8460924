package org.scopeside.panel.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules that may end an acquisition; off until a person switches one on. */
public final class StopRules {
  /** All off, with thresholds to start from. */
  public static final StopRules OFF =
      new StopRules(
          new StopRule(false, 5, SteeringAction.ASK),
          new StopRule(false, 8, SteeringAction.ASK),
          new StopRule(false, 120, SteeringAction.ASK));

  private final StopRule failuresInARow;
  private final StopRule fieldsWithoutFocus;
  private final StopRule secondsWithoutPlanes;

  public StopRules(
      StopRule failuresInARow, StopRule fieldsWithoutFocus, StopRule secondsWithoutPlanes) {
    this.failuresInARow = failuresInARow;
    this.fieldsWithoutFocus = fieldsWithoutFocus;
    this.secondsWithoutPlanes = secondsWithoutPlanes;
  }

  public StopRule failuresInARow() {
    return failuresInARow;
  }

  public StopRule fieldsWithoutFocus() {
    return fieldsWithoutFocus;
  }

  public StopRule secondsWithoutPlanes() {
    return secondsWithoutPlanes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StopRules && sameAs((StopRules) other);
  }

  private boolean sameAs(StopRules other) {
    return failuresInARow.equals(other.failuresInARow)
        && fieldsWithoutFocus.equals(other.fieldsWithoutFocus)
        && secondsWithoutPlanes.equals(other.secondsWithoutPlanes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(failuresInARow, fieldsWithoutFocus, secondsWithoutPlanes);
  }

  @Override
  public String toString() {
    return failuresInARow + "; " + fieldsWithoutFocus + "; " + secondsWithoutPlanes;
  }
}

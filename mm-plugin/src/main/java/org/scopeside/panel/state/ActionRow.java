package org.scopeside.panel.state;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that was done to an acquisition, and why. */
public final class ActionRow {
  private final Instant at;
  private final String action;
  private final String reason;

  public ActionRow(Instant at, String action, String reason) {
    this.at = at;
    this.action = action;
    this.reason = reason;
  }

  public Instant at() {
    return at;
  }

  public String action() {
    return action;
  }

  public String reason() {
    return reason;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ActionRow
        && ((ActionRow) other).at.equals(at)
        && ((ActionRow) other).action.equals(action)
        && ((ActionRow) other).reason.equals(reason);
  }

  @Override
  public int hashCode() {
    return Objects.hash(at, action, reason);
  }
}

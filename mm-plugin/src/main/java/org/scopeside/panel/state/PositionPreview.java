package org.scopeside.panel.state;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** What the well pattern makes of one position of the current list. */
public final class PositionPreview {
  private final String label;
  private final @Nullable Well well;
  private final int field;
  private final String problem;

  private PositionPreview(String label, @Nullable Well well, int field, String problem) {
    this.label = label;
    this.well = well;
    this.field = field;
    this.problem = problem;
  }

  /**
   * A position whose label was read.
   *
   * @param field zero-based, as in the contract
   */
  public static PositionPreview of(String label, Well well, int field) {
    return new PositionPreview(label, well, field, "");
  }

  /**
   * A position without a well.
   *
   * @param problem why there is no well, in words
   */
  public static PositionPreview unread(String label, String problem) {
    return new PositionPreview(label, null, 0, problem);
  }

  public String label() {
    return label;
  }

  /** Null where there is a problem. */
  public @Nullable Well well() {
    return well;
  }

  public int field() {
    return field;
  }

  /** Empty where the label was read. */
  public String problem() {
    return problem;
  }
}

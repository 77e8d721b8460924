package org.scopeside.tap;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/** Where a stage position is on the plate: well and zero-based field. Immutable. */
public final class Site {
  private final @Nullable Well well;
  private final int field;

  Site(@Nullable Well well, int field) {
    this.well = well;
    this.field = field;
  }

  /** Null where the position has no well. */
  public @Nullable Well well() {
    return well;
  }

  /** "A01", or "-". */
  public String wellLabel() {
    return well == null ? PlaneHeader.NO_WELL : well.label();
  }

  /** Number of the field in the well, or of the position where it has no well. */
  public int field() {
    return field;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Site
        && ((Site) other).field == field
        && ((Site) other).wellLabel().equals(wellLabel());
  }

  @Override
  public int hashCode() {
    return wellLabel().hashCode() * 31 + field;
  }

  @Override
  public String toString() {
    return wellLabel() + "/f" + field;
  }
}

package org.scopeside.panel.state;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A field that may go onto the re-image list. */
public final class ReimageCandidate {
  private final String position;
  private final Set<ReimageReason> reasons;

  /**
   * @param position for people, "B07 field 3"
   * @param reasons at least one
   */
  public ReimageCandidate(String position, Set<ReimageReason> reasons) {
    this.position = position;
    this.reasons = Collections.unmodifiableSet(EnumSet.copyOf(reasons));
  }

  public String position() {
    return position;
  }

  public Set<ReimageReason> reasons() {
    return reasons;
  }
}

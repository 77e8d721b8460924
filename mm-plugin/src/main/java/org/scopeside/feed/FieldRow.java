package org.scopeside.feed;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * What is known of one field at one time point, all its channels and sections together. Immutable.
 */
public final class FieldRow {
  static final int NOT_COUNTED = -1;

  private final @Nullable Well well;
  private final int field;
  private final int theT;
  private final int planesAnalysed;
  private final int planesFailed;
  private final int count;
  private final double focus;
  private final Set<PlaneFlag> flags;
  private final @Nullable String failure;
  private final Instant at;
  private final boolean settled;

  FieldRow(
      @Nullable Well well,
      int field,
      int theT,
      int planesAnalysed,
      int planesFailed,
      int count,
      double focus,
      Set<PlaneFlag> flags,
      @Nullable String failure,
      Instant at,
      boolean settled) {
    this.well = well;
    this.field = field;
    this.theT = theT;
    this.planesAnalysed = planesAnalysed;
    this.planesFailed = planesFailed;
    this.count = count;
    this.focus = focus;
    this.flags = flags;
    this.failure = failure;
    this.at = at;
    this.settled = settled;
  }

  /** The well; null where there is no plate. */
  public @Nullable Well well() {
    return well;
  }

  /** "A01", or "-" where there is no plate. */
  public String wellLabel() {
    return Place.label(well);
  }

  public int field() {
    return field;
  }

  public int theT() {
    return theT;
  }

  public int planesAnalysed() {
    return planesAnalysed;
  }

  public int planesFailed() {
    return planesFailed;
  }

  /** Whether the result of the plane that carries its objects is there. */
  public boolean counted() {
    return count != NOT_COUNTED;
  }

  /** Objects; 0 where it is not {@link #counted()}. */
  public int count() {
    return Math.max(0, count);
  }

  /**
   * Mean over its planes of the slope of the power spectrum (ImageQuality_PowerLogLogSlope): about
   * -1 to -2 in focus, lower when blurred; NaN where no plane is analysed.
   */
  public double focus() {
    return focus;
  }

  /** What is wrong with any of its planes. */
  public Set<PlaneFlag> flags() {
    return flags;
  }

  /** Why a plane of it could not be analysed; null where none failed. */
  public @Nullable String failure() {
    return failure;
  }

  /** When its latest plane was analysed or given up. */
  public Instant at() {
    return at;
  }

  /** Whether it has a count or every planned plane of it is answered: no more will come. */
  public boolean settled() {
    return settled;
  }
}

package org.scopeside.feed;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * A well as it was at one moment. Planes are counted over all time points; everything else is of
 * the latest time point with a count. Immutable.
 */
public final class WellSnapshot {
  private final @Nullable Well well;
  private final int theT;
  private final long planesAnalysed;
  private final long planesFailed;
  private final long fieldsSettled;
  private final long fieldsCounted;
  private final long count;
  private final double countVariance;
  private final double[] measures;
  private final Map<PlaneFlag, Integer> flags;

  WellSnapshot(
      @Nullable Well well, int theT, long planesAnalysed, long planesFailed, WellTally tally) {
    this.well = well;
    this.theT = theT;
    this.planesAnalysed = planesAnalysed;
    this.planesFailed = planesFailed;
    this.fieldsSettled = tally.fieldsSettled;
    this.fieldsCounted = tally.fieldsCounted;
    this.count = tally.count;
    this.countVariance = tally.countVariance();
    this.measures = tally.measures();
    this.flags = flags(tally);
  }

  private static Map<PlaneFlag, Integer> flags(WellTally tally) {
    Map<PlaneFlag, Integer> flags = new EnumMap<>(PlaneFlag.class);
    for (PlaneFlag flag : PlaneFlag.values()) {
      if (tally.flagged[flag.index()] > 0) {
        flags.put(flag, tally.flagged[flag.index()]);
      }
    }
    return flags.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(flags);
  }

  /** The well; null where there is no plate. */
  public @Nullable Well well() {
    return well;
  }

  /** "A01", or "-" where there is no plate. */
  public String label() {
    return Place.label(well);
  }

  /** The time point that counts and measures are of. */
  public int theT() {
    return theT;
  }

  /** Of all time points. */
  public long planesAnalysed() {
    return planesAnalysed;
  }

  /** Of all time points. */
  public long planesFailed() {
    return planesFailed;
  }

  /** Fields of {@link #theT()} that have a count or whose planes are all answered. */
  public long fieldsDone() {
    return fieldsSettled;
  }

  /** Fields of {@link #theT()} with a count. */
  public long fieldsCounted() {
    return fieldsCounted;
  }

  /** Objects in the fields counted. */
  public long objectsCounted() {
    return count;
  }

  /** Mean count of a field; NaN where none is counted. */
  public double countMean() {
    return measure(Measure.COUNT_PER_FIELD);
  }

  /** Variance of the count from field to field (over n - 1); NaN for fewer than two. */
  public double countVariance() {
    return countVariance;
  }

  /**
   * Standard error of the mean count of a field as a fraction of it: √(variance / n) / mean. NaN
   * for fewer than two fields or a mean of 0.
   */
  public double relativePrecision() {
    double mean = countMean();
    return mean > 0 ? Math.sqrt(countVariance / fieldsCounted) / mean : Double.NaN;
  }

  /** NaN where it is not known. */
  public double measure(Measure measure) {
    return measures[measure.index()];
  }

  /** Planes by flag; no entry for a flag that none has. */
  public Map<PlaneFlag, Integer> flags() {
    return flags;
  }
}

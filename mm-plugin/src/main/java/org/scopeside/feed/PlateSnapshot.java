package org.scopeside.feed;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.Well;

/**
 * An acquisition as it was at one moment. Immutable; unchanged parts are shared with the former.
 */
public final class PlateSnapshot {
  private final AcquisitionStarted plan;
  private final long version;
  private final List<WellSnapshot> wells;
  private final List<FieldRow> recentFields;
  private final long planesAnalysed;
  private final long planesFailed;
  private final long fieldsDone;
  private final long objectsCounted;
  private final boolean exact;

  PlateSnapshot(
      AcquisitionStarted plan,
      long version,
      List<WellSnapshot> wells,
      List<FieldRow> recentFields,
      boolean exact) {
    this.plan = plan;
    this.version = version;
    this.wells = Collections.unmodifiableList(wells);
    this.recentFields = Collections.unmodifiableList(recentFields);
    this.exact = exact;
    long analysed = 0;
    long failed = 0;
    long fields = 0;
    long objects = 0;
    for (WellSnapshot well : wells) {
      analysed += well.planesAnalysed();
      failed += well.planesFailed();
      fields += well.fieldsDone();
      objects += well.objectsCounted();
    }
    this.planesAnalysed = analysed;
    this.planesFailed = failed;
    this.fieldsDone = fields;
    this.objectsCounted = objects;
  }

  public AcquisitionStarted plan() {
    return plan;
  }

  /** Another number whenever anything is different. */
  public long version() {
    return version;
  }

  /** Planned wells and those seen, row by row; first the one for planes without a plate. */
  public List<WellSnapshot> wells() {
    return wells;
  }

  /** The well; null where it is neither planned nor seen. */
  public @Nullable WellSnapshot well(@Nullable Well well) {
    int number = Place.wellNumber(well);
    int from = 0;
    int to = wells.size() - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int found = Place.wellNumber(wells.get(middle).well());
      if (found == number) {
        return wells.get(middle);
      }
      from = found < number ? middle + 1 : from;
      to = found < number ? to : middle - 1;
    }
    return null;
  }

  /** The fields that changed last, newest first, at most {@link LivePlate#RECENT_FIELDS}. */
  public List<FieldRow> recentFields() {
    return recentFields;
  }

  public long planesAnalysed() {
    return planesAnalysed;
  }

  public long planesFailed() {
    return planesFailed;
  }

  /** Planes answered either way. */
  public long planesAnswered() {
    return planesAnalysed + planesFailed;
  }

  /** Fields done of every well's shown time point. */
  public long fieldsDone() {
    return fieldsDone;
  }

  /** Objects of every well's shown time point. */
  public long objectsCounted() {
    return objectsCounted;
  }

  /**
   * False once there were more planes than are remembered: a plane sent again after that may be
   * counted twice.
   */
  public boolean exact() {
    return exact;
  }
}

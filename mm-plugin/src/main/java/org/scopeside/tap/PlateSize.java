package org.scopeside.tap;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** Rows and columns of the plate that an acquisition's wells are on. */
final class PlateSize {
  /** 6, 12, 24, 48, 96, 384, 1536 and 6144 wells. */
  private static final int[][] STANDARD = {
    {2, 3}, {3, 4}, {4, 6}, {6, 8}, {8, 12}, {16, 24}, {32, 48}, {Well.MAX_ROWS, Well.MAX_COLUMNS}
  };

  /** 0 where there is no plate. */
  final int rows;

  /** 0 where there is no plate. */
  final int columns;

  private PlateSize(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The size that Micro-Manager tells, where it holds all wells; else the smallest standard one
   * that does.
   *
   * @param told null where Micro-Manager tells of no plate
   */
  static PlateSize holding(List<Well> wells, @Nullable PlateLayout told) {
    if (told != null && told.rows() > 0 && told.columns() > 0) {
      PlateSize size = new PlateSize(told.rows(), told.columns());
      if (size.holds(wells)) {
        return size;
      }
    }
    if (wells.isEmpty()) {
      return new PlateSize(0, 0);
    }
    for (int[] format : STANDARD) {
      PlateSize size = new PlateSize(format[0], format[1]);
      if (size.holds(wells)) {
        return size;
      }
    }
    return new PlateSize(Well.MAX_ROWS, Well.MAX_COLUMNS);
  }

  private boolean holds(List<Well> wells) {
    return wells.stream().allMatch(well -> well.row() < rows && well.column() < columns);
  }
}

package org.scopeside.source;

import java.util.Collection;
import org.scopeside.contract.Well;

/** The formats that plates come in. */
public final class PlateFormat {
  private static final int[][] FORMATS = {
    {2, 3}, {4, 6}, {8, 12}, {16, 24}, {32, 48}, {Well.MAX_ROWS, Well.MAX_COLUMNS}
  };

  private PlateFormat() {}

  /**
   * Rows and columns of a plate that has these wells: as declared where they are on it, else of the
   * smallest format that has them all, so that one with wells up to F10 is shown on 96 wells.
   *
   * @param rows as declared; 0 where nobody says
   * @param columns as declared; 0 where nobody says
   * @return 0 and 0 where there are no wells
   */
  public static int[] of(Collection<Well> wells, int rows, int columns) {
    int neededRows = wells.stream().mapToInt(well -> well.row() + 1).max().orElse(0);
    int neededColumns = wells.stream().mapToInt(well -> well.column() + 1).max().orElse(0);
    if (wells.isEmpty() || (rows >= neededRows && columns >= neededColumns)) {
      return wells.isEmpty() ? new int[] {0, 0} : new int[] {rows, columns};
    }
    for (int[] format : FORMATS) {
      if (neededRows <= format[0] && neededColumns <= format[1]) {
        return format.clone();
      }
    }
    throw new IllegalArgumentException("a well beyond the largest plate");
  }
}

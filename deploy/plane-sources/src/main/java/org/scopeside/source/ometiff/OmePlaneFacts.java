package org.scopeside.source.ometiff;

import java.util.Arrays;

/**
 * What Plane elements say, by the number of the plane. Kept in columns of doubles, NaN for what is
 * not told, so that a million planes take 48 MB.
 */
final class OmePlaneFacts {
  static final int DELTA_T_MS = 0;
  static final int EXPOSURE_MS = 1;
  static final int POSITION_X_UM = 2;
  static final int POSITION_Y_UM = 3;
  static final int POSITION_Z_UM = 4;
  static final int COLUMNS = 5;

  private final double[][] columns;
  private final long[] sorted;

  /**
   * @param columns {@code [column][row]}
   * @param sorted plane number in the upper and row in the lower 32 bits, ascending
   */
  private OmePlaneFacts(double[][] columns, long[] sorted) {
    this.columns = columns;
    this.sorted = sorted;
  }

  /** NaN where it is not told. */
  double get(int plane, int column) {
    int at = Arrays.binarySearch(sorted, (long) plane << 32);
    int row = at >= 0 ? at : -at - 1;
    if (row == sorted.length || sorted[row] >>> 32 != plane) {
      return Double.NaN;
    }
    return columns[column][(int) sorted[row]];
  }

  /** Collects planes in the order of the document. */
  static final class Collector {
    private final double[][] columns = new double[COLUMNS][16];
    private long[] keys = new long[16];
    private int rows;

    int rows() {
      return rows;
    }

    /**
     * @param plane its number, not negative
     * @param values a value for each column
     */
    void add(int plane, double[] values) {
      if (rows == keys.length) {
        int more = rows + (rows >> 1);
        keys = Arrays.copyOf(keys, more);
        for (int i = 0; i < COLUMNS; i++) {
          columns[i] = Arrays.copyOf(columns[i], more);
        }
      }
      keys[rows] = (long) plane << 32 | rows;
      for (int i = 0; i < COLUMNS; i++) {
        columns[i][rows] = values[i];
      }
      rows++;
    }

    OmePlaneFacts facts() {
      long[] sorted = Arrays.copyOf(keys, rows);
      Arrays.sort(sorted);
      double[][] exact = new double[COLUMNS][];
      for (int i = 0; i < COLUMNS; i++) {
        exact[i] = Arrays.copyOf(columns[i], rows);
      }
      return new OmePlaneFacts(exact, sorted);
    }
  }
}

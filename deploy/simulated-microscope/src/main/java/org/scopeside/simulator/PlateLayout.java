package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A dose-response plate. Negative controls fill the first column (the first two from twelve columns
 * on), positive controls the last; the columns between hold a twofold dilution series, lowest
 * concentration first. About 4 % of the plate's wells are empty, taken from the dose wells by seed.
 *
 * <pre>
 *   column  1 2 3 4 5 6 7 8 9 10 11 12
 *   row A   - - 1 2 3 4 5 6 7 8  9  +
 * </pre>
 *
 * @param rows 1 to 32
 * @param columns 3 to 48
 * @param seed decides which wells are empty
 */
public record PlateLayout(int rows, int columns, long seed) {

  private static final double HILL_SLOPE = 1.5;
  private static final double EMPTY_FRACTION = 0.04;

  /** Fewer chosen wells than this go without an empty one. */
  private static final int SMALLEST_CHOICE_WITH_EMPTY = 6;

  private static final Comparator<SimulatedWell> ROW_MAJOR =
      Comparator.comparingInt(SimulatedWell::row).thenComparingInt(SimulatedWell::column);

  public PlateLayout {
    if (rows < 1 || rows > 32 || columns < 3 || columns > 48) {
      throw new IllegalArgumentException(
          "plate of "
              + rows
              + " rows x "
              + columns
              + " columns: 1..32 rows x 3..48 columns are known");
    }
  }

  /** The 8 x 12 plate. */
  public static PlateLayout of96Wells(long seed) {
    return new PlateLayout(8, 12, seed);
  }

  /**
   * The name of a well: row letters (A to Z, then AA, AB, ...) and the column with two digits.
   *
   * @param row zero-based row
   * @param column zero-based column
   */
  public static String wellName(int row, int column) {
    String letters =
        row < 26
            ? String.valueOf((char) ('A' + row))
            : "" + (char) ('A' + row / 26 - 1) + (char) ('A' + row % 26);
    return letters + String.format(Locale.ROOT, "%02d", column + 1);
  }

  /** All wells, row by row. */
  public List<SimulatedWell> wells() {
    return wells(rows * columns);
  }

  /**
   * At most {@code limit} wells, row by row, spread over the plate: negative control, positive
   * control and the middle dose come first, then the other doses, so that even a few wells show the
   * response. From six wells on one of them is empty if the plate has an empty well.
   */
  public List<SimulatedWell> wells(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("well limit " + limit + " is less than 1");
    }
    int size = Math.min(limit, rows * columns);
    Set<Integer> empty = emptyWells();
    List<Integer> columnOrder = columnsByInterest();
    List<SimulatedWell> chosen = new ArrayList<>(size);
    for (int k = 0; k < size; k++) {
      int column = columnOrder.get(k % columns);
      // A diagonal walk: every well once, neighbours in the order on different rows.
      int row = (k / columns + k % columns) % rows;
      chosen.add(well(row, column, empty));
    }
    ensureEmptyWell(chosen, empty);
    chosen.sort(ROW_MAJOR);
    return List.copyOf(chosen);
  }

  private void ensureEmptyWell(List<SimulatedWell> chosen, Set<Integer> empty) {
    boolean present = chosen.stream().anyMatch(well -> well.role() == WellRole.EMPTY);
    if (present || empty.isEmpty() || chosen.size() < SMALLEST_CHOICE_WITH_EMPTY) {
      return;
    }
    int first = empty.stream().mapToInt(Integer::intValue).min().orElseThrow();
    for (int i = chosen.size() - 1; i >= 0; i--) {
      if (chosen.get(i).role() == WellRole.DOSE) {
        chosen.set(i, well(first / columns, first % columns, empty));
        return;
      }
    }
  }

  private SimulatedWell well(int row, int column, Set<Integer> empty) {
    if (empty.contains(row * columns + column)) {
      return new SimulatedWell(row, column, WellRole.EMPTY, Double.NaN, 0);
    }
    if (column < negativeColumns()) {
      return new SimulatedWell(row, column, WellRole.NEGATIVE_CONTROL, Double.NaN, 0);
    }
    if (column == columns - 1) {
      return new SimulatedWell(row, column, WellRole.POSITIVE_CONTROL, Double.NaN, 1);
    }
    int dose = column - negativeColumns() + 1;
    return new SimulatedWell(row, column, WellRole.DOSE, dose, hill(dose));
  }

  /** Hill curve of a twofold series whose half-maximal concentration is the middle dose. */
  private double hill(int dose) {
    double middle = (doses() + 1) / 2.0;
    return 1 / (1 + StrictMath.pow(2, -HILL_SLOPE * (dose - middle)));
  }

  private int negativeColumns() {
    return columns >= 12 ? 2 : 1;
  }

  private int doses() {
    return columns - negativeColumns() - 1;
  }

  /** Negative, positive, middle dose, then the doses alternating outward, then other negatives. */
  private List<Integer> columnsByInterest() {
    List<Integer> order = new ArrayList<>(List.of(0, columns - 1));
    int firstDose = negativeColumns();
    List<Integer> doseColumns = new ArrayList<>();
    for (int c = firstDose; c < columns - 1; c++) {
      doseColumns.add(c);
    }
    double middle = firstDose + (doses() - 1) / 2.0;
    doseColumns.sort(
        Comparator.comparingDouble((Integer c) -> Math.abs(c - middle)).thenComparing(c -> c));
    order.addAll(doseColumns);
    for (int c = 1; c < firstDose; c++) {
      order.add(c);
    }
    return order;
  }

  private Set<Integer> emptyWells() {
    List<Integer> doseWells = new ArrayList<>();
    for (int w = 0; w < rows * columns; w++) {
      int column = w % columns;
      if (column >= negativeColumns() && column < columns - 1) {
        doseWells.add(w);
      }
    }
    doseWells.sort(Comparator.comparingLong(w -> SeededRandom.key(seed, w)));
    int count = (int) Math.round(EMPTY_FRACTION * rows * columns);
    return new HashSet<>(doseWells.subList(0, Math.min(count, doseWells.size())));
  }
}

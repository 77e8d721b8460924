package org.scopeside.panel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.panel.state.PlateState;
import org.scopeside.panel.state.WellState;

/** The wells of a plate, or positions without one, by row and column of the drawing. */
final class PlateGrid {
  private final int rows;
  private final int columns;
  private final boolean plate;
  private final @Nullable WellState[] wells;
  private final Map<String, Integer> slots = new HashMap<>();

  private PlateGrid(int rows, int columns, boolean plate, List<WellState> states) {
    this.rows = rows;
    this.columns = columns;
    this.plate = plate;
    this.wells = new WellState[rows * columns];
    int next = 0;
    for (WellState state : states) {
      Well well = plate ? state.well() : null;
      int slot = !plate ? next++ : well == null ? -1 : slotOf(well);
      if (slot >= 0) {
        wells[slot] = state;
        slots.put(state.key(), slot);
      }
    }
  }

  /**
   * @param aspect width of the drawing over its height, for positions without a plate
   */
  static PlateGrid of(PlateState state, double aspect) {
    if (state.hasPlate()) {
      return new PlateGrid(state.rows(), state.columns(), true, state.wells());
    }
    int positions = Math.max(1, state.wells().size());
    int columns = (int) Math.ceil(Math.sqrt(positions * Math.max(0.1, aspect)));
    columns = Math.min(positions, Math.max(1, columns));
    return new PlateGrid((positions + columns - 1) / columns, columns, false, state.wells());
  }

  private int slotOf(Well well) {
    boolean inside = well.row() < rows && well.column() < columns;
    return inside ? well.row() * columns + well.column() : -1;
  }

  boolean isPlate() {
    return plate;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Row times columns plus column of a key; -1 where it is nowhere. */
  int slot(@Nullable String key) {
    Integer slot = key == null ? null : slots.get(key);
    return slot == null ? -1 : slot;
  }

  /** Null where nothing is planned, and outside. */
  @Nullable WellState at(int slot) {
    return slot < 0 || slot >= wells.length ? null : wells[slot];
  }

  /** Every well's value of a measure; NaN where there is none. */
  double[] values(String measure) {
    double[] values = new double[wells.length];
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < wells.length; i++) {
      WellState well = wells[i];
      Double value = well == null ? null : well.measures().get(measure);
      values[i] = value == null ? Double.NaN : value;
    }
    return values;
  }

  WellLook[] looks(String measure, @Nullable ColourRange range) {
    WellLook[] looks = new WellLook[wells.length];
    for (int i = 0; i < wells.length; i++) {
      WellState well = wells[i];
      looks[i] = well == null ? WellLook.UNPLANNED : WellLook.of(well, measure, range);
    }
    return looks;
  }

  boolean sameShape(PlateGrid other) {
    return rows == other.rows && columns == other.columns && plate == other.plate;
  }
}

package org.scopeside.panel.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plate on the stage, or the positions where there is none. */
public final class PlateState {
  /** Nothing is known of any position. */
  public static final PlateState NONE = positions(Collections.emptyList(), null);

  private final int rows;
  private final int columns;
  private final List<WellState> wells;
  private final @Nullable String acquiring;

  private PlateState(int rows, int columns, List<WellState> wells, @Nullable String acquiring) {
    this.rows = rows;
    this.columns = columns;
    this.wells = Collections.unmodifiableList(new ArrayList<>(wells));
    this.acquiring = acquiring;
  }

  /**
   * A plate with its planned wells.
   *
   * @param rows 1 to 64
   * @param columns 1 to 96
   * @param wells each with a {@link WellState#well()} inside the plate
   * @param acquiring key of the well that the camera looks at; null where it looks at none
   */
  public static PlateState plate(
      int rows, int columns, List<WellState> wells, @Nullable String acquiring) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException("a plate of " + rows + " x " + columns + " wells");
    }
    return new PlateState(rows, columns, wells, acquiring);
  }

  /** Positions in the order of their visit, without a plate. */
  public static PlateState positions(List<WellState> positions, @Nullable String acquiring) {
    return new PlateState(0, 0, positions, acquiring);
  }

  public boolean hasPlate() {
    return rows > 0;
  }

  /** 0 without a plate. */
  public int rows() {
    return rows;
  }

  /** 0 without a plate. */
  public int columns() {
    return columns;
  }

  public List<WellState> wells() {
    return wells;
  }

  public @Nullable String acquiring() {
    return acquiring;
  }
}

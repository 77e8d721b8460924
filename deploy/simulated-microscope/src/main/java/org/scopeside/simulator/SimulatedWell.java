package org.scopeside.simulator;

/**
 * One well of the plate and what its cells were given.
 *
 * @param row zero-based row
 * @param column zero-based column
 * @param role what the well was given
 * @param dose one-based index in the concentration series, each twice the one before; NaN when the
 *     well has no dose
 * @param response fraction of the largest effect, 0 (vehicle) to 1 (positive control)
 */
public record SimulatedWell(int row, int column, WellRole role, double dose, double response) {

  public SimulatedWell {
    if (row < 0 || column < 0) {
      throw new IllegalArgumentException("well row " + row + ", column " + column + ": negative");
    }
    if (!(response >= 0 && response <= 1)) {
      throw new IllegalArgumentException(
          "response "
              + response
              + " of well "
              + PlateLayout.wellName(row, column)
              + " not in 0..1");
    }
  }

  /** The well's name for people, such as "A01". */
  public String name() {
    return PlateLayout.wellName(row, column);
  }

  /**
   * Fraction of the negative control's cells that are left: 1 at no response, 0.25 at the full one.
   */
  double survival() {
    return role == WellRole.EMPTY ? 0 : 1 - 0.75 * response;
  }
}

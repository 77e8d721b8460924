package org.scopeside.panel;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;

/** Where the wells of a plate stand in a component: the largest squares that fit. Immutable. */
final class PlateLayout {
  private final int rows;
  private final int columns;
  private final double cell;
  private final double left;
  private final double top;
  private final double gap;

  /**
   * @param headLeft room for the letters of rows, pixels; 0 for none
   * @param headTop room for the numbers of columns, pixels
   * @param largestCell pixels
   */
  PlateLayout(
      int rows, int columns, int width, int height, int headLeft, int headTop, double largestCell) {
    this.rows = rows;
    this.columns = columns;
    double fit =
        Math.min((width - headLeft) / (double) columns, (height - headTop) / (double) rows);
    // Whole pixels, so that all wells are alike; wells of a few pixels cannot afford that.
    double wanted = Math.max(2, Math.min(largestCell, fit));
    this.cell = wanted >= 8 ? Math.floor(wanted) : wanted;
    this.left = Math.floor(headLeft + Math.max(0, (width - headLeft - columns * cell) / 2));
    this.top = headTop;
    this.gap = cell < 7 ? 0.5 : cell < 12 ? 1 : cell < 26 ? 2 : cell < 60 ? 4 : 6;
  }

  /** Pixels from one well to the next. */
  double cell() {
    return cell;
  }

  /** Side of a well, pixels. */
  double side() {
    return cell - gap;
  }

  double left() {
    return left;
  }

  double top() {
    return top;
  }

  double bottom() {
    return top + rows * cell;
  }

  /** The well itself. */
  Rectangle2D well(int row, int column) {
    return new Rectangle2D.Double(
        left + column * cell + before(), top + row * cell + before(), side(), side());
  }

  /** Half the gap, in whole pixels where wells are. */
  private double before() {
    return gap < 1 ? gap / 2 : Math.floor(gap / 2);
  }

  /** What is to be painted again when that well changes: it and its outline. */
  Rectangle area(int row, int column) {
    Rectangle area = well(row, column).getBounds();
    area.grow(4, 4);
    return area;
  }

  /** Index of the column at x; outside 0 to columns - 1 where there is none. */
  int columnAt(double x) {
    return (int) Math.floor((x - left) / cell);
  }

  int rowAt(double y) {
    return (int) Math.floor((y - top) / cell);
  }

  boolean has(int row, int column) {
    return row >= 0 && row < rows && column >= 0 && column < columns;
  }

  /** Every how many wells there is room for a label of that size: 1, 2, 4, 8. */
  int labelStep(double needed) {
    int step = 1;
    while (step * cell < needed && step < 64) {
      step *= 2;
    }
    return step;
  }
}

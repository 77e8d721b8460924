package org.scopeside.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A well by zero-based row and column, as in the OME model; "A01" for people, "AF48" on a 1536-well
 * plate. Rows 0 to 63 and columns 0 to 95 cover the largest plate format there is (6144 wells).
 */
public final class Well implements Comparable<Well> {
  public static final int MAX_ROWS = 64;
  public static final int MAX_COLUMNS = 96;

  private static final Pattern LABEL = Pattern.compile("([A-Za-z]{1,2})0{0,2}([1-9][0-9]?)");

  private final int row;
  private final int column;

  /**
   * @param row zero-based, below {@link #MAX_ROWS}
   * @param column zero-based, below {@link #MAX_COLUMNS}
   */
  public Well(int row, int column) {
    if (row < 0 || row >= MAX_ROWS || column < 0 || column >= MAX_COLUMNS) {
      throw new IllegalArgumentException(
          "well row " + row + ", column " + column + " is outside " + MAX_ROWS + "x" + MAX_COLUMNS);
    }
    this.row = row;
    this.column = column;
  }

  public int row() {
    return row;
  }

  public int column() {
    return column;
  }

  /** "A01", "H12", "AA03". */
  public String label() {
    String letters =
        row < 26
            ? String.valueOf((char) ('A' + row))
            : "" + (char) ('A' + row / 26 - 1) + (char) ('A' + row % 26);
    int number = column + 1;
    return letters + (number < 10 ? "0" : "") + number;
  }

  /** Reads "A1", "a01", "AF48"; null where the text is no well. */
  public static @Nullable Well parse(String label) {
    Matcher matcher = LABEL.matcher(label);
    if (!matcher.matches()) {
      return null;
    }
    int row = 0;
    for (char letter : matcher.group(1).toUpperCase(java.util.Locale.ROOT).toCharArray()) {
      row = row * 26 + (letter - 'A' + 1);
    }
    int column = Integer.parseInt(matcher.group(2));
    return row > MAX_ROWS || column > MAX_COLUMNS ? null : new Well(row - 1, column - 1);
  }

  @Override
  public int compareTo(Well other) {
    return row != other.row
        ? Integer.compare(row, other.row)
        : Integer.compare(column, other.column);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Well && ((Well) other).row == row && ((Well) other).column == column;
  }

  @Override
  public int hashCode() {
    return row * MAX_COLUMNS + column;
  }

  @Override
  public String toString() {
    return label();
  }
}

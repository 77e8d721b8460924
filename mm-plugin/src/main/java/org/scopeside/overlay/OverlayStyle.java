package org.scopeside.overlay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How outlines are drawn. Immutable. */
public final class OverlayStyle {
  /** Widest line, pixels of the screen. */
  public static final int MAX_LINE_WIDTH_PX = 8;

  /** A thin line of one colour, with counts. */
  public static final OverlayStyle DEFAULT = new OverlayStyle(ColourBy.ONE_COLOUR, "", 1, true);

  private final ColourBy colourBy;
  private final String measure;
  private final int lineWidthPx;
  private final boolean counts;

  private OverlayStyle(ColourBy colourBy, String measure, int lineWidthPx, boolean counts) {
    this.colourBy = colourBy;
    this.measure = measure;
    this.lineWidthPx = Math.max(1, Math.min(MAX_LINE_WIDTH_PX, lineWidthPx));
    this.counts = counts;
  }

  /** What the colour of an outline says. */
  public enum ColourBy {
    /** Nothing. */
    ONE_COLOUR("one colour"),
    /** Which object it is: neighbours differ. */
    OBJECT("object"),
    /** Whether the plane has a flag. */
    FLAG("flag"),
    /** A measurement of the object. */
    MEASURE("measure");

    private final String inWords;

    ColourBy(String inWords) {
      this.inWords = inWords;
    }

    String inWords() {
      return inWords;
    }
  }

  /** The same, coloured by what needs no measurement. */
  public OverlayStyle colouredBy(ColourBy by) {
    return new OverlayStyle(by, by == ColourBy.MEASURE ? measure : "", lineWidthPx, counts);
  }

  /**
   * The same, coloured by a measurement.
   *
   * @param name CellProfiler's, as in the results
   */
  public OverlayStyle colouredByMeasure(String name) {
    return new OverlayStyle(ColourBy.MEASURE, name, lineWidthPx, counts);
  }

  /** The same, with lines as near to that width as may be. */
  public OverlayStyle withLineWidthPx(int px) {
    return new OverlayStyle(colourBy, measure, px, counts);
  }

  /** The same, with or without counts in the corner. */
  public OverlayStyle withCounts(boolean shown) {
    return new OverlayStyle(colourBy, measure, lineWidthPx, shown);
  }

  public ColourBy colourBy() {
    return colourBy;
  }

  /** CellProfiler's name of the measurement; empty unless coloured by one. */
  public String measure() {
    return measure;
  }

  /** Width of the lines, 1 to {@value #MAX_LINE_WIDTH_PX} pixels of the screen. */
  public int lineWidthPx() {
    return lineWidthPx;
  }

  /** Whether count, model and flags stand in the corner. */
  public boolean counts() {
    return counts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof OverlayStyle)) {
      return false;
    }
    OverlayStyle that = (OverlayStyle) other;
    return colourBy == that.colourBy
        && measure.equals(that.measure)
        && lineWidthPx == that.lineWidthPx
        && counts == that.counts;
  }

  @Override
  public int hashCode() {
    return Objects.hash(colourBy, measure, lineWidthPx, counts);
  }

  @Override
  public String toString() {
    return colourBy + " " + measure + ", " + lineWidthPx + " px" + (counts ? ", counts" : "");
  }
}

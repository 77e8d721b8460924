package org.scopeside.panel;

import java.awt.Color;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.WellState;

/** How one well is drawn: a well is painted again when its look is another. Immutable. */
final class WellLook {
  /** A well that is not planned. */
  static final WellLook UNPLANNED =
      new WellLook(Stage.UNPLANNED, null, "", Collections.emptySet(), 0);

  /** How far a well has come. */
  enum Stage {
    UNPLANNED,
    PLANNED,
    /** Visited, without a value of the measure that is shown. */
    NO_VALUE,
    VALUE
  }

  private final Stage stage;
  private final @Nullable Color fill;
  private final String text;
  private final Set<WellMark> marks;
  private final int progress;

  private WellLook(
      Stage stage, @Nullable Color fill, String text, Set<WellMark> marks, int progress) {
    this.stage = stage;
    this.fill = fill;
    this.text = text;
    this.marks = marks;
    this.progress = progress;
  }

  static WellLook of(WellState well, String measure, @Nullable ColourRange range) {
    double value = well.measures().getOrDefault(measure, Double.NaN);
    Set<WellMark> marks = WellMark.of(well);
    if (range == null || Double.isNaN(value)) {
      boolean seen = well.finishedPlanes() > 0;
      return new WellLook(seen ? Stage.NO_VALUE : Stage.PLANNED, null, "", marks, progressOf(well));
    }
    Color colour = Viridis.at(range.fraction(value));
    return new WellLook(Stage.VALUE, colour, Words.brief(value), marks, progressOf(well));
  }

  /** Percent of the planned planes; 100 where the plan does not say. */
  private static int progressOf(WellState well) {
    if (well.plannedPlanes() <= 0) {
      return 100;
    }
    return (int) Math.min(100, 100 * well.finishedPlanes() / well.plannedPlanes());
  }

  Stage stage() {
    return stage;
  }

  /** Null without a value. */
  @Nullable Color fill() {
    return fill;
  }

  /** Empty without a value. */
  String text() {
    return text;
  }

  Set<WellMark> marks() {
    return marks;
  }

  /** Percent. */
  int progress() {
    return progress;
  }

  boolean inProgress() {
    return progress < 100 && (stage == Stage.VALUE || stage == Stage.NO_VALUE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WellLook && sameAs((WellLook) other);
  }

  private boolean sameAs(WellLook other) {
    return stage == other.stage
        && Objects.equals(fill, other.fill)
        && text.equals(other.text)
        && marks.equals(other.marks)
        && progress == other.progress;
  }

  @Override
  public int hashCode() {
    return Objects.hash(stage, text, progress);
  }
}

package org.scopeside.panel.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one field at one time point. */
public final class FieldRow {
  private final String id;
  private final String well;
  private final int field;
  private final int theT;
  private final double count;
  private final double focus;
  private final List<String> flags;
  private final String failure;
  private final Instant at;

  private FieldRow(Builder from, Instant at) {
    this.id = from.id;
    this.well = from.well;
    this.field = from.field;
    this.theT = from.theT;
    this.count = from.count;
    this.focus = from.focus;
    this.flags = from.flags;
    this.failure = from.failure;
    this.at = at;
  }

  /**
   * A field at one time point.
   *
   * @param id unique among the rows, say a frame id
   * @param well {@link WellState#key()}
   * @param field zero-based, as in the contract
   * @param theT zero-based
   */
  public static Builder of(String id, String well, int field, int theT) {
    return new Builder(id, well, field, theT);
  }

  public String id() {
    return id;
  }

  public String well() {
    return well;
  }

  public int field() {
    return field;
  }

  public int theT() {
    return theT;
  }

  /** Objects; NaN where they were not counted. */
  public double count() {
    return count;
  }

  /** NaN where it was not measured. */
  public double focus() {
    return focus;
  }

  /** Wire names, OUT_OF_FOCUS. */
  public List<String> flags() {
    return flags;
  }

  /** Why it could not be analysed; empty where it was. */
  public String failure() {
    return failure;
  }

  /** When the outcome came. */
  public Instant at() {
    return at;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldRow && sameAs((FieldRow) other);
  }

  private boolean sameAs(FieldRow other) {
    return id.equals(other.id)
        && at.equals(other.at)
        && Double.compare(count, other.count) == 0
        && Double.compare(focus, other.focus) == 0
        && flags.equals(other.flags)
        && failure.equals(other.failure);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, at);
  }

  /** Neither counted nor measured, until it is said. */
  public static final class Builder {
    private final String id;
    private final String well;
    private final int field;
    private final int theT;
    private double count = Double.NaN;
    private double focus = Double.NaN;
    private List<String> flags = Collections.emptyList();
    private String failure = "";

    private Builder(String id, String well, int field, int theT) {
      this.id = id;
      this.well = well;
      this.field = field;
      this.theT = theT;
    }

    public Builder count(double objects) {
      this.count = objects;
      return this;
    }

    public Builder focus(double score) {
      this.focus = score;
      return this;
    }

    public Builder flags(List<String> wireNames) {
      this.flags = Collections.unmodifiableList(new ArrayList<>(wireNames));
      return this;
    }

    /**
     * It could not be analysed.
     *
     * @param reason in words
     */
    public Builder failure(String reason) {
      this.failure = reason;
      return this;
    }

    public FieldRow at(Instant outcome) {
      return new FieldRow(this, outcome);
    }
  }
}

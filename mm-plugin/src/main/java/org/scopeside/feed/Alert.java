package org.scopeside.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * Something a user should look at: of one kind, in one well or in the whole acquisition, however
 * often it happened. Immutable.
 */
public final class Alert {
  /** How bad it is. */
  public enum Severity {
    INFORMATION,
    WARNING,
    ERROR
  }

  static final int NO_FIELD = -1;

  private final AlertKind kind;
  private final String acquisition;
  private final @Nullable Well well;
  private final int field;
  private final String words;
  private final Instant first;
  private final Instant last;
  private final long count;
  private final boolean over;
  private final boolean acknowledged;

  private Alert(
      AlertKind kind,
      String acquisition,
      @Nullable Well well,
      int field,
      String words,
      Instant first,
      Instant last,
      long count,
      boolean over,
      boolean acknowledged) {
    this.kind = kind;
    this.acquisition = acquisition;
    this.well = well;
    this.field = field;
    this.words = words;
    this.first = first;
    this.last = last;
    this.count = count;
    this.over = over;
    this.acknowledged = acknowledged;
  }

  /** Of a field, the first of its kind in its well. */
  static Alert ofField(
      AlertKind kind,
      String acquisition,
      @Nullable Well well,
      int field,
      String words,
      Instant at) {
    return new Alert(kind, acquisition, well, field, words, at, at, 1, false, false);
  }

  /** Of the whole acquisition. */
  static Alert ofAcquisition(AlertKind kind, String acquisition, String words, Instant at) {
    return ofField(kind, acquisition, null, NO_FIELD, words, at);
  }

  /** One alert a kind, acquisition and well. */
  String key() {
    return kind + "/" + acquisition + "/" + (field == NO_FIELD ? "" : Place.label(well));
  }

  /** This one, and the same again. */
  Alert again(Alert next) {
    return new Alert(
        kind,
        acquisition,
        well,
        next.field,
        next.words,
        first,
        next.last.isAfter(last) ? next.last : last,
        count + next.count,
        false,
        acknowledged && !over);
  }

  Alert over(Instant at) {
    return new Alert(kind, acquisition, well, field, words, first, at, count, true, acknowledged);
  }

  Alert acknowledge() {
    return new Alert(kind, acquisition, well, field, words, first, last, count, over, true);
  }

  public AlertKind kind() {
    return kind;
  }

  public Severity severity() {
    return kind.severity();
  }

  public String acquisition() {
    return acquisition;
  }

  /** The well; null where there is no plate or it is the whole acquisition's. */
  public @Nullable Well well() {
    return well;
  }

  /** Whether it is of a field, and not of the whole acquisition. */
  public boolean ofField() {
    return field != NO_FIELD;
  }

  /** The field it happened in last; -1 where it is the whole acquisition's. */
  public int field() {
    return field;
  }

  /** What happened last, with the facts. */
  public String words() {
    return words;
  }

  /** When it happened first. */
  public Instant first() {
    return first;
  }

  /** When it happened last, or ended. */
  public Instant last() {
    return last;
  }

  /** How often it happened. */
  public long count() {
    return count;
  }

  /** Whether a state that was alerted has passed: Kafka is back, the analysis has caught up. */
  public boolean over() {
    return over;
  }

  public boolean acknowledged() {
    return acknowledged;
  }

  @Override
  public String toString() {
    return kind.title() + ": " + words + (count > 1 ? " (" + count + " times)" : "");
  }
}

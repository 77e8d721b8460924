package org.scopeside.panel.state;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that asks for a person. */
public final class AlertRow {
  /** How much it matters. */
  public enum Severity {
    NOTE,
    WARNING,
    SEVERE
  }

  private final String id;
  private final Severity severity;
  private final String words;
  private final String where;
  private final Instant since;
  private final int times;
  private final boolean acknowledged;

  /**
   * @param words what is wrong
   * @param where well and field, or empty
   * @param times how often it came, at least 1
   */
  public AlertRow(
      String id,
      Severity severity,
      String words,
      String where,
      Instant since,
      int times,
      boolean acknowledged) {
    this.id = id;
    this.severity = severity;
    this.words = words;
    this.where = where;
    this.since = since;
    this.times = times;
    this.acknowledged = acknowledged;
  }

  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  public String words() {
    return words;
  }

  public String where() {
    return where;
  }

  public Instant since() {
    return since;
  }

  public int times() {
    return times;
  }

  public boolean acknowledged() {
    return acknowledged;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlertRow && sameAs((AlertRow) other);
  }

  private boolean sameAs(AlertRow other) {
    return id.equals(other.id)
        && severity == other.severity
        && words.equals(other.words)
        && where.equals(other.where)
        && since.equals(other.since)
        && times == other.times
        && acknowledged == other.acknowledged;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, times, acknowledged);
  }
}

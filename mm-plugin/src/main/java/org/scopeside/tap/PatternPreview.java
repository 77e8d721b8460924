package org.scopeside.tap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an acquisition of the current position list would say: well and field of each position under
 * a pattern. Immutable.
 */
public final class PatternPreview {
  private final List<Row> rows;
  private final List<String> remarks;
  private final @Nullable String fault;

  private PatternPreview(List<Row> rows, List<String> remarks, @Nullable String fault) {
    this.rows = Collections.unmodifiableList(rows);
    this.remarks = Collections.unmodifiableList(new ArrayList<>(remarks));
    this.fault = fault;
  }

  /**
   * The preview for a position list.
   *
   * @param pattern as the user typed it; empty for none, so that properties and known labels tell
   * @param plate null where unknown
   */
  public static PatternPreview of(
      List<NamedPosition> positions, String pattern, @Nullable PlateLayout plate) {
    LabelPattern parsed = null;
    String fault = null;
    try {
      parsed = pattern.trim().isEmpty() ? null : LabelPattern.parse(pattern);
    } catch (IllegalArgumentException e) {
      fault = e.getMessage();
    }
    Sites sites = Sites.of(positions, parsed, plate);
    Map<String, Integer> labels = new HashMap<>();
    for (NamedPosition position : positions) {
      labels.merge(position.label(), 1, Integer::sum);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      NamedPosition position = positions.get(i);
      boolean matches =
          parsed == null
              ? Sites.read(position, null, plate).well != null
              : parsed.read(position.label()) != null;
      boolean shared = labels.getOrDefault(position.label(), 0) > 1;
      rows.add(new Row(position.label(), sites.listed().get(i), matches, shared));
    }
    return new PatternPreview(rows, sites.remarks(), fault);
  }

  /** A row for each position, in the order of the list. */
  public List<Row> rows() {
    return rows;
  }

  /** What the user should know, a sentence each; empty where all is plain. */
  public List<String> remarks() {
    return remarks;
  }

  /** What is wrong with the pattern, which is not applied then; null where nothing is. */
  public @Nullable String fault() {
    return fault;
  }

  /** One position. */
  public static final class Row {
    private final String label;
    private final Site site;
    private final boolean matches;
    private final boolean shared;

    private Row(String label, Site site, boolean matches, boolean shared) {
      this.label = label;
      this.site = site;
      this.matches = matches;
      this.shared = shared;
    }

    public String label() {
      return label;
    }

    /** Well and field that its planes will have. */
    public Site site() {
      return site;
    }

    /**
     * Whether the pattern matches the label; without a pattern, whether the position has a well.
     */
    public boolean matches() {
      return matches;
    }

    /** Whether other positions have the same label. */
    public boolean sharesLabel() {
      return shared;
    }
  }
}

package org.scopeside.deploy.gpucheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was measured, and what was aimed at. */
final class SpeedTable {
  /**
   * One figure.
   *
   * @param name what it is, with its unit
   * @param measured the figure
   * @param target aimed at; null where nothing is
   * @param atLeast whether more is better
   */
  record Row(String name, double measured, @Nullable Double target, boolean atLeast) {
    /** True where nothing is aimed at. */
    public boolean met() {
      return target == null || (atLeast ? measured >= target : measured <= target);
    }
  }

  private final List<Row> rows = new ArrayList<>();

  void figure(String name, double measured) {
    rows.add(new Row(name, measured, null, true));
  }

  void atLeast(String name, double measured, double target) {
    rows.add(new Row(name, measured, target, true));
  }

  void atMost(String name, double measured, double target) {
    rows.add(new Row(name, measured, target, false));
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  boolean allMet() {
    return rows.stream().allMatch(Row::met);
  }

  /** For people. */
  List<String> lines() {
    int width = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      String aim =
          row.target == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "  aim: %s %.4g  %s",
                  row.atLeast ? "at least" : "at most",
                  row.target,
                  row.met() ? "met" : "MISSED");
      lines.add(
          String.format(
              Locale.ROOT, "%-" + Math.max(1, width) + "s  %10.4g%s", row.name, row.measured, aim));
    }
    return lines;
  }
}

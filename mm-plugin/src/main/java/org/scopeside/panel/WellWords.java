package org.scopeside.panel;

import java.util.ArrayList;
import java.util.List;
import org.scopeside.panel.state.MeasureChoice;
import org.scopeside.panel.state.WellState;

/** A well in words: for the tooltip and for a screen reader. */
final class WellWords {
  private WellWords() {}

  /** "A01, Cells 412, Mean area 118 µm², 12 of 12 planes, out of focus (1)" */
  static String spoken(WellState well, List<MeasureChoice> measures) {
    List<String> parts = new ArrayList<>();
    parts.add(well.key());
    for (MeasureChoice measure : measures) {
      Double value = well.measures().get(measure.name());
      if (value != null) {
        parts.add(measure.label() + " " + withUnit(value, measure));
      }
    }
    parts.addAll(progress(well));
    return String.join(", ", parts);
  }

  /** HTML: all measures, the one that is shown in bold, then progress and flags. */
  static String tooltip(WellState well, List<MeasureChoice> measures, String shown) {
    StringBuilder html = new StringBuilder("<html><b>").append(Words.escaped(well.key()));
    html.append("</b><table cellspacing=0 cellpadding=1>");
    for (MeasureChoice measure : measures) {
      Double value = well.measures().get(measure.name());
      if (value != null) {
        row(html, measure.label(), withUnit(value, measure), measure.name().equals(shown));
      }
    }
    html.append("</table>");
    for (String line : progress(well)) {
      html.append("<div>").append(Words.escaped(line)).append("</div>");
    }
    return html.append("</html>").toString();
  }

  private static void row(StringBuilder html, String label, String value, boolean bold) {
    String cell = bold ? "<b>%s</b>" : "%s";
    html.append("<tr><td>")
        .append(cell.replace("%s", Words.escaped(label)))
        .append("&nbsp;&nbsp;</td><td align=right>")
        .append(cell.replace("%s", Words.escaped(value)))
        .append("</td></tr>");
  }

  private static String withUnit(double value, MeasureChoice measure) {
    String number = Words.number(value);
    return measure.unit().isEmpty() ? number : number + " " + measure.unit();
  }

  private static List<String> progress(WellState well) {
    List<String> lines = new ArrayList<>();
    if (well.finishedPlanes() == 0) {
      lines.add("not analysed yet");
    } else if (well.plannedPlanes() > 0) {
      lines.add(
          Words.integer((double) well.finishedPlanes())
              + " of "
              + Words.count(well.plannedPlanes(), "plane"));
    } else {
      lines.add(Words.count(well.finishedPlanes(), "plane"));
    }
    if (well.failedPlanes() > 0) {
      lines.add(Words.count(well.failedPlanes(), "plane") + " failed");
    }
    if (!well.flags().isEmpty()) {
      lines.add(Words.flags(well.flags()));
    }
    return lines;
  }
}

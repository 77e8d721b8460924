package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import org.scopeside.panel.state.ActionRow;

/** What was done to acquisitions and why, newest first; the last {@link #MAX_ROWS}. */
final class ActionLog extends Card {
  static final int MAX_ROWS = 50;

  private List<ActionRow> rows = Collections.emptyList();

  ActionLog() {
    super(new BorderLayout()); // a box wants its container, which is not there yet
    setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
    rebuild();
  }

  void show(List<ActionRow> newestFirst) {
    List<ActionRow> next =
        new ArrayList<>(newestFirst.subList(0, Math.min(MAX_ROWS, newestFirst.size())));
    if (!next.equals(rows)) {
      rows = next;
      rebuild();
    }
  }

  private void rebuild() {
    removeAll();
    addLine(SteeringPanel.title("What was done"));
    if (rows.isEmpty()) {
      addLine(SteeringPanel.explanation("Nothing yet. Each action is also written to the stream."));
    }
    for (ActionRow row : rows) {
      String words = Words.clock(row.at()) + "   " + row.action() + ": " + row.reason();
      addLine(new WrappedText(words, Ink.TEXT, 1, Font.PLAIN, 34));
    }
    revalidate();
    repaint();
  }

  private void addLine(JComponent line) {
    line.setAlignmentX(LEFT_ALIGNMENT);
    add(line);
    add(Em.space(0.2));
  }
}

package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import org.scopeside.panel.state.AlertRow;

/** What asks for a person, newest first; at most {@link #MAX_ROWS} are drawn. */
final class AlertsPanel extends JPanel {
  static final int MAX_ROWS = 100;

  private final PanelActions actions;
  private final Clock clock;
  private final JPanel list = new JPanel();
  private final InkLabel title = new InkLabel(" ", Ink.TEXT, 1.1, Font.BOLD);
  private final JButton all;
  private List<AlertRow> rows = Collections.emptyList();

  AlertsPanel(PanelActions actions, Clock clock) {
    super(new BorderLayout(0, Em.px(0.6)));
    this.actions = actions;
    this.clock = clock;
    setOpaque(false);
    setBorder(Em.gap(0.7, 0, 0, 0));
    list.setOpaque(false);
    list.setLayout(new BoxLayout(list, BoxLayout.Y_AXIS));
    all =
        new PushButton(
            "Acknowledge all", "Marks all alerts as seen", event -> actions.acknowledgeAll());
    add(head(all), BorderLayout.NORTH);
    add(ScrolledColumn.of(list), BorderLayout.CENTER);
    rebuild();
  }

  private JComponent head(JButton all) {
    JPanel head = new JPanel(new BorderLayout());
    head.setOpaque(false);
    head.add(title, BorderLayout.CENTER);
    head.add(all, BorderLayout.EAST);
    return head;
  }

  void show(List<AlertRow> newestFirst) {
    List<AlertRow> next = newestFirst.subList(0, Math.min(MAX_ROWS, newestFirst.size()));
    if (!next.equals(rows)) {
      rows = next;
      rebuild();
    }
  }

  static int waiting(List<AlertRow> alerts) {
    int waiting = 0;
    for (AlertRow alert : alerts) {
      waiting += alert.acknowledged() ? 0 : 1;
    }
    return waiting;
  }

  private void rebuild() {
    int waiting = waiting(rows);
    title.setText(waiting == 0 ? "No alert waits" : Words.count(waiting, "alert") + " to look at");
    all.setVisible(waiting > 1);
    list.removeAll();
    for (AlertRow row : rows) {
      list.add(sheet(row));
      list.add(Em.space(0.5));
    }
    if (rows.isEmpty()) {
      list.add(
          new WrappedText(
              "Fields out of focus, empty or saturated ones, unusual counts and analysis that falls"
                  + " behind are told here and in Micro-Manager's own alerts. What counts as unusual"
                  + " is in the settings.",
              Ink.MUTED,
              1,
              Font.PLAIN,
              40));
    }
    list.revalidate();
    list.repaint();
  }

  private JComponent sheet(AlertRow row) {
    Card sheet = new Card(new BorderLayout(Em.px(0.8), 0));
    sheet.setAlignmentX(LEFT_ALIGNMENT);
    Sign sign = signOf(row);
    sheet.setTint(row.acknowledged() ? null : sign.ink());
    JLabel icon = new JLabel(row.acknowledged() ? Sign.OFF : sign);
    icon.setVerticalAlignment(JLabel.TOP);
    sheet.add(icon, BorderLayout.WEST);
    sheet.add(words(row), BorderLayout.CENTER);
    if (!row.acknowledged()) {
      sheet.add(button(row), BorderLayout.EAST);
    }
    sheet
        .getAccessibleContext()
        .setAccessibleName(row.severity() + ": " + row.words() + ", " + row.where());
    return sheet;
  }

  static Sign signOf(AlertRow row) {
    switch (row.severity()) {
      case SEVERE:
        return Sign.BAD;
      case WARNING:
        return Sign.WARNING;
      default:
        return Sign.NOTE;
    }
  }

  private JComponent words(AlertRow row) {
    JPanel words = new JPanel();
    words.setOpaque(false);
    words.setLayout(new BoxLayout(words, BoxLayout.Y_AXIS));
    WrappedText what =
        new WrappedText(
            row.words(),
            row.acknowledged() ? Ink.MUTED : Ink.TEXT,
            1.05,
            row.acknowledged() ? Font.PLAIN : Font.BOLD,
            30);
    InkLabel when = new InkLabel(about(row), Ink.MUTED, 0.95, Font.PLAIN);
    what.setAlignmentX(LEFT_ALIGNMENT);
    when.setAlignmentX(LEFT_ALIGNMENT);
    words.add(what);
    words.add(when);
    return words;
  }

  /** "C07 field 2 · since 14:03:12, 2 min · 3 times" */
  private String about(AlertRow row) {
    String where = row.where().isEmpty() ? "" : row.where() + "  \u00b7  ";
    String age = Words.age(Duration.between(row.since(), clock.instant()));
    String times = row.times() > 1 ? "  \u00b7  " + row.times() + " times" : "";
    return where + "since " + Words.clock(row.since()) + ", " + age + times;
  }

  private JComponent button(AlertRow row) {
    JButton seen =
        new PushButton(
            "Acknowledge",
            "Marks this alert as seen; it stays in the list",
            event -> actions.acknowledge(row.id()));
    seen.getAccessibleContext().setAccessibleName("Acknowledge: " + row.words());
    Box centred = Box.createVerticalBox();
    centred.add(Box.createVerticalGlue());
    centred.add(seen);
    centred.add(Box.createVerticalGlue());
    return centred;
  }
}

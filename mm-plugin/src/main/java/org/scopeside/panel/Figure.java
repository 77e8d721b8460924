package org.scopeside.panel;

import java.awt.Font;
import java.awt.GridLayout;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** One number to be read from afar: what it is, the number, and what belongs to it. */
final class Figure extends JPanel {
  private final InkLabel value = new InkLabel(Words.UNKNOWN, Ink.TEXT, 1.9, Font.BOLD);
  private final InkLabel note = new InkLabel(" ", Ink.MUTED, 0.9, Font.PLAIN);

  Figure(String caption, String tooltip) {
    setOpaque(false);
    setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
    InkLabel head = new InkLabel(caption, Ink.MUTED, 0.9, Font.PLAIN);
    for (JComponent line : new JComponent[] {head, value, note}) {
      line.setAlignmentX(LEFT_ALIGNMENT);
      line.setToolTipText(tooltip);
      add(line);
    }
    setToolTipText(tooltip);
    getAccessibleContext().setAccessibleName(caption);
  }

  void show(String number, String belonging, Ink ink) {
    value.setText(number);
    value.setInk(ink);
    // A space keeps the line's height.
    note.setText(belonging.isEmpty() ? " " : belonging);
    note.setInk(ink == Ink.TEXT ? Ink.MUTED : ink);
    getAccessibleContext().setAccessibleDescription(number + " " + belonging);
  }

  /** Figures side by side, equally wide. */
  static JPanel row(Figure... figures) {
    JPanel row = new JPanel(new GridLayout(1, 0, Em.px(0.8), 0));
    row.setOpaque(false);
    for (Figure figure : figures) {
      row.add(figure);
    }
    return row;
  }
}

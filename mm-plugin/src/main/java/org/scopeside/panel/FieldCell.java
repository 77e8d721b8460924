package org.scopeside.panel;

import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.swing.Icon;
import javax.swing.JTable;
import javax.swing.table.DefaultTableCellRenderer;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.FieldRow;

/** One cell of the table of fields. */
final class FieldCell extends DefaultTableCellRenderer {
  private final FieldTableModel rows;
  private final Clock clock;

  FieldCell(FieldTableModel rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
    putClientProperty("html.disable", true);
  }

  static boolean isNumber(Class<?> type) {
    return Number.class.isAssignableFrom(type);
  }

  @Override
  public Component getTableCellRendererComponent(
      JTable table, Object value, boolean selected, boolean focused, int row, int column) {
    FieldRow field = rows.row(table.convertRowIndexToModel(row));
    super.getTableCellRendererComponent(
        table, text(field, value, column), selected, focused, row, column);
    setBorder(Em.gap(0, 0.6, 0, 0.6));
    setHorizontalAlignment(isNumber(table.getColumnClass(column)) ? RIGHT : LEFT);
    boolean flags = column == FieldTableModel.FLAGS;
    Ink ink = flags && !field.failure().isEmpty() ? Ink.BAD : flags ? Ink.WARN : Ink.TEXT;
    if (!selected) {
      setBackground(row % 2 == 0 ? table.getBackground() : striped(table));
      setForeground(Palette.current().ink(column == FieldTableModel.AGE ? Ink.MUTED : ink));
    }
    setIcon(flags ? icons(field, ink) : null);
    setToolTipText(flags && !getText().isEmpty() ? getText() : null);
    return this;
  }

  private static Color striped(JTable table) {
    return Palette.mix(table.getBackground(), Palette.current().ink(Ink.TEXT), 0.035);
  }

  private String text(FieldRow field, Object value, int column) {
    switch (column) {
      case FieldTableModel.COUNT:
        return Words.integer(field.count());
      case FieldTableModel.FOCUS:
        return Words.number(field.focus());
      case FieldTableModel.AGE:
        return Words.age(Duration.between(field.at(), clock.instant()));
      default:
        return value.toString();
    }
  }

  private static @Nullable Icon icons(FieldRow field, Ink ink) {
    Set<WellMark> marks = EnumSet.noneOf(WellMark.class);
    marks.addAll(WellMark.of(field.flags()));
    if (!field.failure().isEmpty()) {
      marks.add(WellMark.FAILED);
    }
    return marks.isEmpty() ? null : new Row(marks, ink);
  }

  /** Marks side by side. */
  private static final class Row implements Icon {
    private final List<Icon> icons = new ArrayList<>();

    private Row(Set<WellMark> marks, Ink ink) {
      for (WellMark mark : marks) {
        icons.add(mark.icon(ink));
      }
    }

    @Override
    public void paintIcon(Component on, Graphics g, int x, int y) {
      int left = x;
      for (Icon icon : icons) {
        icon.paintIcon(on, g, left, y);
        left += icon.getIconWidth();
      }
    }

    @Override
    public int getIconWidth() {
      int width = 0;
      for (Icon icon : icons) {
        width += icon.getIconWidth();
      }
      return width;
    }

    @Override
    public int getIconHeight() {
      return icons.get(0).getIconHeight();
    }
  }
}

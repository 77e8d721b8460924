package org.scopeside.panel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.swing.table.AbstractTableModel;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.FieldRow;

/** The newest fields, newest first; at most {@link #MAX_ROWS}, older ones leave. */
final class FieldTableModel extends AbstractTableModel {
  static final int MAX_ROWS = 500;

  static final int WELL = 0;
  static final int FIELD = 1;
  static final int TIME = 2;
  static final int COUNT = 3;
  static final int FOCUS = 4;
  static final int FLAGS = 5;
  static final int AGE = 6;

  private static final String[] NAMES = {"Well", "Field", "t", "Count", "Focus", "Flags", "Age"};

  private List<FieldRow> rows = Collections.emptyList();

  /** Takes the place of all rows; tells of what came and went only where the others stayed. */
  void show(List<FieldRow> newestFirst) {
    List<FieldRow> next =
        new ArrayList<>(newestFirst.subList(0, Math.min(MAX_ROWS, newestFirst.size())));
    if (next.equals(rows)) {
      return;
    }
    int came = rows.isEmpty() ? -1 : next.indexOf(rows.get(0));
    int stayed = came < 0 ? 0 : next.size() - came;
    boolean shifted =
        came >= 0
            && stayed <= rows.size()
            && next.subList(came, next.size()).equals(rows.subList(0, stayed));
    if (shifted) {
      shift(next, came, stayed);
    } else {
      rows = next;
      fireTableDataChanged();
    }
  }

  /** Two steps, each of which the sorter can follow. */
  private void shift(List<FieldRow> next, int came, int stayed) {
    int before = rows.size();
    if (stayed < before) {
      rows = new ArrayList<>(rows.subList(0, stayed));
      fireTableRowsDeleted(stayed, before - 1);
    }
    rows = next;
    if (came > 0) {
      fireTableRowsInserted(0, came - 1);
    }
  }

  FieldRow row(int index) {
    return rows.get(index);
  }

  /** Index of the row with that id; -1 where it has left. */
  int indexOf(@Nullable String id) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int getRowCount() {
    return rows.size();
  }

  @Override
  public int getColumnCount() {
    return NAMES.length;
  }

  @Override
  public String getColumnName(int column) {
    return NAMES[column];
  }

  @Override
  public Class<?> getColumnClass(int column) {
    switch (column) {
      case FIELD:
      case TIME:
        return Integer.class;
      case COUNT:
      case FOCUS:
        return Double.class;
      case AGE:
        return Long.class;
      default:
        return String.class;
    }
  }

  @Override
  public Object getValueAt(int row, int column) {
    FieldRow field = rows.get(row);
    switch (column) {
      case WELL:
        return field.well();
      case FIELD:
        return field.field();
      case TIME:
        return field.theT();
      case COUNT:
        return field.count();
      case FOCUS:
        return field.focus();
      case FLAGS:
        return flags(field);
      default:
        return -field.at().toEpochMilli();
    }
  }

  /** What is wrong, in words. */
  static String flags(FieldRow field) {
    String flags = Words.flags(field.flags());
    if (field.failure().isEmpty()) {
      return flags;
    }
    return flags.isEmpty() ? field.failure() : field.failure() + ", " + flags;
  }
}

package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Point;
import java.awt.Rectangle;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JViewport;
import javax.swing.ListSelectionModel;
import javax.swing.RowFilter;
import javax.swing.RowSorter.SortKey;
import javax.swing.SortOrder;
import javax.swing.table.TableCellRenderer;
import javax.swing.table.TableRowSorter;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.FieldRow;

/**
 * Recent fields, newest on top. It follows the newest until a person scrolls down; then the rows
 * stay where they are, whatever comes in above.
 */
final class FieldTable extends JPanel {
  private static final double[] WIDTHS_EM = {8.5, 4.5, 4, 6, 6, 20, 5.5};

  private final FieldTableModel rows = new FieldTableModel();
  private final JTable table = new JTable(rows);
  private final TableRowSorter<FieldTableModel> sorter = new NaturalSorter(rows);
  private final JScrollPane scroll = new JScrollPane(table);
  private final InkLabel title = new InkLabel("Recent fields", Ink.TEXT, 1.1, Font.BOLD);
  private final JButton allWells;
  private final JButton newest;
  private @Nullable String well;
  private boolean showing;

  FieldTable(Consumer<FieldRow> chosen, Runnable showAllWells, Clock clock) {
    super(new BorderLayout(0, Em.px(0.4)));
    setOpaque(false);
    allWells =
        new PushButton(
            "All wells", "Shows the fields of all wells again", event -> showAllWells.run());
    newest =
        new PushButton(
            "Newest", "Goes back to the newest fields and follows them", event -> toNewest());
    add(head(allWells, newest), BorderLayout.NORTH);
    add(scroll, BorderLayout.CENTER);
    prepareTable(clock);
    table.getSelectionModel().addListSelectionListener(event -> report(chosen));
    scroll.getViewport().addChangeListener(event -> newest.setVisible(!follows()));
    filter(null);
  }

  private JComponent head(JButton allWells, JButton newest) {
    Box head = Box.createHorizontalBox();
    head.add(title);
    head.add(Box.createHorizontalGlue());
    head.add(newest);
    head.add(Em.space(0.4));
    head.add(allWells);
    // The buttons come and go: the head keeps the height that they need.
    head.add(Box.createVerticalStrut(allWells.getPreferredSize().height));
    return head;
  }

  private void prepareTable(Clock clock) {
    table.setRowSorter(sorter);
    table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    table.setFillsViewportHeight(true);
    table.setShowVerticalLines(false);
    table.setShowHorizontalLines(false);
    table.setIntercellSpacing(new Dimension(0, 0));
    table.getTableHeader().setReorderingAllowed(false);
    table.getAccessibleContext().setAccessibleName("Recent fields");
    TableCellRenderer cells = new FieldCell(rows, clock);
    TableCellRenderer heads = new HeadCell();
    for (int i = 0; i < WIDTHS_EM.length; i++) {
      table.getColumnModel().getColumn(i).setCellRenderer(cells);
      table.getColumnModel().getColumn(i).setHeaderRenderer(heads);
      table.getColumnModel().getColumn(i).setPreferredWidth(Em.px(WIDTHS_EM[i]));
      if (i != FieldTableModel.FLAGS) {
        table.getColumnModel().getColumn(i).setMaxWidth(Em.px(WIDTHS_EM[i] + (i == 0 ? 6 : 0)));
      }
    }
    scroll.setBorder(BorderFactory.createEmptyBorder());
    sizeRows();
  }

  private void sizeRows() {
    table.setRowHeight(Em.px(1.9));
    table.setPreferredScrollableViewportSize(new Dimension(Em.px(40), Em.px(1.9) * 5));
  }

  @Override
  public void updateUI() {
    super.updateUI();
    if (table != null) {
      sizeRows();
    }
  }

  /**
   * @param plate whether fields belong to wells
   */
  void show(List<FieldRow> newestFirst, boolean plate) {
    table.getColumnModel().getColumn(0).setHeaderValue(plate ? "Well" : "Position");
    String selected = selectedId();
    boolean follow = follows();
    int top = scroll.getViewport().getViewPosition().y;
    String anchor = follow ? null : idAt(table.rowAtPoint(new Point(0, top)));
    int offset = top % table.getRowHeight();
    showing = true;
    rows.show(newestFirst);
    restore(selected);
    showing = false;
    if (anchor != null) {
      keepInPlace(anchor, offset);
    }
    title();
  }

  private void keepInPlace(String anchor, int offset) {
    int index = rows.indexOf(anchor);
    int at = index < 0 ? -1 : table.convertRowIndexToView(index);
    if (at >= 0) {
      JViewport viewport = scroll.getViewport();
      table.setSize(table.getPreferredSize());
      viewport.setViewPosition(new Point(0, at * table.getRowHeight() + offset));
    }
  }

  private void restore(@Nullable String selected) {
    int index = rows.indexOf(selected);
    int at = index < 0 ? -1 : table.convertRowIndexToView(index);
    if (at < 0) {
      table.clearSelection();
    } else if (table.getSelectedRow() != at) {
      table.setRowSelectionInterval(at, at);
    }
  }

  /** Whether the newest row is in sight. */
  boolean follows() {
    return scroll.getViewport().getViewPosition().y < table.getRowHeight() / 2;
  }

  private void toNewest() {
    sorter.setSortKeys(Collections.emptyList());
    scroll.getViewport().setViewPosition(new Point(0, 0));
  }

  private @Nullable String selectedId() {
    return idAt(table.getSelectedRow());
  }

  private @Nullable String idAt(int viewRow) {
    return viewRow < 0 || viewRow >= table.getRowCount()
        ? null
        : rows.row(table.convertRowIndexToModel(viewRow)).id();
  }

  private void report(Consumer<FieldRow> chosen) {
    int row = table.getSelectedRow();
    if (!showing && row >= 0 && !table.getSelectionModel().getValueIsAdjusting()) {
      chosen.accept(rows.row(table.convertRowIndexToModel(row)));
    }
  }

  /**
   * Shows the fields of one well.
   *
   * @param key null: of all wells
   */
  void filter(@Nullable String key) {
    if (key == null || !Objects.equals(well, key)) {
      well = key;
      sorter.setRowFilter(key == null ? null : new OfWell(key));
      scroll.getViewport().setViewPosition(new Point(0, 0));
    }
    allWells.setVisible(key != null);
    newest.setVisible(!follows());
    title();
  }

  private void title() {
    title.setText(
        well == null
            ? "Recent fields"
            : "Recent fields of " + well + " (" + table.getRowCount() + ")");
  }

  /** Ages grow without news. */
  void tick() {
    Rectangle ages = table.getCellRect(0, FieldTableModel.AGE, true);
    table.repaint(ages.x, 0, ages.width, table.getHeight());
  }

  JTable table() {
    return table;
  }

  JScrollPane scroll() {
    return scroll;
  }

  private static final class OfWell extends RowFilter<FieldTableModel, Integer> {
    private final String key;

    private OfWell(String key) {
      this.key = key;
    }

    @Override
    public boolean include(Entry<? extends FieldTableModel, ? extends Integer> entry) {
      return entry.getModel().row(entry.getIdentifier()).well().equals(key);
    }
  }

  /** A third click on a head gives the order of arrival back. */
  private static final class NaturalSorter extends TableRowSorter<FieldTableModel> {
    private NaturalSorter(FieldTableModel model) {
      super(model);
      setMaxSortKeys(1);
    }

    @Override
    public void toggleSortOrder(int column) {
      List<? extends SortKey> keys = getSortKeys();
      boolean descending =
          !keys.isEmpty()
              && keys.get(0).getColumn() == column
              && keys.get(0).getSortOrder() == SortOrder.DESCENDING;
      if (descending) {
        setSortKeys(Collections.emptyList());
      } else {
        super.toggleSortOrder(column);
      }
    }
  }

  /** A head in the colours of the theme, which native heads ignore. */
  static final class HeadCell implements TableCellRenderer {
    @Override
    public Component getTableCellRendererComponent(
        JTable of, Object value, boolean selected, boolean focused, int row, int column) {
      InkLabel label = new InkLabel(value + arrow(of, column), Ink.MUTED, 0.9, Font.BOLD);
      label.setHorizontalAlignment(
          FieldCell.isNumber(of.getColumnClass(column)) ? InkLabel.RIGHT : InkLabel.LEFT);
      label.setOpaque(true);
      label.setBackground(Palette.current().background());
      label.setBorder(
          BorderFactory.createCompoundBorder(
              BorderFactory.createMatteBorder(0, 0, 1, 0, Palette.current().line()),
              Em.gap(0.3, 0.6, 0.3, 0.6)));
      return label;
    }

    private static String arrow(JTable of, int column) {
      if (of.getRowSorter() == null) {
        return "";
      }
      for (SortKey key : of.getRowSorter().getSortKeys()) {
        if (key.getColumn() == of.convertColumnIndexToModel(column)) {
          return key.getSortOrder() == SortOrder.ASCENDING ? " \u25b2" : " \u25bc";
        }
      }
      return "";
    }
  }
}

package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Font;
import java.util.Collections;
import java.util.List;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.scopeside.contract.Well;
import org.scopeside.panel.state.PanelSettings;
import org.scopeside.panel.state.PositionPreview;

/** How labels of positions become wells and fields, tried on the current position list. */
final class WellsPage extends JPanel {
  private static final int TYPING_PAUSE_MS = 300;
  private static final double[] WIDTHS_EM = {13, 4, 4, 23};

  private final PanelActions actions;
  private final Form form = new Form();
  private final JTextField pattern = new JTextField();
  private final WrappedText summary = new WrappedText(" ", Ink.MUTED, 1, Font.PLAIN, 34);
  private final Positions positions = new Positions();
  private final JTable table = new JTable(positions);
  private final Timer typed = new Timer(TYPING_PAUSE_MS, event -> preview());
  private int previews;

  WellsPage(PanelActions actions) {
    super(new BorderLayout());
    this.actions = actions;
    setOpaque(false);
    form.heading(
        "Wells from position labels",
        "Micro-Manager's HCS generator writes labels like A1-Site_0, which need no pattern. For"
            + " others say where well and field stand, for example {well}_f{field}. A position"
            + " without a well is a field of its own.");
    form.add("Pattern", pattern, "Empty: HCS labels and the Well property of positions");
    form.fill(previewed());
    add(form, BorderLayout.CENTER);
    typed.setRepeats(false);
    pattern.getDocument().addDocumentListener(new Typed());
  }

  private JPanel previewed() {
    table.setFillsViewportHeight(true);
    table.setShowGrid(false);
    table.setRowHeight(Em.px(1.8));
    table.getAccessibleContext().setAccessibleName("Current position list");
    for (int i = 0; i < table.getColumnCount(); i++) {
      table.getColumnModel().getColumn(i).setHeaderRenderer(new FieldTable.HeadCell());
      table.getColumnModel().getColumn(i).setCellRenderer(new Cell());
      table.getColumnModel().getColumn(i).setPreferredWidth(Em.px(WIDTHS_EM[i]));
    }
    table.setPreferredScrollableViewportSize(table.getPreferredSize());
    JPanel preview = new JPanel(new BorderLayout(0, Em.px(0.4)));
    preview.setOpaque(false);
    preview.add(summary, BorderLayout.NORTH);
    preview.add(new JScrollPane(table), BorderLayout.CENTER);
    return preview;
  }

  private void preview() {
    int number = ++previews;
    actions.previewPattern(
        pattern.getText(),
        answer ->
            SwingUtilities.invokeLater(
                () -> {
                  if (number == previews) {
                    show(answer);
                  }
                }));
  }

  private void show(List<PositionPreview> answer) {
    positions.show(answer);
    int unread = 0;
    for (PositionPreview position : answer) {
      unread += position.problem().isEmpty() ? 0 : 1;
    }
    if (answer.isEmpty()) {
      summary.setText("The position list is empty: nothing to try the pattern on.", Ink.MUTED);
    } else if (unread == 0) {
      summary.setText("All " + Words.count(answer.size(), "position") + " have a well.", Ink.GOOD);
    } else {
      summary.setText(
          unread + " of " + Words.count(answer.size(), "position") + " have no well.", Ink.WARN);
    }
  }

  Form form() {
    return form;
  }

  void fill(PanelSettings settings) {
    pattern.setText(settings.wellPattern());
    preview();
  }

  void read(PanelSettings.Builder into) {
    into.wellPattern(pattern.getText().trim());
  }

  private final class Typed implements DocumentListener {
    @Override
    public void insertUpdate(DocumentEvent event) {
      typed.restart();
    }

    @Override
    public void removeUpdate(DocumentEvent event) {
      typed.restart();
    }

    @Override
    public void changedUpdate(DocumentEvent event) {
      // attributes are not what is read
    }
  }

  private static final class Positions extends AbstractTableModel {
    private static final String[] NAMES = {"Label", "Well", "Field", ""};

    private List<PositionPreview> rows = Collections.emptyList();

    private void show(List<PositionPreview> answer) {
      rows = answer;
      fireTableDataChanged();
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
    public Object getValueAt(int row, int column) {
      PositionPreview position = rows.get(row);
      Well well = position.well();
      switch (column) {
        case 0:
          return position.label();
        case 1:
          return well == null ? Words.UNKNOWN : well.label();
        case 2:
          return well == null ? Words.UNKNOWN : Integer.toString(position.field());
        default:
          return position.problem();
      }
    }
  }

  static final class Cell extends DefaultTableCellRenderer {
    @Override
    public Component getTableCellRendererComponent(
        JTable of, Object value, boolean selected, boolean focused, int row, int column) {
      super.getTableCellRendererComponent(of, value, selected, false, row, column);
      putClientProperty("html.disable", true);
      setBorder(Em.gap(0, 0.6, 0, 0.6));
      if (!selected) {
        setForeground(Palette.current().ink(column == 3 ? Ink.WARN : Ink.TEXT));
      }
      boolean problem = column == 3 && !value.toString().isEmpty();
      setIcon(problem ? Sign.WARNING : null);
      setToolTipText(value.toString().isEmpty() ? null : value.toString());
      return this;
    }
  }
}

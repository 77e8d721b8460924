package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.List;
import javax.swing.DefaultCellEditor;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.table.DefaultTableModel;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.panel.state.ChannelRoleRow;
import org.scopeside.panel.state.PanelSettings;

/** What the channels show, where their names do not say. */
final class ChannelsPage extends JPanel {
  private static final String FROM_NAME = "from its name";

  private final Form form = new Form();
  private final DefaultTableModel rows =
      new DefaultTableModel(new String[] {"Channel", "Shows"}, 0);
  private final JTable table = new JTable(rows);

  ChannelsPage() {
    super(new BorderLayout());
    setOpaque(false);
    form.heading(
        "What channels show",
        "Channels named like a nuclear stain (DAPI, Hoechst \u2026) need no row. Segmentation looks at"
            + " nucleus, cell and membrane; other channels are measured only.");
    form.fill(sheet());
    add(form, BorderLayout.CENTER);
  }

  private JPanel sheet() {
    JComboBox<String> roles = new DropDown<>();
    roles.addItem(FROM_NAME);
    for (ChannelRole role : ChannelRole.values()) {
      roles.addItem(role.wireName());
    }
    table.getColumnModel().getColumn(1).setCellEditor(new DefaultCellEditor(roles));
    for (int i = 0; i < 2; i++) {
      table.getColumnModel().getColumn(i).setHeaderRenderer(new FieldTable.HeadCell());
      table.getColumnModel().getColumn(i).setCellRenderer(new WellsPage.Cell());
    }
    table.setRowHeight(Em.px(2.1));
    table.setShowGrid(false);
    table.setFillsViewportHeight(true);
    table.putClientProperty("terminateEditOnFocusLost", true);
    table.setPreferredScrollableViewportSize(table.getPreferredSize());
    table.getAccessibleContext().setAccessibleName("Channels and what they show");
    JPanel list = new JPanel(new BorderLayout(0, Em.px(0.4)));
    list.setOpaque(false);
    list.add(new JScrollPane(table), BorderLayout.CENTER);
    list.add(buttons(), BorderLayout.SOUTH);
    return list;
  }

  private JPanel buttons() {
    JButton add =
        new PushButton(
            "Add channel",
            "Adds a row; type the channel's name as Micro-Manager shows it",
            event -> addRow());
    JButton remove = new PushButton("Remove", "Removes the selected row", event -> removeRow());
    JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, 0));
    buttons.setOpaque(false);
    buttons.add(add);
    buttons.add(Em.space(0.4));
    buttons.add(remove);
    return buttons;
  }

  private void addRow() {
    rows.addRow(new Object[] {"", FROM_NAME});
    int last = rows.getRowCount() - 1;
    table.setRowSelectionInterval(last, last);
    table.editCellAt(last, 0);
    table.requestFocusInWindow();
  }

  private void removeRow() {
    int row = table.getSelectedRow();
    if (row >= 0) {
      endEditing();
      rows.removeRow(row);
    }
  }

  private void endEditing() {
    if (table.getCellEditor() != null) {
      boolean unused = table.getCellEditor().stopCellEditing();
    }
  }

  Form form() {
    return form;
  }

  void fill(PanelSettings settings) {
    endEditing();
    rows.setRowCount(0);
    for (ChannelRoleRow row : settings.channelRoles()) {
      ChannelRole role = row.role();
      rows.addRow(new Object[] {row.channel(), role == null ? FROM_NAME : role.wireName()});
    }
  }

  void read(PanelSettings.Builder into) {
    endEditing();
    List<ChannelRoleRow> roles = new ArrayList<>();
    for (int i = 0; i < rows.getRowCount(); i++) {
      String channel = text(rows.getValueAt(i, 0)).trim();
      if (!channel.isEmpty()) {
        roles.add(new ChannelRoleRow(channel, ChannelRole.named(text(rows.getValueAt(i, 1)))));
      }
    }
    into.channelRoles(roles);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}

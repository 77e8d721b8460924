package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;
import org.jspecify.annotations.Nullable;

/** Fields below one another, each with its name and, where it is wrong, with what is wrong. */
final class Form extends JPanel {
  private final List<Entry> entries = new ArrayList<>();
  private int line;

  Form() {
    super(new GridBagLayout());
    setOpaque(false);
  }

  /** Words above the fields that follow. */
  void heading(String words, String explanation) {
    addAcross(SteeringPanel.title(words), line == 0 ? 0 : 1.1);
    if (!explanation.isEmpty()) {
      addAcross(SteeringPanel.explanation(explanation), 0);
    }
  }

  private void addAcross(JComponent component, double above) {
    GridBagConstraints across = at(0);
    across.gridwidth = 2;
    across.weightx = 1;
    across.insets = Em.insets(above, 0, 0.4, 0);
    add(component, across);
    line++;
  }

  /** Something as wide as the form that takes the height that is left. */
  void fill(JComponent component) {
    GridBagConstraints across = at(0);
    across.gridwidth = 2;
    across.weightx = 1;
    across.weighty = 1;
    across.fill = GridBagConstraints.BOTH;
    across.insets = Em.insets(0.6, 0, 0, 0);
    add(component, across);
    line++;
  }

  private GridBagConstraints at(int column) {
    GridBagConstraints at = new GridBagConstraints();
    at.gridx = column;
    at.gridy = line;
    at.weightx = column == 1 ? 1 : 0;
    at.anchor = GridBagConstraints.NORTHWEST;
    at.fill = GridBagConstraints.HORIZONTAL;
    return at;
  }

  /** A field that cannot be wrong. */
  void add(String name, JComponent field, String tooltip) {
    add(name, field, field, tooltip, () -> "");
  }

  /**
   * A field that is checked as it changes.
   *
   * @param shown the field, or what holds it
   * @param check what is wrong, in words; empty where nothing is
   */
  void add(
      String name, JComponent shown, JComponent field, String tooltip, Supplier<String> check) {
    InkLabel label = new InkLabel(name, Ink.TEXT, 1, Font.PLAIN);
    label.setLabelFor(field);
    label.setBorder(Em.gap(0.27, 0, 0, 1));
    field.setToolTipText(tooltip);
    field.getAccessibleContext().setAccessibleName(name);
    field.getAccessibleContext().setAccessibleDescription(tooltip);
    Entry entry = new Entry(field, check);
    JPanel cell = new JPanel(new BorderLayout());
    cell.setOpaque(false);
    cell.add(shown, BorderLayout.CENTER);
    cell.add(entry.message, BorderLayout.SOUTH);
    GridBagConstraints left = at(0);
    left.fill = GridBagConstraints.NONE;
    add(label, left);
    GridBagConstraints right = at(1);
    right.insets = Em.insets(0, 0, 0.45, 0);
    add(cell, right);
    line++;
    entries.add(entry);
    if (field instanceof JTextComponent) {
      ((JTextComponent) field).getDocument().addDocumentListener(entry);
    }
  }

  /** Checks all fields, marks the wrong ones and counts them. */
  int problems() {
    int problems = 0;
    for (Entry entry : entries) {
      problems += entry.check() ? 0 : 1;
    }
    return problems;
  }

  /** The first field that is wrong; null where none is. */
  @Nullable JComponent firstWrong() {
    for (Entry entry : entries) {
      if (!entry.check()) {
        return entry.field;
      }
    }
    return null;
  }

  /** Keeps the fields at the top where there is more room. */
  void end() {
    GridBagConstraints rest = at(0);
    rest.gridwidth = 2;
    rest.weighty = 1;
    add(Em.space(0), rest);
    line++;
  }

  private static final class Entry implements DocumentListener {
    private final JComponent field;
    private final Supplier<String> check;
    private final Message message = new Message();

    private Entry(JComponent field, Supplier<String> check) {
      this.field = field;
      this.check = check;
    }

    private boolean check() {
      String problem = check.get();
      message.show(problem);
      // The looks of FlatLaf draw their border in red; the others ignore it.
      field.putClientProperty("JComponent.outline", problem.isEmpty() ? null : "error");
      return problem.isEmpty();
    }

    @Override
    public void insertUpdate(DocumentEvent event) {
      boolean unused = check();
    }

    @Override
    public void removeUpdate(DocumentEvent event) {
      boolean unused = check();
    }

    @Override
    public void changedUpdate(DocumentEvent event) {
      // attributes are not what is checked
    }
  }

  private static final class Message extends JPanel {
    private final WrappedText words = new WrappedText("", Ink.BAD, 0.95, Font.PLAIN, 24);

    private Message() {
      super(new BorderLayout(Em.px(0.4), 0));
      setOpaque(false);
      setBorder(Em.gap(0.2, 0, 0, 0));
      JLabel sign = new JLabel(Sign.BAD);
      sign.setVerticalAlignment(JLabel.TOP);
      add(sign, BorderLayout.WEST);
      add(words, BorderLayout.CENTER);
      setVisible(false);
    }

    private void show(String problem) {
      words.setText(problem);
      setVisible(!problem.isEmpty());
    }
  }
}

package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import javax.swing.JPanel;
import javax.swing.JTextField;

/** A whole number with its unit, which says what is wrong instead of changing what was typed. */
final class NumberField extends JPanel {
  private final JTextField field = new JTextField(8);
  private final int min;
  private final int max;

  NumberField(String unit, int min, int max) {
    super(new BorderLayout(Em.px(0.5), 0));
    this.min = min;
    this.max = max;
    setOpaque(false);
    field.setHorizontalAlignment(JTextField.RIGHT);
    add(field, BorderLayout.WEST);
    add(new InkLabel(unit, Ink.MUTED, 1, Font.PLAIN), BorderLayout.CENTER);
  }

  void addTo(Form form, String name, String tooltip) {
    form.add(name, this, field, tooltip, this::problem);
  }

  private String problem() {
    return SettingsCheck.number(field.getText(), min, max);
  }

  void put(int value) {
    field.setText(Integer.toString(value));
  }

  /** The smallest that is allowed where the text is no number. */
  int take() {
    return problem().isEmpty() ? Integer.parseInt(field.getText().trim()) : min;
  }

  JTextField field() {
    return field;
  }
}

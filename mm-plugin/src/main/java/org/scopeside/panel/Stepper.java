package org.scopeside.panel;

import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** A number with arrows that follow the night as well. */
final class Stepper extends JSpinner {
  Stepper(SpinnerNumberModel model, int columns) {
    super(model);
    ((DefaultEditor) getEditor()).getTextField().setColumns(columns);
  }

  int whole() {
    return ((Number) getValue()).intValue();
  }

  @Override
  public void updateUI() {
    putClientProperty(FlatStyle.KEY, FlatStyle.stepper());
    super.updateUI();
  }
}

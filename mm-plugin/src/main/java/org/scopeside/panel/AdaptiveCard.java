package org.scopeside.panel;

import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JRadioButton;
import javax.swing.SpinnerNumberModel;
import org.scopeside.panel.state.AdaptiveOptions;
import org.scopeside.panel.state.AdaptiveOptions.Goal;
import org.scopeside.panel.state.SteeringState;

/** Starts an acquisition that leaves a well once it has enough cells. */
final class AdaptiveCard extends Card {
  private final JRadioButton cells = new JRadioButton("A well is done with", true);
  private final JRadioButton precision =
      new JRadioButton("A well is done when its mean has a CV of");
  private final Stepper wantedCells =
      new Stepper(new SpinnerNumberModel(500, 1, 10_000_000, 50), 6);
  private final Stepper wantedPercent =
      new Stepper(new SpinnerNumberModel(5.0, 0.1, 100.0, 0.5), 6);
  private final Stepper minFields = new Stepper(new SpinnerNumberModel(2, 1, 10_000, 1), 6);
  private final Stepper timeout = new Stepper(new SpinnerNumberModel(30, 1, 3_600, 5), 6);
  private final JButton start;
  private final JButton stop;
  private final WrappedText words = new WrappedText("", Ink.MUTED, 1, Font.PLAIN, 30);

  AdaptiveCard(PanelActions actions) {
    super(new GridBagLayout());
    ButtonGroup goals = new ButtonGroup();
    for (JRadioButton goal : new JRadioButton[] {cells, precision}) {
      goal.setOpaque(false);
      goal.addActionListener(event -> enableFields());
      goals.add(goal);
    }
    add(SteeringPanel.title("Enough cells"), line(0));
    add(
        SteeringPanel.explanation(
            "An acquisition with the current Multi-D settings and positions that skips the rest of"
                + " a well once its goal is reached."),
        line(1));
    row(2, cells, wantedCells, "cells", "Wanted cells per well");
    row(3, precision, wantedPercent, "% or less", "Wanted coefficient of variation of the mean");
    row(4, label("Fields per well, at least"), minFields, "fields", "Fields in any case");
    row(5, label("Wait for results, at most"), timeout, "s, then go on", "Time to wait");
    start =
        new PushButton(
            "Start adaptive acquisition",
            "Starts now, with what Multi-D Acquisition is set to",
            event -> actions.startAdaptive(options()));
    stop = new PushButton("Stop", "Ends the adaptive acquisition", event -> actions.stopAdaptive());
    add(words, line(6));
    GridBagConstraints button = line(7);
    button.fill = GridBagConstraints.NONE;
    button.insets = Em.insets(0.5, 0, 0, 0);
    add(start, button);
    add(stop, button);
    stop.setVisible(false);
    enableFields();
  }

  private static InkLabel label(String text) {
    return new InkLabel(text, Ink.TEXT, 1, Font.PLAIN);
  }

  private static GridBagConstraints line(int y) {
    GridBagConstraints line = new GridBagConstraints();
    line.gridy = y;
    line.gridx = 0;
    line.gridwidth = 3;
    line.weightx = 1;
    line.fill = GridBagConstraints.HORIZONTAL;
    line.anchor = GridBagConstraints.WEST;
    line.insets = Em.insets(0.15, 0, 0.15, 0);
    return line;
  }

  private void row(int y, JComponent label, Stepper field, String unit, String name) {
    GridBagConstraints cell = new GridBagConstraints();
    cell.gridy = y;
    cell.anchor = GridBagConstraints.WEST;
    cell.insets = Em.insets(0.15, 0, 0.15, 0.6);
    add(label, cell);
    add(field, cell);
    cell.weightx = 1;
    add(new InkLabel(unit, Ink.TEXT, 1, Font.PLAIN), cell);
    field.setToolTipText(name);
    field.getAccessibleContext().setAccessibleName(name);
  }

  private void enableFields() {
    wantedCells.setEnabled(cells.isSelected());
    wantedPercent.setEnabled(precision.isSelected());
  }

  private AdaptiveOptions options() {
    boolean number = cells.isSelected();
    Object wanted = (number ? wantedCells : wantedPercent).getValue();
    return new AdaptiveOptions(
        number ? Goal.CELLS : Goal.PRECISION,
        ((Number) wanted).doubleValue(),
        minFields.whole(),
        timeout.whole());
  }

  void show(SteeringState state) {
    start.setVisible(!state.adaptiveRunning());
    stop.setVisible(state.adaptiveRunning());
    start.setEnabled(state.adaptiveWords().isEmpty());
    words.setText(state.adaptiveWords());
    words.setVisible(!state.adaptiveWords().isEmpty());
  }
}

package org.scopeside.panel;

import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.SpinnerNumberModel;
import org.scopeside.panel.state.SteeringAction;
import org.scopeside.panel.state.StopRule;
import org.scopeside.panel.state.StopRules;

/** The rules that may end an acquisition, each with its threshold and what happens. */
final class StopRulesCard extends Card {
  private final PanelActions actions;
  private final RuleRow failures;
  private final RuleRow focus;
  private final RuleRow silence;
  private StopRules told = StopRules.OFF;
  private boolean showing;

  StopRulesCard(PanelActions actions) {
    super(new GridBagLayout());
    this.actions = actions;
    add(SteeringPanel.title("Stop rules"), cell(0, 0, 5));
    add(
        SteeringPanel.explanation(
            "While an acquisition runs, Scopeside watches and acts when a rule holds. All are off"
                + " until you switch them on."),
        cell(0, 1, 5));
    failures = new RuleRow(2, "Analysis fails for", "images in a row");
    focus = new RuleRow(3, "Focus is lost over", "fields in a row");
    silence = new RuleRow(4, "No image comes for", "seconds");
    put();
  }

  private static GridBagConstraints cell(int x, int y, int width) {
    GridBagConstraints cell = new GridBagConstraints();
    cell.gridx = x;
    cell.gridy = y;
    cell.gridwidth = width;
    cell.anchor = GridBagConstraints.WEST;
    cell.fill = width > 1 ? GridBagConstraints.HORIZONTAL : GridBagConstraints.NONE;
    cell.weightx = width > 1 ? 1 : 0;
    cell.insets = Em.insets(0.15, 0, 0.15, 0.6);
    return cell;
  }

  void show(StopRules rules) {
    if (!rules.equals(told)) {
      told = rules;
      put();
    }
  }

  private void put() {
    showing = true;
    failures.put(told.failuresInARow());
    focus.put(told.fieldsWithoutFocus());
    silence.put(told.secondsWithoutPlanes());
    showing = false;
  }

  private void changed() {
    if (!showing) {
      told = new StopRules(failures.take(), focus.take(), silence.take());
      actions.setStopRules(told);
    }
  }

  /** One rule, as a sentence with gaps. */
  private final class RuleRow {
    private final JCheckBox enabled;
    private final Stepper threshold = new Stepper(new SpinnerNumberModel(1, 1, 100_000, 1), 5);
    private final JComboBox<SteeringAction> action =
        new DropDown<>(SteeringAction.ASK, SteeringAction.PAUSE, SteeringAction.STOP);

    private RuleRow(int y, String condition, String unit) {
      enabled = new JCheckBox(condition);
      enabled.setOpaque(false);
      enabled.addActionListener(event -> changed());
      threshold.addChangeListener(event -> changed());
      action.addActionListener(event -> changed());
      named(threshold, condition + " how many " + unit);
      named(action, condition + " so many " + unit + ": what then");
      StopRulesCard.this.add(enabled, cell(0, y, 1));
      StopRulesCard.this.add(threshold, cell(1, y, 1));
      StopRulesCard.this.add(new InkLabel(unit + ":", Ink.TEXT, 1, Font.PLAIN), cell(2, y, 1));
      StopRulesCard.this.add(action, cell(3, y, 1));
      GridBagConstraints rest = cell(4, y, 1);
      rest.weightx = 1;
      StopRulesCard.this.add(Em.space(0), rest);
    }

    private void named(JComponent component, String words) {
      component.setToolTipText(words);
      component.getAccessibleContext().setAccessibleName(words);
    }

    private void put(StopRule rule) {
      enabled.setSelected(rule.enabled());
      threshold.setValue(rule.threshold());
      action.setSelectedItem(rule.action());
    }

    private StopRule take() {
      return new StopRule(
          enabled.isSelected(), threshold.whole(), (SteeringAction) action.getSelectedItem());
    }
  }
}

package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.scopeside.panel.state.SteeringState;

/** All that lets results act upon acquisitions; nothing does until a person says so. */
final class SteeringPanel extends JPanel {
  private final StopRulesCard rules;
  private final ReimageCard reimage;
  private final AdaptiveCard adaptive;
  private final ActionLog log = new ActionLog();

  SteeringPanel(PanelActions actions) {
    super(new BorderLayout());
    setOpaque(false);
    setBorder(Em.gap(0.7, 0, 0, 0));
    rules = new StopRulesCard(actions);
    reimage = new ReimageCard(actions);
    adaptive = new AdaptiveCard(actions);
    add(ScrolledColumn.of(rules, reimage, adaptive, log), BorderLayout.CENTER);
  }

  void show(SteeringState state) {
    rules.show(state.rules());
    reimage.show(state.candidates());
    adaptive.show(state);
    log.show(state.actions());
  }

  static JComponent title(String words) {
    return new InkLabel(words, Ink.TEXT, 1.1, Font.BOLD);
  }

  static JComponent explanation(String words) {
    return new WrappedText(words, Ink.MUTED, 1, Font.PLAIN, 34);
  }
}

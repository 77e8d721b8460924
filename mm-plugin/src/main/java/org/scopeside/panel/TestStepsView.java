package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JLabel;
import javax.swing.JPanel;
import org.scopeside.panel.state.TestStep;

/** The steps of a test of the connection, one below the other as they come. */
final class TestStepsView extends JPanel {
  private final List<TestStep> steps = new ArrayList<>();

  TestStepsView() {
    setOpaque(false);
    setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
  }

  void clear() {
    steps.clear();
    rebuild();
  }

  void show(TestStep step) {
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last).name().equals(step.name())) {
      steps.set(last, step);
    } else {
      steps.add(step);
    }
    rebuild();
  }

  private void rebuild() {
    removeAll();
    for (TestStep step : steps) {
      add(line(step));
      add(Em.space(0.3));
    }
    add(Box.createVerticalGlue());
    revalidate();
    repaint();
  }

  private static JPanel line(TestStep step) {
    Sign sign = signOf(step);
    JPanel line = new JPanel(new BorderLayout(Em.px(0.6), 0));
    line.setOpaque(false);
    line.setAlignmentX(LEFT_ALIGNMENT);
    JLabel icon = new JLabel(sign);
    icon.setVerticalAlignment(JLabel.TOP);
    line.add(icon, BorderLayout.WEST);
    JPanel words = new JPanel();
    words.setOpaque(false);
    words.setLayout(new BoxLayout(words, BoxLayout.Y_AXIS));
    words.add(new InkLabel(step.name(), Ink.TEXT, 1, Font.BOLD));
    if (!step.words().isEmpty()) {
      boolean bad = step.outcome() == TestStep.Outcome.FAILED;
      WrappedText found =
          new WrappedText(step.words(), bad ? Ink.BAD : Ink.MUTED, 1, Font.PLAIN, 30);
      found.setAlignmentX(LEFT_ALIGNMENT);
      words.add(found);
    }
    line.add(words, BorderLayout.CENTER);
    line.getAccessibleContext()
        .setAccessibleName(step.name() + ", " + step.outcome() + ": " + step.words());
    return line;
  }

  private static Sign signOf(TestStep step) {
    switch (step.outcome()) {
      case OK:
        return Sign.GOOD;
      case WARNING:
        return Sign.WARNING;
      case FAILED:
        return Sign.BAD;
      default:
        return Sign.BUSY;
    }
  }

  int steps() {
    return steps.size();
  }
}

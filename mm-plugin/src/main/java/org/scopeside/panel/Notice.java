package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** A sentence across the panel that must not be missed; gone while there is nothing to say. */
final class Notice extends Card {
  private final JLabel sign = new JLabel();
  private final WrappedText words;

  /**
   * @param side what may be done about it
   */
  Notice(JComponent... side) {
    super(new BorderLayout(Em.px(0.7), 0));
    setBorder(Em.gap(0.55, 0.8, 0.55, 0.8));
    words = new WrappedText("", Ink.TEXT, 1.05, Font.PLAIN, 40).centred();
    add(sign, BorderLayout.WEST);
    add(words, BorderLayout.CENTER);
    if (side.length > 0) {
      JPanel buttons = new JPanel();
      buttons.setOpaque(false);
      buttons.setLayout(new BoxLayout(buttons, BoxLayout.X_AXIS));
      for (JComponent component : side) {
        buttons.add(Em.space(0.4));
        buttons.add(component);
      }
      add(buttons, BorderLayout.EAST);
    }
    setVisible(false);
  }

  void say(Sign what, String sentence) {
    sign.setIcon(what);
    words.setText(sentence);
    setTint(what.ink());
    getAccessibleContext().setAccessibleName(sentence);
    setVisible(true);
  }

  void hush() {
    setVisible(false);
  }

  String words() {
    return isVisible() ? words.text() : "";
  }
}

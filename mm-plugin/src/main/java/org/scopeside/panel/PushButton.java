package org.scopeside.panel;

import java.awt.event.ActionListener;
import javax.swing.JButton;

/** A button that can be read by night also while it has the focus or the pointer. */
final class PushButton extends JButton {
  PushButton(String words, String tooltip, ActionListener pressed) {
    super(words);
    setToolTipText(tooltip);
    addActionListener(pressed);
  }

  @Override
  public void updateUI() {
    putClientProperty(FlatStyle.KEY, FlatStyle.button());
    super.updateUI();
  }
}

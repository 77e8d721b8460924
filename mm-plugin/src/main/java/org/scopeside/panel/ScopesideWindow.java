package org.scopeside.panel;

import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import javax.swing.JFrame;

/** The panel in a window of its own; closed, it is only hidden and costs nothing. */
public final class ScopesideWindow extends JFrame {
  /** To be made on the event dispatch thread. */
  public ScopesideWindow(PanelModel model, PanelActions actions) {
    super("Scopeside");
    setDefaultCloseOperation(DISPOSE_ON_CLOSE);
    setContentPane(new ScopesidePanel(model, actions));
    setMinimumSize(new Dimension(Em.px(54), Em.px(46)));
    Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
    setSize(Math.min(Em.px(68), screen.width), Math.min(Em.px(76), screen.height));
    setLocationByPlatform(true);
  }
}

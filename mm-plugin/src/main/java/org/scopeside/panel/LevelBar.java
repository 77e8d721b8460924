package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** How full something is: its name, the amount in words, a bar. */
final class LevelBar extends JPanel {
  /** From this part on a store that fills up is worth a look, and from the next on it is urgent. */
  private static final double NOTICEABLE = 0.7;

  private static final double URGENT = 0.9;

  private final boolean fills;
  private final InkLabel amount = new InkLabel(" ", Ink.TEXT, 0.9, Font.PLAIN);
  private final Bar bar = new Bar();
  private double part;

  /**
   * @param fills whether a full bar is bad
   */
  LevelBar(String name, boolean fills, String tooltip) {
    super(new BorderLayout(Em.px(0.5), Em.px(0.25)));
    setOpaque(false);
    this.fills = fills;
    add(new InkLabel(name, Ink.MUTED, 0.9, Font.PLAIN), BorderLayout.WEST);
    add(amount, BorderLayout.EAST);
    add(bar, BorderLayout.SOUTH);
    setToolTipText(tooltip);
    getAccessibleContext().setAccessibleName(name);
  }

  /**
   * @param fraction 0 to 1
   */
  void show(double fraction, String words) {
    part = Math.max(0, Math.min(1, fraction));
    amount.setText(words);
    amount.setInk(level() == Ink.ACCENT ? Ink.TEXT : level());
    getAccessibleContext().setAccessibleDescription(words);
    bar.repaint();
  }

  private Ink level() {
    if (!fills || part < NOTICEABLE) {
      return Ink.ACCENT;
    }
    return part < URGENT ? Ink.WARN : Ink.BAD;
  }

  private final class Bar extends JComponent {
    @Override
    public Dimension getPreferredSize() {
      return new Dimension(Em.px(8), Em.px(0.5));
    }

    @Override
    protected void paintComponent(Graphics g) {
      Graphics2D pen = Pen.of(g);
      Palette palette = Palette.current();
      pen.setColor(palette.track());
      pen.fill(track(getWidth()));
      if (part > 0) {
        pen.clip(track(getWidth()));
        pen.setColor(palette.ink(level()));
        pen.fill(track(Math.max(getHeight(), part * getWidth())));
      }
      pen.dispose();
    }

    private RoundRectangle2D track(double width) {
      return new RoundRectangle2D.Double(0, 0, width, getHeight(), getHeight(), getHeight());
    }
  }
}

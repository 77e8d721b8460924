package org.scopeside.panel;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Insets;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.UIManager;
import javax.swing.border.Border;

/** Lengths in parts of the theme's font size, so that everything grows with it. */
final class Em {
  private Em() {}

  static int px(double em) {
    return (int) Math.round(em * font().getSize2D());
  }

  static Font font() {
    Font font = UIManager.getFont("Label.font");
    return font == null ? new JLabel().getFont() : font;
  }

  /** The theme's font in another size and weight. */
  static Font font(double scale, int style) {
    Font base = font();
    return base.deriveFont(style, (float) (base.getSize2D() * scale));
  }

  static Border gap(double top, double left, double bottom, double right) {
    return BorderFactory.createEmptyBorder(px(top), px(left), px(bottom), px(right));
  }

  static Border gap(double all) {
    return gap(all, all, all, all);
  }

  static Insets insets(double top, double left, double bottom, double right) {
    return new Insets(px(top), px(left), px(bottom), px(right));
  }

  /** An empty place of that size between two components of a box. */
  static JComponent space(double em) {
    return new Space(em);
  }

  private static final class Space extends JComponent {
    private final double em;

    private Space(double em) {
      this.em = em;
    }

    @Override
    public float getAlignmentX() {
      return LEFT_ALIGNMENT;
    }

    @Override
    public Dimension getMinimumSize() {
      return new Dimension(px(em), px(em));
    }

    @Override
    public Dimension getPreferredSize() {
      return getMinimumSize();
    }

    @Override
    public Dimension getMaximumSize() {
      return getMinimumSize();
    }
  }
}

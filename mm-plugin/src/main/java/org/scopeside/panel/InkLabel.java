package org.scopeside.panel;

import java.awt.Color;
import java.awt.Font;
import javax.swing.JLabel;
import org.jspecify.annotations.Nullable;

/** A label whose colour and size follow the theme, also when that changes. */
final class InkLabel extends JLabel {
  private @Nullable Ink ink;
  private double scale = 1;
  private int style = Font.PLAIN;

  InkLabel(String text, Ink ink) {
    this(text, ink, 1, Font.PLAIN);
  }

  /**
   * @param scale of the theme's font size
   * @param style of {@link Font}
   */
  InkLabel(String text, Ink ink, double scale, int style) {
    super(text);
    putClientProperty("html.disable", true); // names of acquisitions and wells are data
    this.ink = ink;
    this.scale = scale;
    this.style = style;
  }

  void setInk(Ink changed) {
    if (ink != changed) {
      ink = changed;
      repaint();
    }
  }

  @Override
  public Color getForeground() {
    Ink now = ink;
    return now == null ? super.getForeground() : Palette.current().ink(now);
  }

  @Override
  public Font getFont() {
    return ink == null ? super.getFont() : Em.font(scale, style);
  }
}

package org.scopeside.panel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.LayoutManager;
import java.awt.geom.RoundRectangle2D;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;

/** A sheet with round corners on the background of the theme, tinted where it says something. */
class Card extends JPanel {
  private @Nullable Ink tint;

  Card(LayoutManager layout) {
    super(layout);
    setOpaque(false);
    setBorder(Em.gap(0.8, 1, 0.8, 1));
  }

  /**
   * @param changed null for the plain sheet
   */
  final void setTint(@Nullable Ink changed) {
    if (tint != changed) {
      tint = changed;
      repaint();
    }
  }

  @Override
  protected void paintComponent(Graphics g) {
    Graphics2D pen = Pen.of(g);
    Palette palette = Palette.current();
    Ink said = tint;
    Color sheet = said == null ? palette.card() : palette.tint(said);
    double radius = Em.px(0.8);
    RoundRectangle2D outline =
        new RoundRectangle2D.Double(0.5, 0.5, getWidth() - 1, getHeight() - 1, radius, radius);
    pen.setColor(sheet);
    pen.fill(outline);
    pen.setColor(said == null ? palette.line() : Palette.mix(sheet, palette.ink(said), 0.35));
    pen.setStroke(new BasicStroke(1));
    pen.draw(outline);
    pen.dispose();
  }
}

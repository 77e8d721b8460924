package org.scopeside.panel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import javax.swing.Icon;

/** A small drawing that says by shape and colour how something stands. */
enum Sign implements Icon {
  GOOD(Ink.GOOD),
  BUSY(Ink.ACCENT),
  NOTE(Ink.ACCENT),
  WARNING(Ink.WARN),
  BAD(Ink.BAD),
  OFF(Ink.MUTED);

  private final Ink ink;

  Sign(Ink ink) {
    this.ink = ink;
  }

  Ink ink() {
    return ink;
  }

  @Override
  public int getIconWidth() {
    return Em.px(1.15);
  }

  @Override
  public int getIconHeight() {
    return Em.px(1.15);
  }

  @Override
  public void paintIcon(Component on, Graphics g, int x, int y) {
    Graphics2D pen = Pen.of(g);
    pen.translate(x + getIconWidth() / 2.0, y + getIconHeight() / 2.0);
    pen.scale(getIconWidth() / 2.3, getIconHeight() / 2.3);
    Palette palette = Palette.current();
    pen.setColor(palette.ink(ink));
    pen.setStroke(new BasicStroke(0.24f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    draw(pen, Palette.on(palette.ink(ink)));
    pen.dispose();
  }

  /** Within -1 to 1 on both axes. */
  private void draw(Graphics2D pen, Color inside) {
    switch (this) {
      case GOOD:
        disc(pen, inside);
        line(pen, -0.45, 0.05, -0.12, 0.4, 0.48, -0.35);
        break;
      case BAD:
        disc(pen, inside);
        line(pen, -0.38, -0.38, 0.38, 0.38);
        line(pen, 0.38, -0.38, -0.38, 0.38);
        break;
      case WARNING:
        triangle(pen);
        pen.setColor(inside);
        line(pen, 0, -0.3, 0, 0.2);
        line(pen, 0, 0.55, 0, 0.56);
        break;
      case NOTE:
        disc(pen, inside);
        line(pen, 0, -0.05, 0, 0.45);
        line(pen, 0, -0.45, 0, -0.44);
        break;
      case BUSY:
        pen.draw(new Ellipse2D.Double(-0.85, -0.85, 1.7, 1.7));
        line(pen, 0, -0.45, 0, 0, 0.35, 0.2);
        break;
      default:
        pen.draw(new Ellipse2D.Double(-0.85, -0.85, 1.7, 1.7));
        line(pen, -0.4, 0, 0.4, 0);
    }
  }

  private static void disc(Graphics2D pen, Color inside) {
    pen.fill(new Ellipse2D.Double(-1, -1, 2, 2));
    pen.setColor(inside);
  }

  private static void triangle(Graphics2D pen) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -0.8);
    path.lineTo(0.9, 0.8);
    path.lineTo(-0.9, 0.8);
    path.closePath();
    pen.fill(path);
    pen.draw(path);
  }

  private static void line(Graphics2D pen, double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    pen.draw(path);
  }
}

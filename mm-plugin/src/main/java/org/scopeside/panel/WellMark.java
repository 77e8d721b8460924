package org.scopeside.panel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.swing.Icon;
import org.scopeside.panel.state.WellState;

/** What is wrong with a well or a field, by shape and corner, whatever the colour below. */
enum WellMark {
  FAILED("failed", 1, -1),
  OUT_OF_FOCUS("out of focus", -1, 1),
  SATURATED("saturated", 1, 1),
  OTHER("other flag", -1, -1);

  private final String words;
  private final int right;
  private final int down;

  WellMark(String words, int right, int down) {
    this.words = words;
    this.right = right;
    this.down = down;
  }

  String words() {
    return words;
  }

  /** 1 for the right corners, -1 for the left. */
  int right() {
    return right;
  }

  /** 1 for the lower corners, -1 for the upper. */
  int down() {
    return down;
  }

  /** The mark of a flag by its wire name. */
  static WellMark of(String flag) {
    if (flag.contains("FOCUS")) {
      return OUT_OF_FOCUS;
    }
    return flag.contains("SATURAT") ? SATURATED : OTHER;
  }

  static Set<WellMark> of(WellState well) {
    EnumSet<WellMark> marks = EnumSet.noneOf(WellMark.class);
    if (well.failedPlanes() > 0) {
      marks.add(FAILED);
    }
    for (Map.Entry<String, Integer> flag : well.flags().entrySet()) {
      if (flag.getValue() > 0) {
        marks.add(of(flag.getKey()));
      }
    }
    return Collections.unmodifiableSet(marks);
  }

  static Set<WellMark> of(List<String> flags) {
    EnumSet<WellMark> marks = EnumSet.noneOf(WellMark.class);
    for (String flag : flags) {
      marks.add(of(flag));
    }
    return Collections.unmodifiableSet(marks);
  }

  /** Within -1 to 1 on both axes. */
  private Shape shape() {
    switch (this) {
      case FAILED:
        return cross();
      case OUT_OF_FOCUS:
        return new Ellipse2D.Double(-0.8, -0.8, 1.6, 1.6);
      case SATURATED:
        return polygon(0, -0.85, 0.95, 0.8, -0.95, 0.8);
      default:
        return polygon(0, -1, 1, 0, 0, 1, -1, 0);
    }
  }

  private static Shape cross() {
    Path2D path = new Path2D.Double();
    path.moveTo(-0.8, -0.8);
    path.lineTo(0.8, 0.8);
    path.moveTo(0.8, -0.8);
    path.lineTo(-0.8, 0.8);
    return path;
  }

  private static Shape polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A light stroke on a dark one, which shows on every colour. */
  void paint(Graphics2D pen, double x, double y, double radius) {
    Shape outline = placed(x, y, radius);
    stroke(pen, outline, Color.BLACK, radius * 0.95);
    stroke(pen, outline, Color.WHITE, radius * 0.42);
  }

  private Shape placed(double x, double y, double radius) {
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.scale(radius, radius);
    return place.createTransformedShape(shape());
  }

  private static void stroke(Graphics2D pen, Shape outline, Color colour, double width) {
    pen.setColor(colour);
    pen.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.draw(outline);
  }

  /** The mark beside words, in an ink of the theme. */
  Icon icon(Ink ink) {
    return new MarkIcon(this, ink);
  }

  private static final class MarkIcon implements Icon {
    private final WellMark mark;
    private final Ink ink;

    private MarkIcon(WellMark mark, Ink ink) {
      this.mark = mark;
      this.ink = ink;
    }

    @Override
    public void paintIcon(Component on, Graphics g, int x, int y) {
      Graphics2D pen = Pen.of(g);
      double half = getIconWidth() / 2.0;
      Shape outline = mark.placed(x + half, y + half, half * 0.72);
      stroke(pen, outline, Palette.current().ink(ink), half * 0.3);
      pen.dispose();
    }

    @Override
    public int getIconWidth() {
      return Em.px(1);
    }

    @Override
    public int getIconHeight() {
      return Em.px(1);
    }
  }
}

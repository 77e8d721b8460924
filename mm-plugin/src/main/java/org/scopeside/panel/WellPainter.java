package org.scopeside.panel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.WellState;

/** Draws the wells of one plate into one graphics. */
final class WellPainter {
  private static final double SMALLEST_TEXT_EM = 0.68;
  static final double SMALLEST_MARKED_SIDE = 19;

  private static final BasicStroke THIN = new BasicStroke(1);

  private final Graphics2D pen;
  private final PlateLayout layout;
  private final PlateGrid grid;
  private final WellLook[] looks;
  private final Palette palette = Palette.current();
  private final Font valueFont;
  private final float textSize;
  private final Color slot = palette.slot();
  private final Color unplanned = palette.line();
  private final Color noValue = palette.track();

  WellPainter(Graphics2D pen, PlateLayout layout, PlateGrid grid, WellLook[] looks) {
    this.pen = pen;
    this.layout = layout;
    this.grid = grid;
    this.looks = looks;
    this.textSize = textSize(looks, layout);
    this.valueFont = Em.font(1, Font.BOLD).deriveFont(Math.max(1, textSize));
  }

  /** The size of letters that lets the longest text into a well; 0 where there is no room. */
  static float textSize(WellLook[] looks, PlateLayout layout) {
    int longest = 2;
    for (WellLook look : looks) {
      longest = Math.max(longest, look.text().length());
    }
    double size = Math.min(layout.side() * 0.34, layout.side() * 0.8 / (longest * 0.66));
    double em = Em.font().getSize2D();
    return size < SMALLEST_TEXT_EM * em ? 0 : (float) Math.floor(Math.min(size, 1.7 * em));
  }

  /** Draws what lies in the clip. */
  void paint(Rectangle clip) {
    if (grid.isPlate()) {
      heads();
    }
    int firstRow = Math.max(0, layout.rowAt(clip.y));
    int lastRow = Math.min(grid.rows() - 1, layout.rowAt(clip.y + clip.height));
    int firstColumn = Math.max(0, layout.columnAt(clip.x));
    int lastColumn = Math.min(grid.columns() - 1, layout.columnAt(clip.x + clip.width));
    for (int row = firstRow; row <= lastRow; row++) {
      for (int column = firstColumn; column <= lastColumn; column++) {
        well(row, column);
      }
    }
  }

  private void heads() {
    pen.setFont(Em.font(0.85, Font.PLAIN));
    pen.setColor(palette.ink(Ink.MUTED));
    FontMetrics metrics = pen.getFontMetrics();
    int columnStep = layout.labelStep(metrics.stringWidth("00") * 1.35);
    for (int column = 0; column < grid.columns(); column += columnStep) {
      double middle = layout.left() + (column + 0.5) * layout.cell();
      centred(metrics, String.valueOf(column + 1), middle, layout.top() - Em.px(0.75));
    }
    int rowStep = layout.labelStep(metrics.getAscent() * 1.25);
    for (int row = 0; row < grid.rows(); row += rowStep) {
      String letters = Words.rowLetters(row);
      double right = layout.left() - Em.px(0.5) - metrics.stringWidth(letters) / 2.0;
      centred(metrics, letters, right, layout.top() + (row + 0.5) * layout.cell());
    }
  }

  private void centred(FontMetrics metrics, String text, double x, double y) {
    float left = (float) (x - metrics.stringWidth(text) / 2.0);
    float baseline = (float) (y + (metrics.getAscent() - metrics.getDescent()) / 2.0);
    pen.drawString(text, left, baseline);
  }

  private void well(int row, int column) {
    int at = row * grid.columns() + column;
    Rectangle2D square = layout.well(row, column);
    WellLook look = looks[at];
    smooth(square.getWidth() >= SMALLEST_MARKED_SIDE);
    body(look, square);
    smooth(true);
    if (textSize > 0) {
      text(look, square, grid.isPlate() ? null : grid.at(at));
    }
    marks(look, square);
  }

  private void smooth(boolean on) {
    pen.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING,
        on ? RenderingHints.VALUE_ANTIALIAS_ON : RenderingHints.VALUE_ANTIALIAS_OFF);
  }

  /** Round corners, which take time, only where they are seen. */
  private Shape body(Rectangle2D square) {
    return square.getWidth() < SMALLEST_MARKED_SIDE ? square : rounded(square, 0);
  }

  private Shape rounded(Rectangle2D square, double grow) {
    double side = square.getWidth() + 2 * grow;
    double radius = square.getWidth() < 9 ? 0 : Math.min(8, square.getWidth() * 0.28) + grow;
    return new RoundRectangle2D.Double(
        square.getX() - grow, square.getY() - grow, side, side, radius, radius);
  }

  private void body(WellLook look, Rectangle2D square) {
    Color fill = look.fill();
    switch (look.stage()) {
      case UNPLANNED:
        if (grid.isPlate()) {
          outline(square, unplanned);
        }
        break;
      case PLANNED:
        outline(square, slot);
        break;
      default:
        pen.setColor(fill == null ? noValue : fill);
        pen.fill(body(square));
        if (look.inProgress()) {
          progress(look, square, fill == null ? noValue : fill);
        }
    }
  }

  private void outline(Rectangle2D square, Color colour) {
    pen.setColor(colour);
    if (square.getWidth() < SMALLEST_MARKED_SIDE) {
      frame(square);
      return;
    }
    pen.setStroke(THIN);
    pen.draw(rounded(square, -0.5));
  }

  /** Four bars: what is aligned to pixels is filled much faster than it is stroked. */
  private void frame(Rectangle2D square) {
    double x = square.getX();
    double y = square.getY();
    double side = square.getWidth();
    pen.fill(new Rectangle2D.Double(x, y, side, 1));
    pen.fill(new Rectangle2D.Double(x, y + side - 1, side, 1));
    pen.fill(new Rectangle2D.Double(x, y + 1, 1, side - 2));
    pen.fill(new Rectangle2D.Double(x + side - 1, y + 1, 1, side - 2));
  }

  /** A bar at the foot, as long as the part of the planes that is done. */
  private void progress(WellLook look, Rectangle2D square, Color on) {
    double height = Math.max(2, square.getHeight() * 0.07);
    double margin = square.getWidth() * 0.14;
    double width = square.getWidth() - 2 * margin;
    double top = square.getMaxY() - height - Math.max(1, square.getHeight() * 0.1);
    Color ink = Palette.on(on);
    pen.setColor(Palette.mix(on, ink, 0.3));
    pen.fill(new Rectangle2D.Double(square.getX() + margin, top, width, height));
    pen.setColor(ink);
    double done = width * look.progress() / 100;
    pen.fill(new Rectangle2D.Double(square.getX() + margin, top, done, height));
  }

  private void text(WellLook look, Rectangle2D square, @Nullable WellState position) {
    Color fill = look.fill();
    pen.setColor(fill == null ? palette.ink(Ink.MUTED) : Palette.on(fill));
    double middle = square.getCenterY();
    if (position != null) {
      middle = square.getY() + square.getHeight() * 0.58;
      name(position.key(), square);
    }
    if (!look.text().isEmpty()) {
      pen.setFont(valueFont);
      centred(pen.getFontMetrics(), look.text(), square.getCenterX(), middle);
    }
  }

  /** The name of a position, as much of it as there is room for. */
  private void name(String key, Rectangle2D square) {
    pen.setFont(Em.font(0.8, Font.PLAIN));
    FontMetrics metrics = pen.getFontMetrics();
    double room = square.getWidth() - Em.px(0.8);
    String shown = key;
    for (int cut = key.length() - 1; cut > 0 && metrics.stringWidth(shown) > room; cut--) {
      shown = "\u2026" + key.substring(key.length() - cut);
    }
    if (metrics.stringWidth(shown) <= room) {
      centred(metrics, shown, square.getCenterX(), square.getY() + square.getHeight() * 0.24);
    }
  }

  private void marks(WellLook look, Rectangle2D square) {
    if (look.marks().isEmpty()) {
      return;
    }
    double side = square.getWidth();
    if (side < SMALLEST_MARKED_SIDE) {
      tick(pen, square);
      return;
    }
    double radius = Math.min(Em.px(0.42), Math.max(Em.px(0.26), side * 0.12));
    double reach = side / 2 - radius * 1.6;
    for (WellMark mark : look.marks()) {
      mark.paint(
          pen,
          square.getCenterX() + mark.right() * reach,
          square.getCenterY() + mark.down() * reach,
          radius);
    }
  }

  /** What stands for all marks of a well that is too small for them: a cut corner. */
  static void tick(Graphics2D pen, Rectangle2D square) {
    double size = Math.max(3, square.getWidth() * 0.62);
    corner(pen, square, size, Color.BLACK);
    corner(pen, square, size * 0.62, Color.WHITE);
  }

  private static void corner(Graphics2D pen, Rectangle2D square, double size, Color colour) {
    Path2D path = new Path2D.Double();
    path.moveTo(square.getMaxX(), square.getY());
    path.lineTo(square.getMaxX(), square.getY() + size);
    path.lineTo(square.getMaxX() - size, square.getY());
    path.closePath();
    pen.setColor(colour);
    pen.fill(path);
  }

  /** The well that the camera looks at. */
  void acquiring(int at) {
    ring(at, palette.ink(Ink.TEXT), new BasicStroke(2), 1.5);
  }

  void selected(int at) {
    ring(at, palette.ink(Ink.ACCENT), new BasicStroke(3), 2);
  }

  void cursor(int at) {
    float[] dashes = {3, 2};
    ring(
        at,
        palette.ink(Ink.TEXT),
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0),
        2.5);
  }

  private void ring(int at, Color colour, BasicStroke stroke, double grow) {
    if (at >= 0 && at < looks.length) {
      pen.setColor(colour);
      pen.setStroke(stroke);
      pen.draw(rounded(layout.well(at / grid.columns(), at % grid.columns()), grow));
    }
  }
}

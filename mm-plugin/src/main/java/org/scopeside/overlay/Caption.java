package org.scopeside.overlay;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of text, and what colours stand for, in the upper left corner of an image. */
final class Caption {
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Color GROUND = new Color(0, 0, 0, 150);
  private static final int MARGIN_PX = 6;
  private static final int BAR_STEP_PX = 4;
  private static final int BAR_HEIGHT_PX = 8;

  private Caption() {}

  static void draw(
      Graphics2D graphics,
      Rectangle screen,
      List<String> lines,
      ObjectColours.@Nullable Range range) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(FONT);
    FontMetrics metrics = graphics.getFontMetrics();
    List<String> all = new ArrayList<>(lines);
    if (range != null) {
      all.add(
          range.measure
              + String.format(Locale.ROOT, ": %s to %s", number(range.low), number(range.high)));
    }
    int width = range == null ? 0 : ColourScale.STEPS * BAR_STEP_PX;
    for (String line : all) {
      width = Math.max(width, metrics.stringWidth(line));
    }
    int height = all.size() * metrics.getHeight() + (range == null ? 0 : BAR_HEIGHT_PX + 2);
    int x = screen.x + MARGIN_PX;
    int y = screen.y + MARGIN_PX;
    graphics.setColor(GROUND);
    graphics.fillRect(x, y, width + 2 * MARGIN_PX, height + MARGIN_PX);
    graphics.setColor(Color.WHITE);
    int baseline = y + MARGIN_PX / 2 + metrics.getAscent();
    for (String line : all) {
      graphics.drawString(line, x + MARGIN_PX, baseline);
      baseline += metrics.getHeight();
    }
    if (range != null) {
      drawScale(graphics, x + MARGIN_PX, baseline - metrics.getAscent() + 2);
    }
  }

  private static void drawScale(Graphics2D graphics, int x, int y) {
    Color[] colours = ColourScale.colours();
    for (int i = 0; i < colours.length; i++) {
      graphics.setColor(colours[i]);
      graphics.fillRect(x + i * BAR_STEP_PX, y, BAR_STEP_PX, BAR_HEIGHT_PX);
    }
  }

  /** Three digits of what is small, whole numbers of what is large. */
  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= 0.01 ? "%.3g" : "%.2e", value);
  }
}

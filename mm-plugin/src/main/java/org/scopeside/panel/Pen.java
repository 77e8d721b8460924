package org.scopeside.panel;

import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Toolkit;
import java.util.Map;

/** A graphics to draw smooth shapes and the desktop's kind of text. */
final class Pen {
  private Pen() {}

  /** A copy that its taker disposes of. */
  static Graphics2D of(Graphics g) {
    Graphics2D pen = (Graphics2D) g.create();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Object desktop = Toolkit.getDefaultToolkit().getDesktopProperty("awt.font.desktophints");
    if (desktop instanceof Map) {
      pen.addRenderingHints((Map<?, ?>) desktop);
    } else {
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    }
    return pen;
  }
}

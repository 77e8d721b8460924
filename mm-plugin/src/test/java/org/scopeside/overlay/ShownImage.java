package org.scopeside.overlay;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.micromanager.data.Image;
import org.micromanager.display.DisplaySettings;

/** An image of a size, and a canvas that an overlay paints on as a display window would. */
record ShownImage(int width, int height) {
  static final Color GROUND = new Color(60, 60, 60);

  /** What Micro-Manager hands to an overlay. */
  Image image() {
    return FakeType.of(Image.class, this);
  }

  public int getWidth() {
    return width;
  }

  public int getHeight() {
    return height;
  }

  /** The whole image at a zoom. */
  BufferedImage painted(ObjectsOverlay overlay, double zoom) {
    return painted(
        overlay,
        new Rectangle((int) (width * zoom), (int) (height * zoom)),
        new Rectangle2D.Float(0, 0, width, height));
  }

  /** A part of the image on a part of a canvas that is a little larger. */
  BufferedImage painted(ObjectsOverlay overlay, Rectangle screen, Rectangle2D.Float viewPort) {
    BufferedImage canvas =
        new BufferedImage(
            screen.x + screen.width + 10,
            screen.y + screen.height + 10,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
    paint(overlay, graphics, screen, viewPort);
    graphics.dispose();
    return canvas;
  }

  void paint(
      ObjectsOverlay overlay, Graphics2D graphics, Rectangle screen, Rectangle2D.Float viewPort) {
    DisplaySettings settings = FakeType.of(DisplaySettings.class, new Object());
    Image image = image();
    overlay.paintOverlay(graphics, screen, settings, List.of(image), image, viewPort);
  }
}

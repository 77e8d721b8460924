package org.scopeside.overlay;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import org.jspecify.annotations.Nullable;

/** Where a part of an image lies on the screen. Immutable. */
final class Zoom {
  private final Rectangle screen;
  private final Rectangle2D.Float view;
  private final double scaleX;
  private final double scaleY;

  /**
   * @param screen where it is drawn
   * @param view the part of the image, in pixels of the image
   */
  Zoom(Rectangle screen, Rectangle2D.Float view) {
    this.screen = new Rectangle(screen);
    this.view = new Rectangle2D.Float(view.x, view.y, view.width, view.height);
    this.scaleX = screen.width / (double) view.width;
    this.scaleY = screen.height / (double) view.height;
  }

  /** Where it is drawn; must not be changed. */
  Rectangle screen() {
    return screen;
  }

  /** The column, from the left of where it is drawn, of a place in the image. */
  int x(double imageX) {
    return (int) Math.floor((imageX - view.x) * scaleX);
  }

  /** The row, from the top of where it is drawn, of a place in the image. */
  int y(double imageY) {
    return (int) Math.floor((imageY - view.y) * scaleY);
  }

  /** Whether any of these image coordinates, with a margin on the screen, is seen. */
  boolean shows(int left, int top, int right, int bottom, int marginPx) {
    return x(right) >= -marginPx
        && x(left) <= screen.width + marginPx
        && y(bottom) >= -marginPx
        && y(top) <= screen.height + marginPx;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Zoom
        && ((Zoom) other).screen.equals(screen)
        && ((Zoom) other).view.equals(view);
  }

  @Override
  public int hashCode() {
    return 31 * screen.hashCode() + view.hashCode();
  }
}

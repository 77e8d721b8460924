package org.scopeside.overlay;

import java.awt.geom.Path2D;
import org.scopeside.contract.Plane;
import org.scopeside.contract.Segmentation;

/**
 * The outlines of all objects of a label image: exact polygons that run between the pixels. Pixel
 * (x, y) is the square from (x, y) to (x + 1, y + 1), so that filling the outlines by the even-odd
 * rule gives the label image back. An object of several parts, or with holes, has several loops.
 *
 * <p>Every loop alternates between horizontal and vertical edges, so every second corner says it
 * all: from {@code c[k]} horizontally to the x of {@code c[k + 1]}, then vertically to {@code c[k +
 * 1]}.
 *
 * <pre>
 *   c0────┐         c0 = (0, 0), c1 = (2, 1), c2 = (3, 2) stand for the six corners
 *   │     c1─┐      (0, 0) (2, 0) (2, 1) (3, 1) (3, 2) (0, 2)
 *   └────────c2
 * </pre>
 *
 * <p>Immutable.
 */
public final class ObjectOutlines {
  private final int width;
  private final int height;

  /** Every second corner, {@code y << 16 | x}, loop after loop, object after object. */
  private final int[] corners;

  /** Where in {@link #corners} each loop begins, and the end. */
  private final int[] loops;

  /** Where in {@link #loops} each object begins, and the end; object i has label i + 1. */
  private final int[] objects;

  /** The least and the greatest corner around each object, as two entries. */
  private final int[] bounds;

  ObjectOutlines(int width, int height, int[] corners, int[] loops, int[] objects, int[] bounds) {
    this.width = width;
    this.height = height;
    this.corners = corners;
    this.loops = loops;
    this.objects = objects;
    this.bounds = bounds;
  }

  /** Draws a closed loop of corners in image coordinates. */
  interface Pen {
    void begin(int x, int y);

    void to(int x, int y);

    void end();
  }

  /**
   * The outlines of a label image, in time proportional to its pixels.
   *
   * @throws IllegalArgumentException if it is no label image, has a label above {@link
   *     Segmentation#MAX_OBJECTS}, or outlines of more than {@value OutlineTracer#MAX_CORNERS}
   *     corners, as noise would have
   */
  public static ObjectOutlines of(Plane labels) {
    return new OutlineTracer(LabelPixels.of(labels)).trace();
  }

  /** Width of the image in pixels. */
  public int width() {
    return width;
  }

  /** Height of the image in pixels. */
  public int height() {
    return height;
  }

  /** The largest label; object i has label i + 1. */
  public int count() {
    return objects.length - 1;
  }

  /** Labels that at least one pixel has. */
  public int present() {
    int present = 0;
    for (int i = 0; i < count(); i++) {
      present += objects[i + 1] > objects[i] ? 1 : 0;
    }
    return present;
  }

  /** Memory it takes, about. */
  public long bytes() {
    return 4L * (corners.length + loops.length + objects.length + bounds.length) + 128;
  }

  /** Appends the loops of an object; fill the path by the even-odd rule. */
  public void append(int object, Path2D path) {
    draw(
        object,
        new Pen() {
          @Override
          public void begin(int x, int y) {
            path.moveTo(x, y);
          }

          @Override
          public void to(int x, int y) {
            path.lineTo(x, y);
          }

          @Override
          public void end() {
            path.closePath();
          }
        });
  }

  void draw(int object, Pen pen) {
    for (int loop = objects[object]; loop < objects[object + 1]; loop++) {
      drawLoop(loops[loop], loops[loop + 1], pen);
    }
  }

  private void drawLoop(int from, int to, Pen pen) {
    pen.begin(x(corners[from]), y(corners[from]));
    for (int k = from; k < to; k++) {
      int next = corners[k + 1 < to ? k + 1 : from];
      pen.to(x(next), y(corners[k]));
      if (k + 1 < to) {
        pen.to(x(next), y(next));
      }
    }
    pen.end();
  }

  int left(int object) {
    return x(bounds[2 * object]);
  }

  int top(int object) {
    return y(bounds[2 * object]);
  }

  int right(int object) {
    return x(bounds[2 * object + 1]);
  }

  int bottom(int object) {
    return y(bounds[2 * object + 1]);
  }

  static int corner(int x, int y) {
    return (y << 16) | x;
  }

  static int x(int corner) {
    return corner & 0xFFFF;
  }

  static int y(int corner) {
    return corner >>> 16;
  }
}

package org.scopeside.overlay;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/**
 * The outlines that a zoom shows, on the pixels of the screen: lines with a dark halo, so that they
 * are seen on bright and on dark. Objects outside are left out. Made once for a zoom, drawn as
 * often as the window is painted.
 *
 * <p>All lines are horizontal or vertical, so they are filled straight into an image of one byte a
 * pixel; a path of two thousand objects takes Java2D a second to stroke.
 */
final class OutlineImage {
  private static final int HALO_ALPHA = 150;
  private static final byte HALO = 1;
  private static final int FIRST_COLOUR = 2;

  private final BufferedImage image;
  private final Rectangle screen;

  private OutlineImage(BufferedImage image, Rectangle screen) {
    this.image = image;
    this.screen = screen;
  }

  static OutlineImage of(
      ObjectOutlines outlines, ObjectColours colours, Zoom zoom, int lineWidthPx) {
    Rectangle screen = zoom.screen();
    BufferedImage image =
        new BufferedImage(
            screen.width,
            screen.height,
            BufferedImage.TYPE_BYTE_INDEXED,
            indexed(colours.palette()));
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int before = (lineWidthPx - 1) / 2;
    int after = lineWidthPx - before;
    LinePen halo = new LinePen(zoom, pixels, before + 1, after + 1);
    LinePen line = new LinePen(zoom, pixels, before, after);
    // All halos first: none may cover the line of a neighbour.
    drawVisible(outlines, zoom, lineWidthPx, halo, object -> HALO);
    drawVisible(
        outlines, zoom, lineWidthPx, line, object -> (byte) (FIRST_COLOUR + colours.entry(object)));
    return new OutlineImage(image, screen);
  }

  /** Which entry of the image's palette an object's outline takes. */
  private interface Entries {
    byte of(int object);
  }

  private static void drawVisible(
      ObjectOutlines outlines, Zoom zoom, int lineWidthPx, LinePen pen, Entries entries) {
    for (int i = 0; i < outlines.count(); i++) {
      if (zoom.shows(
          outlines.left(i),
          outlines.top(i),
          outlines.right(i),
          outlines.bottom(i),
          lineWidthPx + 1)) {
        pen.entry = entries.of(i);
        outlines.draw(i, pen);
      }
    }
  }

  /** Nothing, the halo, and the colours. */
  private static IndexColorModel indexed(Color[] palette) {
    int[] colours = new int[FIRST_COLOUR + palette.length];
    colours[HALO] = HALO_ALPHA << 24;
    for (int i = 0; i < palette.length; i++) {
      colours[FIRST_COLOUR + i] = palette[i].getRGB();
    }
    return new IndexColorModel(
        8, colours.length, colours, 0, true, -1, java.awt.image.DataBuffer.TYPE_BYTE);
  }

  void draw(Graphics2D graphics) {
    graphics.drawImage(image, screen.x, screen.y, null);
  }

  /** Fills the pixels around each edge. */
  private static final class LinePen implements ObjectOutlines.Pen {
    private final Zoom zoom;
    private final byte[] pixels;
    private final int width;
    private final int height;
    private final int before;
    private final int after;
    private byte entry;
    private int firstX;
    private int firstY;
    private int lastX;
    private int lastY;

    /**
     * @param before pixels of the line left of or above an edge
     * @param after pixels right of or below it
     */
    LinePen(Zoom zoom, byte[] pixels, int before, int after) {
      this.zoom = zoom;
      this.pixels = pixels;
      this.width = zoom.screen().width;
      this.height = zoom.screen().height;
      this.before = before;
      this.after = after;
    }

    @Override
    public void begin(int x, int y) {
      firstX = zoom.x(x);
      firstY = zoom.y(y);
      lastX = firstX;
      lastY = firstY;
    }

    @Override
    public void to(int x, int y) {
      edge(zoom.x(x), zoom.y(y));
    }

    @Override
    public void end() {
      edge(firstX, firstY);
    }

    private void edge(int x, int y) {
      fill(Math.min(x, lastX), Math.min(y, lastY), Math.max(x, lastX), Math.max(y, lastY));
      lastX = x;
      lastY = y;
    }

    private void fill(int left, int top, int right, int bottom) {
      int from = Math.max(0, left - before);
      int to = Math.min(width, right + after);
      if (from < to) {
        for (int y = Math.max(0, top - before); y < Math.min(height, bottom + after); y++) {
          Arrays.fill(pixels, y * width + from, y * width + to, entry);
        }
      }
    }
  }
}

package org.scopeside.segmenter.evaluate;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Outer outlines of objects, as Cellpose draws them with OpenCV's {@code findContours} (external,
 * all points): Suzuki and Abe 1985 (doi: 10.1016/0734-189X(85)90016-7). An outline holds the pixels
 * of an object that touch, by an edge, what lies outside of it; the rim of a hole is no outline,
 * nor is a part of an object that lies in a hole of another part. Objects are 8-connected, what
 * lies around them is 4-connected; beyond the plane's border is outside.
 *
 * <p>Time follows the sum of the bounding boxes of the parts, memory the plane.
 */
final class ObjectOutlines {
  private static final byte PART = 1;
  private static final byte OUTSIDE = 2;

  private final int[] labels;
  private final int width;
  private final int height;
  private final boolean[] outline;
  private final boolean[] seen;
  private final boolean[] nested;
  private int[] part = new int[256];
  private int partSize;
  private int left;
  private int right;
  private int top;
  private int bottom;
  // The part's box with one pixel around it: PART, OUTSIDE or 0.
  private byte[] box = new byte[0];
  private int[] stack = new int[256];

  private ObjectOutlines(LabelImage image) {
    labels = image.labels();
    width = image.width();
    height = image.height();
    outline = new boolean[labels.length];
    seen = new boolean[labels.length];
    nested = new boolean[labels.length];
  }

  /** True where a pixel, {@code [y][x]} row-major, lies on the outline of its object. */
  static boolean[] of(LabelImage image) {
    ObjectOutlines outlines = new ObjectOutlines(image);
    for (int i = 0; i < outlines.labels.length; i++) {
      if (outlines.labels[i] != 0 && !outlines.seen[i]) {
        outlines.collect(i);
        outlines.floodOutside();
        outlines.draw();
      }
    }
    return outlines.outline;
  }

  /** The 8-connected part of an object that a pixel belongs to, and its bounding box. */
  private void collect(int first) {
    partSize = 0;
    left = width;
    right = 0;
    top = height;
    bottom = 0;
    reach(first);
    for (int at = 0; at < partSize; at++) {
      int y = part[at] / width;
      int x = part[at] % width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int neighbour = ny * width + nx;
          if (labels[neighbour] == labels[first] && !seen[neighbour]) {
            reach(neighbour);
          }
        }
      }
    }
  }

  private void reach(int pixel) {
    seen[pixel] = true;
    part = partSize == part.length ? Arrays.copyOf(part, 2 * partSize) : part;
    part[partSize++] = pixel;
  }

  /** What lies outside the part, from the frame around its box inwards. */
  private void floodOutside() {
    int columns = right - left + 3;
    int rows = bottom - top + 3;
    box = box.length < columns * rows ? new byte[columns * rows] : box;
    Arrays.fill(box, 0, columns * rows, (byte) 0);
    for (int i = 0; i < partSize; i++) {
      box[inBox(part[i], columns)] = PART;
    }
    int depth = 0;
    box[0] = OUTSIDE;
    stack[depth++] = 0;
    while (depth > 0) {
      int at = stack[--depth];
      int x = at % columns;
      stack = depth + 4 > stack.length ? Arrays.copyOf(stack, 2 * stack.length) : stack;
      depth = flood(at - columns, at >= columns, depth);
      depth = flood(at + columns, at + columns < columns * rows, depth);
      depth = flood(at - 1, x > 0, depth);
      depth = flood(at + 1, x < columns - 1, depth);
    }
  }

  private int flood(int at, boolean within, int depth) {
    if (within && box[at] == 0) {
      box[at] = OUTSIDE;
      stack[depth++] = at;
    }
    return depth;
  }

  private int inBox(int pixel, int columns) {
    return (pixel / width - top + 1) * columns + pixel % width - left + 1;
  }

  private void draw() {
    int columns = right - left + 3;
    if (nested[part[0]]) {
      Arrays.stream(part, 0, partSize).forEach(pixel -> outline[pixel] = false);
    } else {
      for (int i = 0; i < partSize; i++) {
        outline[part[i]] = touchesOutside(inBox(part[i], columns), columns);
      }
    }
    markNested(columns);
  }

  private boolean touchesOutside(int at, int columns) {
    return box[at - 1] == OUTSIDE
        || box[at + 1] == OUTSIDE
        || box[at - columns] == OUTSIDE
        || box[at + columns] == OUTSIDE;
  }

  /**
   * Other parts of the same object in the holes of this one: marked, and wiped if drawn already.
   */
  private void markNested(int columns) {
    int label = labels[part[0]];
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        int pixel = y * width + x;
        if (labels[pixel] == label && box[inBox(pixel, columns)] == 0) {
          nested[pixel] = true;
          outline[pixel] = false;
        }
      }
    }
  }
}

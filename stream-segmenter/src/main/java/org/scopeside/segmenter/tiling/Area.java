package org.scopeside.segmenter.tiling;

/**
 * A rectangle of pixels.
 *
 * @param y first row
 * @param x first column
 * @param height rows; none or less where it is empty
 * @param width columns
 */
public record Area(int y, int x, int height, int width) {
  public int endY() {
    return y + height;
  }

  public int endX() {
    return x + width;
  }

  public boolean isEmpty() {
    return height <= 0 || width <= 0;
  }

  /** Pixels. */
  public long pixels() {
    return isEmpty() ? 0 : (long) height * width;
  }

  /** What both have in common. */
  public Area intersection(Area other) {
    int top = Math.max(y, other.y);
    int left = Math.max(x, other.x);
    return new Area(
        top, left, Math.min(endY(), other.endY()) - top, Math.min(endX(), other.endX()) - left);
  }

  public boolean contains(Area other) {
    return other.y >= y && other.x >= x && other.endY() <= endY() && other.endX() <= endX();
  }

  public boolean contains(int row, int column) {
    return row >= y && row < endY() && column >= x && column < endX();
  }
}

package org.scopeside.segmenter.pixels;

/**
 * The last rows of a plane that is passing by. Row {@code y} may be asked for until {@code depth}
 * rows more were written; rows outside the plane are mirrored into it, the edge row repeated.
 */
final class RowRing {
  private final int depth;
  private float[][] rows = new float[0][];
  private int height;

  /**
   * @param depth rows that are kept
   */
  RowRing(int depth) {
    this.depth = depth;
  }

  /** Takes on the size of a plane. */
  void fit(int width, int newHeight) {
    height = newHeight;
    int needed = Math.min(depth, height);
    if (rows.length != needed || rows[0].length != width) {
      rows = new float[needed][width];
    }
  }

  /** Row {@code y}, from {@code -height} on, of those that are kept; to write or to read. */
  float[] row(int y) {
    return rows[mirror(y, height) % rows.length];
  }

  /** Index {@code i} of a line of {@code n} pixels mirrored again and again at its edges. */
  static int mirror(int i, int n) {
    int period = Math.floorMod(i, 2 * n);
    return period < n ? period : 2 * n - 1 - period;
  }
}

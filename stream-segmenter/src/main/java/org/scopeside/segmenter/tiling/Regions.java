package org.scopeside.segmenter.tiling;

import java.util.ArrayList;
import java.util.List;

/**
 * Overlapping parts of a plane that are decoded one by one, because dense maps of all of it would
 * not fit into memory. In pixels of the plane. Immutable.
 */
public final class Regions {
  private final List<Area> areas;
  private final List<Area> cores;
  private final int height;
  private final int width;

  private Regions(int height, int width, int[][] rows, int[][] columns) {
    this.height = height;
    this.width = width;
    List<Area> all = new ArrayList<>();
    List<Area> own = new ArrayList<>();
    for (int[] row : rows) {
      for (int[] column : columns) {
        all.add(new Area(row[0], column[0], row[1] - row[0], column[1] - column[0]));
        own.add(new Area(row[2], column[2], row[3] - row[2], column[3] - column[2]));
      }
    }
    areas = List.copyOf(all);
    cores = List.copyOf(own);
  }

  /**
   * Cuts a plane into as few, nearly square regions as the limit allows.
   *
   * @param largest pixels that one region may have, at least 1
   * @param overlap pixels that neighbours share; made smaller where it were more than a third of a
   *     region
   */
  public static Regions of(int height, int width, long largest, int overlap) {
    if (largest < 1 || overlap < 0) {
      throw new IllegalArgumentException(
          "regions of at most %d pixels, overlap %d".formatted(largest, overlap));
    }
    if ((long) height * width <= largest) {
      return new Regions(height, width, cut(height, height, 0), cut(width, width, 0));
    }
    int side = (int) Math.max(1, Math.sqrt((double) largest));
    int rows = (int) Math.min(height, width < side ? largest / width : side);
    int columns = (int) Math.min(width, largest / rows);
    return new Regions(height, width, cut(height, rows, overlap), cut(width, columns, overlap));
  }

  /** Per piece: begin, end, begin and end of its core. */
  private static int[][] cut(int length, int largest, int wanted) {
    if (largest >= length) {
      return new int[][] {{0, length, 0, length}};
    }
    int overlap = Math.min(wanted, largest / 3);
    int count = 1 + (length - largest + largest - overlap - 1) / (largest - overlap);
    int[][] pieces = new int[count][];
    for (int k = 0; k < count; k++) {
      int start = (int) ((long) (length - largest) * k / (count - 1));
      pieces[k] = new int[] {start, start + largest, start, start + largest};
    }
    for (int k = 1; k < count; k++) {
      int middle = pieces[k][0] + (pieces[k - 1][1] - pieces[k][0]) / 2;
      pieces[k - 1][3] = middle;
      pieces[k][2] = middle;
    }
    return pieces;
  }

  /** Row by row. */
  public List<Area> areas() {
    return areas;
  }

  /**
   * The part of a region that is nearer to its middle than to any other's; cores tile the plane.
   */
  public Area core(int index) {
    return cores.get(index);
  }

  /** Rows of the plane. */
  public int height() {
    return height;
  }

  /** Columns of the plane. */
  public int width() {
    return width;
  }

  /** Whether an object that touches a side of a region there may go on beyond it. */
  boolean isInner(int index, int y, int x) {
    Area area = areas.get(index);
    return (y == area.y() && y > 0)
        || (y == area.endY() - 1 && y < height - 1)
        || (x == area.x() && x > 0)
        || (x == area.endX() - 1 && x < width - 1);
  }
}

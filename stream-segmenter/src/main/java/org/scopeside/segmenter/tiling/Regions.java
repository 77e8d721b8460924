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
  private final int countX;

  private Regions(int height, int width, int[][] rows, int[][] columns) {
    this.height = height;
    this.width = width;
    countX = columns.length;
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
   * Cuts a plane into nearly square regions that are as large as the limit allows.
   *
   * @param largest pixels that one region may have, at least 1
   * @param overlap pixels that neighbours share; made smaller where it were more than a third of a
   *     region
   * @param endsY rows, ascending, that a region had better end before: where the contributions of
   *     tiles end, so that no tile is needed by two regions
   * @param endsX such columns
   */
  public static Regions of(
      int height, int width, long largest, int overlap, int[] endsY, int[] endsX) {
    if (largest < 1 || overlap < 0) {
      throw new IllegalArgumentException(
          "regions of at most %d pixels, overlap %d".formatted(largest, overlap));
    }
    if ((long) height * width <= largest) {
      return new Regions(height, width, cut(height, height, 0, endsY), cut(width, width, 0, endsX));
    }
    int side = (int) Math.max(1, Math.sqrt((double) largest));
    int rows = (int) Math.min(height, width < side ? largest / width : side);
    int columns = (int) Math.min(width, largest / rows);
    return new Regions(
        height, width, cut(height, rows, overlap, endsY), cut(width, columns, overlap, endsX));
  }

  /** Per piece: begin, end, begin and end of its core. */
  private static int[][] cut(int length, int largest, int wanted, int[] ends) {
    int overlap = Math.min(wanted, largest / 3);
    List<int[]> pieces = new ArrayList<>();
    int end = 0;
    while (end < length) {
      int start = Math.max(0, end - overlap);
      int next = start + largest >= length ? length : bestEnd(end, start + largest, ends);
      int core = start + (end - start) / 2;
      if (!pieces.isEmpty()) {
        pieces.get(pieces.size() - 1)[3] = core;
      }
      pieces.add(new int[] {start, next, core, length});
      end = next;
    }
    return pieces.toArray(new int[0][]);
  }

  private static int bestEnd(int after, int limit, int[] ends) {
    int best = limit;
    for (int end : ends) {
      if (end > after && end <= limit) {
        best = end;
      }
    }
    return best;
  }

  /** The region at the left of one, sharing its rows; -1 where there is none. */
  public int leftOf(int index) {
    return index % countX == 0 ? -1 : index - 1;
  }

  /** The region above one, sharing its columns; -1 where there is none. */
  public int above(int index) {
    return index < countX ? -1 : index - countX;
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

package org.scopeside.segmenter.tiling;

import java.util.Arrays;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;

/**
 * The tiles of a plane, in pixels of the (rescaled) plane, numbered row by row. All are of one
 * size. Where a tile reaches beyond the plane, its pixels there are reflected (NumPy's {@code
 * reflect}, the border not repeated), or zero where the plane has one pixel only. Immutable.
 */
public final class TilePlan {
  private final TileAxis rows;
  private final TileAxis columns;
  private final Blend blend;

  private TilePlan(TileAxis rows, TileAxis columns, Blend blend) {
    this.rows = rows;
    this.columns = columns;
    this.blend = blend;
  }

  /**
   * Plans a plane.
   *
   * @param height rows of the plane, at least 1
   * @param width its columns
   * @param sizeY rows the network takes
   * @param sizeX columns it takes
   * @param spacing pixels of the input to one of the output; the least common multiple where
   *     outputs differ
   * @throws IllegalArgumentException if the halo leaves nothing of a tile, or no size fits
   */
  public static TilePlan of(
      int height, int width, Tiling tiling, Size sizeY, Size sizeX, int spacing) {
    return new TilePlan(
        TileAxis.of(height, tiling.tile(), tiling.halo(), sizeY, spacing, tiling.blend()),
        TileAxis.of(width, tiling.tile(), tiling.halo(), sizeX, spacing, tiling.blend()),
        tiling.blend());
  }

  /** Tiles. */
  public int count() {
    return Math.multiplyExact(rows.count(), columns.count());
  }

  /** Tiles side by side. */
  public int countX() {
    return columns.count();
  }

  /** Rows of every tile. */
  public int tileHeight() {
    return rows.tile;
  }

  /** Columns of every tile. */
  public int tileWidth() {
    return columns.tile;
  }

  /** Rows of the plane. */
  public int height() {
    return rows.length;
  }

  /** Columns of the plane. */
  public int width() {
    return columns.length;
  }

  public Blend blend() {
    return blend;
  }

  /** What a tile covers; may reach beyond the plane. */
  public Area tile(int index) {
    return new Area(
        rows.starts[index / countX()], columns.starts[index % countX()], rows.tile, columns.tile);
  }

  /** The part of the plane that a tile's output is used for. */
  public Area contribution(int index) {
    Area plane = new Area(0, 0, height(), width());
    if (blend == Blend.TAPER) {
      return tile(index).intersection(plane);
    }
    int y = rows.cuts[index / countX()];
    int x = columns.cuts[index % countX()];
    return new Area(
            y, x, rows.cuts[index / countX() + 1] - y, columns.cuts[index % countX() + 1] - x)
        .intersection(plane);
  }

  /** Tiles whose output an area needs, ascending. */
  public int[] tilesFor(Area area) {
    int[] found = new int[count()];
    int n = 0;
    for (int tile = 0; tile < found.length; tile++) {
      if (!contribution(tile).intersection(area).isEmpty()) {
        found[n++] = tile;
      }
    }
    return Arrays.copyOf(found, n);
  }

  /** Rows at which the contribution of tiles ends, but for the last. */
  public int[] endsY() {
    return rows.ends(blend);
  }

  /** Columns at which the contribution of tiles ends, but for the last. */
  public int[] endsX() {
    return columns.ends(blend);
  }

  TileAxis rows() {
    return rows;
  }

  TileAxis columns() {
    return columns;
  }
}

package org.scopeside.segmenter.tiling;

import java.nio.FloatBuffer;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;

/**
 * Puts one output tensor of a network together over an area of the plane, tile by tile, straight
 * from the output's buffer, in one pass.
 *
 * <p>{@code CENTRE}: each pixel from the tile whose centre it is nearest to; rows are copied in
 * bulk. {@code TAPER}: the mean weighted by Cellpose's mask, {@code 1 / (1 + exp((|i - mean| -
 * (side / 2 - 20)) / 7.5))} a side, outer product, cut from the middle of a mask of 224 where the
 * tile is smaller (Stringer et al. 2021, Nature Methods 18:100). Tiles form a grid, so the sum of
 * the weights is a product as well, and each weight is divided by it beforehand: no pass at the
 * end.
 *
 * <p>Touches per element and channel: read 4 bytes of output, write 4 of the map; tapered also read
 * 4 of the map. Belongs to one thread at a time.
 */
public final class DenseBlender {
  private final TilePlan plan;
  private final Area area;
  private final Area fresh;
  private final int spacing;
  private final Layout layout;
  private final float[][] maps;
  private final int mapWidth;
  private final int mapHeight;
  private final float[] row;
  private final float[][] weightsY;
  private final float[][] weightsX;

  /**
   * Makes empty maps.
   *
   * @param area of the plane at the network's scale; begins at multiples of the spacing
   * @param fresh the part of it that comes from tiles; likewise. The rest is put in as strips.
   * @param spacing pixels of the input to one of this output
   */
  public DenseBlender(
      TilePlan plan, Area area, Area fresh, int spacing, int channels, Layout layout) {
    if (!multiples(area, spacing) || !multiples(fresh, spacing)) {
      throw new IllegalArgumentException(
          area + " or " + fresh + " does not begin at multiples of " + spacing);
    }
    this.fresh = fresh;
    this.plan = plan;
    this.area = area;
    this.spacing = spacing;
    this.layout = layout;
    mapHeight = (area.height() + spacing - 1) / spacing;
    mapWidth = (area.width() + spacing - 1) / spacing;
    maps = new float[channels][Math.multiplyExact(mapHeight, mapWidth)];
    row = new float[plan.tileWidth() / spacing * (layout == Layout.BYXC ? channels : 1)];
    boolean tapered = plan.blend() == Blend.TAPER;
    weightsY =
        tapered ? TaperWeights.of(plan.rows(), plan.columns().tile, spacing) : new float[0][];
    weightsX =
        tapered ? TaperWeights.of(plan.columns(), plan.rows().tile, spacing) : new float[0][];
  }

  private static boolean multiples(Area area, int spacing) {
    return area.y() % spacing == 0 && area.x() % spacing == 0;
  }

  /**
   * A part of finished maps, for a neighbour that shares it.
   *
   * @param area in pixels of the plane
   * @param maps {@code [channel][y][x]} at the output's spacing
   */
  // Arrays: a crop, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Strip(Area area, float[][] maps) {}

  /**
   * Copies a part of the finished maps.
   *
   * @param part within the area; begins at multiples of the spacing
   */
  public Strip strip(Area part) {
    int width = (part.width() + spacing - 1) / spacing;
    int height = (part.height() + spacing - 1) / spacing;
    float[][] copy = new float[maps.length][width * height];
    for (int c = 0; c < maps.length; c++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(maps[c], index(part, y), copy[c], y * width, width);
      }
    }
    return new Strip(part, copy);
  }

  /** Puts in what a neighbour has of the area. */
  public void put(Strip strip) {
    int width = (strip.area.width() + spacing - 1) / spacing;
    int height = (strip.area.height() + spacing - 1) / spacing;
    for (int c = 0; c < maps.length; c++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(strip.maps[c], y * width, maps[c], index(strip.area, y), width);
      }
    }
  }

  private int index(Area part, int y) {
    return ((part.y() - area.y()) / spacing + y) * mapWidth + (part.x() - area.x()) / spacing;
  }

  /**
   * Adds a tile; each that the area needs must be added once.
   *
   * @param output holds the whole batch
   * @param slot the tile's place in it
   */
  public void add(int tile, FloatBuffer output, int slot) {
    Area tileArea = plan.tile(tile);
    Area used = plan.contribution(tile).intersection(fresh);
    if (used.isEmpty()) {
      return;
    }
    // Contributions begin at multiples of the spacing, so these divide.
    int fromY = (used.y() - tileArea.y()) / spacing;
    int fromX = (used.x() - tileArea.x()) / spacing;
    int rows = (used.height() + spacing - 1) / spacing;
    int columns = (used.width() + spacing - 1) / spacing;
    int toY = (used.y() - area.y()) / spacing;
    int toX = (used.x() - area.x()) / spacing;
    int tileHeight = plan.tileHeight() / spacing;
    int tileWidth = plan.tileWidth() / spacing;
    int at = slot * maps.length * tileHeight * tileWidth;
    for (int y = 0; y < rows; y++) {
      float weightY = weightsY.length == 0 ? 1 : weightsY[tile / plan.countX()][fromY + y];
      float[] weights = weightsX.length == 0 ? row : weightsX[tile % plan.countX()];
      int to = (toY + y) * mapWidth + toX;
      int from = (fromY + y) * tileWidth + fromX;
      if (layout == Layout.BYXC) {
        output.get(at + from * maps.length, row, 0, columns * maps.length);
      }
      for (int c = 0; c < maps.length; c++) {
        if (layout == Layout.BYXC) {
          takeInterleaved(c, to, columns, weightY, weights, fromX);
        } else {
          int source = at + c * tileHeight * tileWidth + from;
          take(output, source, maps[c], to, columns, weightY, weights, fromX);
        }
      }
    }
  }

  private void take(
      FloatBuffer output,
      int source,
      float[] map,
      int to,
      int columns,
      float weightY,
      float[] weights,
      int fromX) {
    if (weightsX.length == 0) {
      output.get(source, map, to, columns);
      return;
    }
    float[] values = row;
    output.get(source, values, 0, columns);
    for (int x = 0; x < columns; x++) {
      map[to + x] += weightY * weights[fromX + x] * values[x];
    }
  }

  private void takeInterleaved(
      int c, int to, int columns, float weightY, float[] weights, int fromX) {
    float[] map = maps[c];
    float[] values = row;
    int channels = maps.length;
    if (weightsX.length == 0) {
      for (int x = 0; x < columns; x++) {
        map[to + x] = values[x * channels + c];
      }
      return;
    }
    for (int x = 0; x < columns; x++) {
      map[to + x] += weightY * weights[fromX + x] * values[x * channels + c];
    }
  }

  /** The maps {@code [channel][y * width + x]}; complete once all tiles were added. */
  // The maps are handed over, not copied.
  @SuppressWarnings("MixedArrayDimensions")
  public float[][] maps() {
    return maps;
  }

  /** Columns of the maps. */
  public int mapWidth() {
    return mapWidth;
  }

  /** Rows of the maps. */
  public int mapHeight() {
    return mapHeight;
  }

  /**
   * Copies a part of one tile's output, unblended.
   *
   * @param part in pixels of the plane, within the tile; begins at multiples of the spacing
   * @return {@code [channel][y][x]}
   */
  static float[][] crop(
      TilePlan plan,
      int tile,
      FloatBuffer output,
      int slot,
      Area part,
      int spacing,
      int channels,
      Layout layout) {
    Area tileArea = plan.tile(tile);
    int rows = (part.height() + spacing - 1) / spacing;
    int columns = (part.width() + spacing - 1) / spacing;
    int tileHeight = plan.tileHeight() / spacing;
    int tileWidth = plan.tileWidth() / spacing;
    int first =
        (part.y() - tileArea.y()) / spacing * tileWidth + (part.x() - tileArea.x()) / spacing;
    int at = slot * channels * tileHeight * tileWidth;
    float[][] crop = new float[channels][rows * columns];
    float[] pixels = new float[columns * channels];
    for (int y = 0; y < rows; y++) {
      int from = first + y * tileWidth;
      if (layout == Layout.BYXC) {
        output.get(at + from * channels, pixels, 0, pixels.length);
      }
      for (int c = 0; c < channels; c++) {
        if (layout != Layout.BYXC) {
          output.get(at + c * tileHeight * tileWidth + from, crop[c], y * columns, columns);
          continue;
        }
        for (int x = 0; x < columns; x++) {
          crop[c][y * columns + x] = pixels[x * channels + c];
        }
      }
    }
    return crop;
  }
}

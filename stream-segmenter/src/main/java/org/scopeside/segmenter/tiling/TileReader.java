package org.scopeside.segmenter.tiling;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.normalise.IntensityMap;
import org.scopeside.segmenter.normalise.LinearAxis;
import org.scopeside.segmenter.normalise.LinearRows;
import org.scopeside.segmenter.normalise.Normaliser;

/**
 * Copies tiles of a plane into the network's input: rescaled, normalised, padded, in one go.
 *
 * <p>A row of a tile is made in an array that stays in the cache, then copied in bulk, so a pixel
 * of the plane is read once (4 bytes) and one of the input written once (4 bytes). Neither a
 * rescaled nor a normalised plane is ever made. Belongs to one thread at a time.
 */
public final class TileReader {
  private final List<Normaliser.Channel> channels;
  private final TilePlan plan;
  private final Layout layout;
  private final int inputChannels;
  private final float[] row;
  private final float[] pixels;

  /**
   * @param channels of the plane at its own size, in the order of the input's; at least one
   * @param plan of the plane at the network's scale
   * @param inputChannels size of the input's channel axis; those beyond the plane's are zero
   */
  public TileReader(
      List<Normaliser.Channel> channels, TilePlan plan, Layout layout, int inputChannels) {
    if (channels.isEmpty() || channels.size() > inputChannels) {
      throw new IllegalArgumentException(
          "plane of %d channels for a network that takes %d"
              .formatted(channels.size(), inputChannels));
    }
    this.channels = List.copyOf(channels);
    this.plan = plan;
    this.layout = layout;
    this.inputChannels = inputChannels;
    row = new float[plan.tileWidth()];
    pixels = new float[layout == Layout.BYXC ? plan.tileWidth() * inputChannels : 0];
  }

  /** Elements of one tile in the input. */
  public int elements() {
    return Math.multiplyExact(
        inputChannels, Math.multiplyExact(plan.tileHeight(), plan.tileWidth()));
  }

  /**
   * Writes a tile.
   *
   * @param slot place in the batch, from 0
   */
  public void read(int tile, FloatBuffer input, int slot) {
    Area area = plan.tile(tile);
    int[] rows = within(area.y(), area.height(), plan.height());
    int[] columns = within(area.x(), area.width(), plan.width());
    int at = Math.multiplyExact(slot, elements());
    if (layout == Layout.BYXC && inputChannels > 1) {
      readInterleaved(area, rows, columns, input, at);
      return;
    }
    int plane = area.height() * area.width();
    for (int c = 0; c < inputChannels; c++) {
      Rows source = c < channels.size() ? rowsOf(channels.get(c), area, rows, columns) : null;
      for (int y = 0; y < rows.length; y++) {
        if (source == null || rows[y] == LinearAxis.NOWHERE) {
          Arrays.fill(row, 0);
        } else {
          source.read(y, row);
        }
        input.put(at + c * plane + y * row.length, row, 0, row.length);
      }
    }
  }

  private void readInterleaved(Area area, int[] rows, int[] columns, FloatBuffer input, int at) {
    Rows[] sources = new Rows[channels.size()];
    for (int c = 0; c < sources.length; c++) {
      sources[c] = rowsOf(channels.get(c), area, rows, columns);
    }
    for (int y = 0; y < rows.length; y++) {
      Arrays.fill(pixels, 0);
      for (int c = 0; c < sources.length && rows[y] != LinearAxis.NOWHERE; c++) {
        sources[c].read(y, row);
        for (int x = 0; x < row.length; x++) {
          pixels[x * inputChannels + c] = row[x];
        }
      }
      input.put(at + y * pixels.length, pixels, 0, pixels.length);
    }
  }

  /** Rows of a tile of one channel, one after the other. */
  private interface Rows {
    void read(int y, float[] target);
  }

  private Rows rowsOf(Normaliser.Channel channel, Area area, int[] rows, int[] columns) {
    GreyImage plane = channel.plane();
    IntensityMap map = map(channel, plan, area);
    int inside = Math.min(area.width(), plan.width() - area.x());
    boolean asItIs = plane.width() == plan.width() && plane.height() == plan.height();
    if (asItIs && reflectsItself(columns, inside, area.x())) {
      return (y, target) -> {
        map.copy(plane.pixels(), rows[y] * plane.width() + area.x(), target, 0, inside);
        for (int x = inside; x < target.length; x++) {
          target[x] = target[columns[x] - area.x()];
        }
      };
    }
    LinearRows reader =
        new LinearRows(
            plane.pixels(),
            0,
            plane.width(),
            new LinearAxis(plane.height(), plan.height(), rows),
            new LinearAxis(plane.width(), plan.width(), columns));
    int shown = plan.width() == 1 ? inside : columns.length;
    return (y, target) -> {
      reader.read(y, target, 0);
      map.copy(target, 0, target, 0, shown);
    };
  }

  /** Whether what lies beyond the plane reflects pixels of the same tile. */
  private static boolean reflectsItself(int[] columns, int inside, int start) {
    for (int x = inside; x < columns.length; x++) {
      if (columns[x] < start) {
        return false;
      }
    }
    return true;
  }

  /**
   * The map of a tile's values. Statistics of a tile are of the pixels that it shows, not of those
   * it reflects.
   *
   * @param channel of the plane at its own size
   * @param plan of the plane at the network's scale
   */
  public static IntensityMap map(Normaliser.Channel channel, TilePlan plan, int tile) {
    return map(channel, plan, plan.tile(tile));
  }

  private static IntensityMap map(Normaliser.Channel channel, TilePlan plan, Area area) {
    Area shown = area.intersection(new Area(0, 0, plan.height(), plan.width()));
    GreyImage plane = channel.plane();
    int y = (int) ((long) shown.y() * plane.height() / plan.height());
    int x = (int) ((long) shown.x() * plane.width() / plan.width());
    int endY = (int) (((long) shown.endY() * plane.height() - 1) / plan.height()) + 1;
    int endX = (int) (((long) shown.endX() * plane.width() - 1) / plan.width()) + 1;
    return channel.map(y, x, endY - y, endX - x);
  }

  /** Positions of the plane that pixels of a tile show. */
  static int[] within(int start, int count, int length) {
    int[] positions = new int[count];
    int period = 2 * (length - 1);
    for (int i = 0; i < count; i++) {
      int position = start + i;
      if (position >= length) {
        int folded = period == 0 ? LinearAxis.NOWHERE : position % period;
        position = folded < length ? folded : period - folded;
      }
      positions[i] = position;
    }
    return positions;
  }
}

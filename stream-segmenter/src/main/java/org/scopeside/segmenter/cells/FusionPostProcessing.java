package org.scopeside.segmenter.cells;

import java.util.Arrays;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

/**
 * Mends cells by means of their nuclei and of the cell channel's threshold (Korfhage et al. 2020,
 * "Detection and segmentation of morphologically complex eukaryotic cells in fluorescence
 * microscopy images via feature pyramid fusion", PLoS Comput. Biol. 16:e1008179):
 *
 * <ol>
 *   <li>cells that share a nucleus are one cell;
 *   <li>a region above Otsu's threshold that no cell covers joins the one cell that it touches (by
 *       an edge); it is discarded if it touches several, and is a new cell if it touches none;
 *   <li>what the second step made may share a nucleus with another cell: the first once more;
 *   <li>a nucleus that its cell does not cover wholly enlarges it; one without a cell becomes a
 *       cell of its own shape.
 * </ol>
 *
 * <p>In the end every nucleus lies in exactly one cell, unless {@link
 * FusionSettings#minSharedFraction()} lets it straddle. Time and memory go with the pixels,
 * whatever the number of cells. Thread-safe.
 */
public final class FusionPostProcessing {
  private final FusionSettings settings;

  public FusionPostProcessing(FusionSettings settings) {
    this.settings = settings;
  }

  /**
   * Cells after the mending, and what was done.
   *
   * @param cells those that were there, by their lowest old label, then the new ones in reading
   *     order, then those made of nuclei
   * @param merged cells that went up in another one
   * @param joinedRegions regions that enlarged the cell that they touch
   * @param discardedRegions regions that touch several cells
   * @param newRegions regions that are cells now
   * @param enlarged nuclei that enlarged their cell
   * @param newNuclei nuclei that are cells now
   */
  public record Result(
      LabelImage cells,
      int merged,
      int joinedRegions,
      int discardedRegions,
      int newRegions,
      int enlarged,
      int newNuclei) {}

  /**
   * Mends the cells of a field.
   *
   * @param channel the cell channel; only read
   * @param nuclei of the same size; only read
   * @param cells of the same size; only read
   * @throws IllegalArgumentException if the sizes differ
   * @throws NonFinitePixelsException if a value of the channel is NaN or infinite
   */
  public Result apply(GreyImage channel, LabelImage nuclei, LabelImage cells) {
    NucleusCellMatch.checkSizes(nuclei, cells);
    if (channel.width() != cells.width() || channel.height() != cells.height()) {
      throw new IllegalArgumentException(
          "cell channel is %dx%d, cells are %dx%d"
              .formatted(channel.width(), channel.height(), cells.width(), cells.height()));
    }
    return new Mending(channel, nuclei, cells).run();
  }

  /** One field under way; labels are old ones until the end. */
  private final class Mending {
    private final GreyImage channel;
    private final LabelImage nuclei;
    private final int[] nucleusSizes;
    private final int width;
    private final int height;
    private final int[] labels;

    /** Union-find over cells; the root of a set is its lowest label. */
    private int[] parent;

    private int cellCount;
    private int merged;
    private int joinedRegions;
    private int discardedRegions;
    private int newRegions;
    private int enlarged;
    private int newNuclei;

    Mending(GreyImage channel, LabelImage nuclei, LabelImage cells) {
      this.channel = channel;
      this.nuclei = nuclei;
      this.nucleusSizes = MinimumSize.sizes(nuclei);
      this.width = cells.width();
      this.height = cells.height();
      this.labels = cells.labels().clone();
      this.cellCount = cells.objectCount();
      this.parent = new int[cellCount + 1];
      Arrays.setAll(parent, i -> i);
    }

    Result run() {
      mergeCellsSharingNuclei();
      recoverRegions();
      if (joinedRegions + newRegions > 0) {
        mergeCellsSharingNuclei();
      }
      coverNuclei();
      return new Result(
          numbered(), merged, joinedRegions, discardedRegions, newRegions, enlarged, newNuclei);
    }

    private void mergeCellsSharingNuclei() {
      int[] firstCell = new int[nucleusSizes.length];
      overlaps()
          .forEach(
              (nucleus, cell, shared) -> {
                if (shared < settings.minSharedFraction() * nucleusSizes[nucleus]) {
                  return;
                }
                if (firstCell[nucleus] == 0) {
                  firstCell[nucleus] = cell;
                } else {
                  merge(firstCell[nucleus], cell);
                }
              });
    }

    private void merge(int first, int second) {
      int a = root(first);
      int b = root(second);
      if (a != b) {
        parent[Math.max(a, b)] = Math.min(a, b);
        merged++;
      }
    }

    private int root(int cell) {
      int c = cell;
      while (parent[c] != c) {
        parent[c] = parent[parent[c]];
        c = parent[c];
      }
      return c;
    }

    /** Pixels that nuclei and cells share, merged cells counting as one. */
    private PairCounts overlaps() {
      if (merged > 0) {
        for (int i = 0; i < labels.length; i++) {
          labels[i] = root(labels[i]);
        }
      }
      return PairCounts.overlaps(nuclei.labels(), labels);
    }

    private void coverNuclei() {
      int[] cellOfNucleus = mainCells();
      boolean[] open = new boolean[cellOfNucleus.length];
      for (int nucleus = 1; nucleus < cellOfNucleus.length; nucleus++) {
        if (cellOfNucleus[nucleus] == 0) {
          cellOfNucleus[nucleus] = newCell();
          newNuclei++;
        } else {
          open[nucleus] = true;
        }
      }
      int[] pixels = nuclei.labels();
      for (int i = 0; i < labels.length; i++) {
        int nucleus = pixels[i];
        if (nucleus != 0 && labels[i] == 0) {
          labels[i] = cellOfNucleus[nucleus];
          enlarged += open[nucleus] ? 1 : 0;
          open[nucleus] = false;
        }
      }
    }

    /** The cell that shares most pixels with each nucleus; 0 where there is none. */
    private int[] mainCells() {
      int[] main = new int[nucleusSizes.length];
      int[] most = new int[nucleusSizes.length];
      overlaps()
          .forEach(
              (nucleus, cell, shared) -> {
                if (shared > most[nucleus]) {
                  most[nucleus] = shared;
                  main[nucleus] = cell;
                }
              });
      return main;
    }

    private int newCell() {
      cellCount++;
      if (cellCount == parent.length) {
        parent = Arrays.copyOf(parent, 2 * parent.length);
      }
      parent[cellCount] = cellCount;
      return cellCount;
    }

    private void recoverRegions() {
      CellThreshold threshold = CellThreshold.of(channel, settings);
      RegionWalk walk = new RegionWalk(labels, width, height, threshold);
      for (int seed = 0; seed < labels.length; seed++) {
        if (!walk.begins(seed)) {
          continue;
        }
        int area = walk.gather(seed);
        if (area < settings.minRegionArea()) {
          continue;
        }
        decide(walk, area);
      }
    }

    private void decide(RegionWalk walk, int area) {
      int touched = 0;
      for (int i = 0; i < walk.touchCount(); i++) {
        int cell = root(walk.touched(i));
        if (touched != 0 && touched != cell) {
          discardedRegions++;
          return;
        }
        touched = cell;
      }
      int cell = touched;
      if (cell == 0) {
        cell = newCell();
        newRegions++;
      } else {
        joinedRegions++;
      }
      for (int i = 0; i < area; i++) {
        labels[walk.pixel(i)] = cell;
      }
    }

    private LabelImage numbered() {
      int[] number = new int[cellCount + 1];
      int count = 0;
      for (int cell = 1; cell <= cellCount; cell++) {
        int root = root(cell);
        number[cell] = root == cell ? ++count : number[root];
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = number[labels[i]];
      }
      return LabelImage.ofConsecutive(labels, width, height, count);
    }
  }
}

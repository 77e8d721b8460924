package org.scopeside.segmenter.cells;

import java.util.Arrays;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Which nucleus lies in which cell, by shared pixels.
 *
 * <p>A nucleus belongs to the cell that it shares most pixels with, of several the one with the
 * lowest label (as CellProfiler's RelateObjects); a cell has any number of nuclei. Both kinds are
 * numbered anew, so that numbers tell who belongs together:
 *
 * <ol>
 *   <li>1 to {@link #pairs()}: the cells that have nuclei, in their old order, and the nucleus of
 *       each that shares most pixels with it: nucleus i lies in cell i;
 *   <li>cells above that have no nucleus;
 *   <li>nuclei above that are first the further nuclei of cells, cell by cell, then those without a
 *       cell. Their {@link #parents()} tell, not their numbers.
 * </ol>
 *
 * <p>Matching what is matched changes nothing.
 *
 * @param cells numbered anew, with their scores and classes
 * @param nuclei numbered anew, with their scores and classes
 * @param pairs cells that have a nucleus
 * @param parents cell of nucleus {@code i} at {@code i - 1}, 0 where it has none: CellProfiler's
 *     {@code Parent_Cells}
 * @param nucleiCounts nuclei of cell {@code i} at {@code i - 1}: CellProfiler's {@code
 *     Children_Nuclei_Count}
 */
// Arrays: one entry an object, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record NucleusCellMatch(
    FoundObjects cells, FoundObjects nuclei, int pairs, int[] parents, int[] nucleiCounts) {

  /**
   * Matches nuclei and cells of one field.
   *
   * @param nuclei only read
   * @param cells of the same size; only read
   */
  public static NucleusCellMatch of(FoundObjects nuclei, FoundObjects cells) {
    checkSizes(nuclei.labels(), cells.labels());
    Parents old = Parents.of(nuclei.labels(), cells.labels());
    int[] cellOrder = cellOrder(old);
    int[] newCell = inverse(cellOrder);
    int[] nucleusOrder = nucleusOrder(old, newCell);
    int[] parents = new int[nucleusOrder.length];
    int[] counts = new int[cellOrder.length];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = newCell[old.cell[nucleusOrder[i]]];
      if (parents[i] > 0) {
        counts[parents[i] - 1]++;
      }
    }
    int pairs = 0;
    while (pairs < counts.length && counts[pairs] > 0) {
      pairs++;
    }
    return new NucleusCellMatch(
        reordered(cells, cellOrder), reordered(nuclei, nucleusOrder), pairs, parents, counts);
  }

  /** Cells without a nucleus. */
  public int cellsWithoutNucleus() {
    return nucleiCounts.length - pairs;
  }

  /** Nuclei that share no pixel with a cell. */
  public int nucleiWithoutCell() {
    return (int) Arrays.stream(parents).filter(parent -> parent == 0).count();
  }

  static void checkSizes(LabelImage nuclei, LabelImage cells) {
    if (nuclei.width() != cells.width() || nuclei.height() != cells.height()) {
      throw new IllegalArgumentException(
          "nuclei are %dx%d, cells are %dx%d"
              .formatted(nuclei.width(), nuclei.height(), cells.width(), cells.height()));
    }
  }

  /**
   * In old labels.
   *
   * @param cell of nucleus {@code i} at {@code i}, 0 where it has none
   * @param main the nucleus that shares most pixels with cell {@code i}, at {@code i}; 0 where it
   *     has none
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Parents(int[] cell, int[] main) {
    static Parents of(LabelImage nuclei, LabelImage cells) {
      int[] cell = new int[nuclei.objectCount() + 1];
      int[] shared = new int[cell.length];
      PairCounts.overlaps(nuclei.labels(), cells.labels())
          .forEach(
              (n, c, pixels) -> {
                if (pixels > shared[n]) {
                  shared[n] = pixels;
                  cell[n] = c;
                }
              });
      int[] main = new int[cells.objectCount() + 1];
      for (int n = 1; n < cell.length; n++) {
        int best = main[cell[n]];
        if (cell[n] != 0 && (best == 0 || shared[n] > shared[best])) {
          main[cell[n]] = n;
        }
      }
      return new Parents(cell, main);
    }
  }

  /** Old labels of the cells in their new order. */
  private static int[] cellOrder(Parents old) {
    int cells = old.main.length - 1;
    int[] order = new int[cells];
    int n = 0;
    for (int cell = 1; cell <= cells; cell++) {
      if (old.main[cell] != 0) {
        order[n++] = cell;
      }
    }
    for (int cell = 1; cell <= cells; cell++) {
      if (old.main[cell] == 0) {
        order[n++] = cell;
      }
    }
    return order;
  }

  /** Old labels of the nuclei in their new order. */
  private static int[] nucleusOrder(Parents old, int[] newCell) {
    long[] keys = new long[old.cell.length - 1];
    for (int nucleus = 1; nucleus < old.cell.length; nucleus++) {
      int cell = old.cell[nucleus];
      long rank = cell == 0 ? 1 : old.main[cell] == nucleus ? -1 : 0;
      keys[nucleus - 1] = (rank << 62) | ((long) newCell[cell] << 31) | nucleus;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key & Integer.MAX_VALUE).toArray();
  }

  private static int[] inverse(int[] order) {
    int[] number = new int[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      number[order[i]] = i + 1;
    }
    return number;
  }

  private static FoundObjects reordered(FoundObjects objects, int[] order) {
    int[] number = inverse(order);
    LabelImage image = objects.labels();
    int[] labels = new int[image.labels().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = number[image.labels()[i]];
    }
    float[] scores = new float[objects.scores().length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = objects.scores()[order[i] - 1];
    }
    int[] classes = new int[objects.classes().length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = objects.classes()[order[i] - 1];
    }
    return new FoundObjects(
        LabelImage.ofConsecutive(labels, image.width(), image.height(), order.length),
        scores,
        classes);
  }
}

package org.scopeside.segmenter.cells;

import org.scopeside.segmenter.image.LabelImage;

/**
 * Grows nuclei into cells as CellSeg does (Lee et al. 2022, BMC Bioinformatics 23:46), pixel by
 * pixel: outlines are those of the program, its peculiarities included. Thread-safe.
 *
 * @param variant how neighbours share what lies between them
 * @param pixels how far, 0 to {@value #MAX_PIXELS}
 */
public record MaskGrowth(Variant variant, int pixels) {
  /** Farther is no cell; work goes with the square of it. */
  public static final int MAX_PIXELS = 255;

  /** CellSeg's two ways to grow. */
  public enum Variant {
    /**
     * All cells claim what lies within a city-block distance of {@code pixels}. Cells are spread
     * over layers first; within a layer the larger label wins, between layers the nearer centroid,
     * each cell's before growth. A pixel that was a cell's from the beginning may change its owner.
     * CellSeg fails with fewer than 31 cells, for want of 30 neighbours; here all others are
     * neighbours then.
     */
    STANDARD,

    /**
     * In each of {@code pixels} rounds, cell after cell in the order of labels, each takes all
     * 4-neighbours of its pixels. Two things differ from what the paper says, and are kept because
     * the program does them: a cell takes its neighbours' pixels as well as background (the later
     * one has the better of it), and the last row and the last column neither give nor change.
     */
    SEQUENTIAL
  }

  public MaskGrowth {
    if (pixels < 0 || pixels > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "growth of " + pixels + " pixels is not from 0 to " + MAX_PIXELS);
    }
  }

  /**
   * Grows cells. A cell that its neighbours take all pixels from is gone.
   *
   * @param cells only read
   */
  public Relabelled grow(LabelImage cells) {
    if (pixels == 0 || cells.objectCount() == 0) {
      return Relabelled.unchanged(cells);
    }
    return switch (variant) {
      case STANDARD -> StandardGrowth.grow(cells, pixels);
      case SEQUENTIAL -> SequentialGrowth.grow(cells, pixels);
    };
  }
}

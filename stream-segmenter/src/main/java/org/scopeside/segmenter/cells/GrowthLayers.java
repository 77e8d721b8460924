package org.scopeside.segmenter.cells;

import java.util.Arrays;

/**
 * Spreads cells over layers, so that neighbours can grow without seeing each other.
 *
 * <p>In the order of their labels, each cell looks at those of its {@value #NEIGHBOURS} nearest
 * cells (by centroid) that have a layer already. CellSeg walks up the sorted layers of these as
 * long as the k-th of them is layer k: a layer that two neighbours use ends the walk, and the cell
 * may get a layer that a neighbour has as well. That is kept: outlines depend on it.
 */
final class GrowthLayers {
  static final int NEIGHBOURS = 30;

  private GrowthLayers() {}

  /** Layer of cell {@code i} at {@code i - 1}, from 0, none missing. */
  static int[] of(Centroids centroids) {
    int cells = centroids.count();
    NearestCentroids nearest = new NearestCentroids(centroids, NEIGHBOURS);
    int[] layers = new int[cells];
    int[] uses = new int[NEIGHBOURS + 2];
    for (int cell = 0; cell < cells; cell++) {
      Arrays.fill(uses, 0);
      int neighbours = nearest.search(cell);
      for (int i = 0; i < neighbours; i++) {
        int neighbour = nearest.found(i);
        if (neighbour < cell) {
          uses[layers[neighbour]]++;
        }
      }
      int layer = 0;
      while (uses[layer] == 1) {
        layer++;
      }
      layers[cell] = uses[layer] > 1 ? layer + 1 : layer;
    }
    return layers;
  }
}

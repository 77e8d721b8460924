package org.scopeside.segmenter.tiling;

/** Cellpose's mask along one axis, divided by its sum over the tiles of that axis. */
final class TaperWeights {
  private static final int LEAST_MASK = 224;
  private static final int TRUSTED_INSET = 20;
  private static final double SIGMA = 7.5;

  private TaperWeights() {}

  /** The mask of one side; not divided. */
  static double[] mask(int tile, int otherSide) {
    int side = Math.max(LEAST_MASK, Math.max(tile, otherSide));
    int first = side / 2 - tile / 2;
    double[] mask = new double[tile];
    for (int i = 0; i < tile; i++) {
      double distance = Math.abs(first + i - (side - 1) / 2.0);
      mask[i] = 1 / (1 + Math.exp((distance - (side / 2.0 - TRUSTED_INSET)) / SIGMA));
    }
    return mask;
  }

  /** Weights {@code [tile][position]} at the spacing of the output. */
  static float[][] of(TileAxis axis, int otherSide, int spacing) {
    double[] mask = mask(axis.tile, otherSide);
    int positions = axis.tile / spacing;
    double[] sum = new double[(axis.starts[axis.count() - 1] + axis.tile) / spacing];
    for (int start : axis.starts) {
      for (int i = 0; i < positions; i++) {
        sum[start / spacing + i] += mask[i * spacing];
      }
    }
    float[][] weights = new float[axis.count()][positions];
    for (int k = 0; k < axis.count(); k++) {
      for (int i = 0; i < positions; i++) {
        weights[k][i] = (float) (mask[i * spacing] / sum[axis.starts[k] / spacing + i]);
      }
    }
    return weights;
  }
}

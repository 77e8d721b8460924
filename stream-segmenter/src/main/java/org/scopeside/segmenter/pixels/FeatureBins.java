package org.scopeside.segmenter.pixels;

import java.util.Arrays;

/**
 * Turns features into bytes: a value's bin is the number of edges below it. Trees split between
 * bins, so that training counts bytes and 24 features of a pixel fill half a cache line, and
 * nothing is lost against thresholds chosen among the same edges.
 */
final class FeatureBins {
  /** Edges of one feature: 255 bins would leave none above the last threshold. */
  static final int MAX_EDGES = 254;

  /** Cells of the table that says where to begin to look for a bin. */
  private static final int CELLS = 2048;

  private final float[][] edges;
  private final byte[][] firstBin;
  private final float[] origin;
  private final float[] cellsPerUnit;

  /**
   * @param edges {@code [feature][i]}, each finite and strictly rising, at most {@value #MAX_EDGES}
   */
  FeatureBins(float[][] edges) {
    this.edges = edges;
    firstBin = new byte[edges.length][CELLS];
    origin = new float[edges.length];
    cellsPerUnit = new float[edges.length];
    for (int f = 0; f < edges.length; f++) {
      if (edges[f].length > 0) {
        tabulate(f);
      }
    }
  }

  private void tabulate(int f) {
    float[] of = edges[f];
    origin[f] = of[0];
    float span = of[of.length - 1] - of[0];
    cellsPerUnit[f] = span > 0 ? (CELLS - 1) / span : 0;
    // Every edge counts in the cells behind its own, found by the very arithmetic of a look-up.
    int edge = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      firstBin[f][cell] = (byte) edge;
      while (edge < of.length && cell(of[edge], origin[f], cellsPerUnit[f]) == cell) {
        edge++;
      }
    }
  }

  private static int cell(float value, float origin, float perUnit) {
    int cell = (int) ((value - origin) * perUnit);
    return Math.max(0, Math.min(CELLS - 1, cell));
  }

  /**
   * Quantile edges of samples, so that every bin has about as many.
   *
   * @param samples {@code [feature][n]}, finite; sorted afterwards
   */
  static FeatureBins quantiles(float[][] samples) {
    float[][] edges = new float[samples.length][];
    for (int f = 0; f < samples.length; f++) {
      float[] sorted = samples[f];
      Arrays.sort(sorted);
      float[] found = new float[MAX_EDGES];
      int count = 0;
      for (int i = 1; i <= MAX_EDGES && sorted.length > 1; i++) {
        float edge = sorted[(int) ((long) i * (sorted.length - 1) / (MAX_EDGES + 1))];
        boolean rises = count == 0 || edge > found[count - 1];
        if (rises && edge < sorted[sorted.length - 1]) {
          found[count++] = edge;
        }
      }
      edges[f] = Arrays.copyOf(found, count);
    }
    return new FeatureBins(edges);
  }

  /**
   * Bins one feature of neighbouring pixels.
   *
   * @param out receives the bins, unsigned, at {@code out[i * stride + f]}
   */
  void bin(int f, float[] values, int from, int count, byte[] out, int stride) {
    float[] of = edges[f];
    byte[] first = firstBin[f];
    float start = origin[f];
    float perUnit = cellsPerUnit[f];
    for (int i = 0; i < count; i++) {
      float value = values[from + i];
      int bin = first[cell(value, start, perUnit)] & 0xFF;
      while (bin < of.length && value > of[bin]) {
        bin++;
      }
      out[i * stride + f] = (byte) bin;
    }
  }

  /** Bins one feature of the first {@code out.length} samples. */
  void binAll(int f, float[] values, byte[] out) {
    byte[] one = new byte[edges.length];
    for (int i = 0; i < out.length; i++) {
      bin(f, values, i, 1, one, edges.length);
      out[i] = one[f];
    }
  }

  /** Number of features. */
  int features() {
    return edges.length;
  }

  /** Edges of a feature; for reading only. */
  float[] edges(int f) {
    return edges[f];
  }
}

package org.scopeside.simulator;

/**
 * A periodic 256 x 256 tile of smooth noise with mean 0 and variance 1, grains of the size of
 * chromatin clumps. Immutable.
 */
final class TextureTile {

  static final int SIZE = 256;
  static final int MASK = SIZE - 1;

  private static final double FINE_UM = 0.7;
  private static final double COARSE_UM = 2.2;

  /** {@code [y][x]}. */
  final float[] values;

  TextureTile(double pixelSizeUm) {
    float[] fine = smooth(0, FINE_UM / pixelSizeUm);
    float[] coarse = smooth(1, COARSE_UM / pixelSizeUm);
    values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.8f * fine[i] + 0.6f * coarse[i];
    }
  }

  /** White noise, blurred on a torus, scaled to variance 1. */
  private static float[] smooth(int version, double sigmaPx) {
    float[] white = new float[SIZE * SIZE];
    float[] normals = NormalTable.values();
    // Two orders of the same numbers: the second walks the table with a large odd stride.
    int stride = version == 0 ? 1 : 40_503;
    for (int i = 0; i < white.length; i++) {
      white[i] = normals[(i * stride) & (NormalTable.STARTS - 1)];
    }
    float[] tile = transposedRowBlur(transposedRowBlur(white, sigmaPx), sigmaPx);
    double squares = 0;
    for (float value : tile) {
      squares += (double) value * value;
    }
    float scale = (float) (1 / Math.sqrt(squares / tile.length));
    for (int i = 0; i < tile.length; i++) {
      tile[i] *= scale;
    }
    return tile;
  }

  private static float[] transposedRowBlur(float[] tile, double sigmaPx) {
    int radius = (int) Math.ceil(3 * sigmaPx);
    float[] result = new float[tile.length];
    float[] taps = new float[2 * radius + 1];
    for (int k = -radius; k <= radius; k++) {
      taps[k + radius] = (float) StrictMath.exp(-k * k / (2 * sigmaPx * sigmaPx));
    }
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float sum = 0;
        for (int k = -radius; k <= radius; k++) {
          sum += taps[k + radius] * tile[y * SIZE + ((x + k) & MASK)];
        }
        result[x * SIZE + y] = sum;
      }
    }
    return result;
  }
}

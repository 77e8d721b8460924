package org.scopeside.simulator;

/**
 * Light under way, {@code [y][x]}, 1 is what a typical object gives. For one thread, which owns the
 * values.
 */
final class LightFrame {

  final int sizeX;
  final int sizeY;
  final float[] values;

  LightFrame(int sizeX, int sizeY) {
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    values = new float[sizeX * sizeY];
  }

  /** Adds {@code share} of the light of another frame of this size. */
  void add(LightFrame other, float share) {
    for (int i = 0; i < values.length; i++) {
      values[i] += share * other.values[i];
    }
  }

  void add(Speck speck, float share) {
    speck.paint(values, sizeX, sizeY, share);
  }

  /** Adds a thread of light, as thick as the limb. */
  void add(SoftShape.Limb limb, float x, float y, float level) {
    float reach = limb.reachFrom(x, y) + 1;
    int bottom = Math.min(sizeY - 1, (int) (y + reach));
    int right = Math.min(sizeX - 1, (int) (x + reach));
    for (int row = Math.max(0, (int) (y - reach)); row <= bottom; row++) {
      for (int column = Math.max(0, (int) (x - reach)); column <= right; column++) {
        float depth = limb.depth(column, row) + 0.5f;
        if (depth > 0) {
          values[row * sizeX + column] += level * Math.min(1, depth);
        }
      }
    }
  }

  /** Blurs in place. */
  void blur(double sigmaPx) {
    PointSpread spread = new PointSpread(sigmaPx);
    float[] across = new float[values.length];
    float[] row = new float[sizeX];
    spread.blurRows(values, sizeX, sizeY);
    for (int y = 0; y < sizeY; y++) {
      spread.blurAcrossRows(values, sizeX, sizeY, y, row);
      System.arraycopy(row, 0, across, y * sizeX, sizeX);
    }
    System.arraycopy(across, 0, values, 0, across.length);
  }

  /** Blurs widely and cheaply: means of blocks, blurred, interpolated. Returns a new frame. */
  LightFrame blurredWidely(double sigmaPx) {
    int block = Math.max(2, (int) (sigmaPx / 2));
    int columns = (sizeX + block - 1) / block;
    int rows = (sizeY + block - 1) / block;
    LightFrame coarse = new LightFrame(columns, rows);
    int[] pixels = new int[columns * rows];
    for (int y = 0; y < sizeY; y++) {
      for (int x = 0; x < sizeX; x++) {
        int at = y / block * columns + x / block;
        coarse.values[at] += values[y * sizeX + x];
        pixels[at]++;
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      coarse.values[i] /= pixels[i];
    }
    coarse.blur(sigmaPx / block);
    return coarse.enlarged(block, sizeX, sizeY);
  }

  private LightFrame enlarged(int block, int toX, int toY) {
    LightFrame large = new LightFrame(toX, toY);
    for (int y = 0; y < toY; y++) {
      float v = Math.max(0, Math.min(sizeY - 1f, (y + 0.5f) / block - 0.5f));
      int row = Math.min((int) v, Math.max(0, sizeY - 2));
      int below = Math.min(row + 1, sizeY - 1);
      for (int x = 0; x < toX; x++) {
        float u = Math.max(0, Math.min(sizeX - 1f, (x + 0.5f) / block - 0.5f));
        int column = Math.min((int) u, Math.max(0, sizeX - 2));
        int after = Math.min(column + 1, sizeX - 1);
        float fx = u - column;
        float upper = mix(values[row * sizeX + column], values[row * sizeX + after], fx);
        float lower = mix(values[below * sizeX + column], values[below * sizeX + after], fx);
        large.values[y * toX + x] = mix(upper, lower, v - row);
      }
    }
    return large;
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }
}

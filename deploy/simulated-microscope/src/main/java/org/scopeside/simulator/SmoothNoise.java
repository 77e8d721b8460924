package org.scopeside.simulator;

/**
 * Smooth noise over the plane with mean 0 and variance about 1, interpolated from a periodic tile.
 * Immutable.
 */
final class SmoothNoise {

  /** Grains of the tile have a standard deviation of 2 pixels, and coarser ones of 6.3. */
  private static final TextureTile TILE = new TextureTile(0.35);

  private static final double TILE_GRAIN = 2;

  private final float scale;
  private final float startX;
  private final float startY;

  /**
   * A random piece of the tile.
   *
   * @param grainPx standard deviation of the finer grains in pixels
   */
  SmoothNoise(SeededRandom random, double grainPx) {
    scale = (float) (TILE_GRAIN / grainPx);
    startX = (float) random.uniform(0, TextureTile.SIZE);
    startY = (float) random.uniform(0, TextureTile.SIZE);
  }

  float at(float x, float y) {
    float tileX = startX + x * scale;
    float tileY = startY + y * scale;
    int left = (int) Math.floor(tileX);
    int top = (int) Math.floor(tileY);
    float fx = tileX - left;
    float fy = tileY - top;
    int upper = (top & TextureTile.MASK) * TextureTile.SIZE;
    int lower = ((top + 1) & TextureTile.MASK) * TextureTile.SIZE;
    int before = left & TextureTile.MASK;
    int after = (left + 1) & TextureTile.MASK;
    float[] tile = TILE.values;
    float above = tile[upper + before] + fx * (tile[upper + after] - tile[upper + before]);
    float below = tile[lower + before] + fx * (tile[lower + after] - tile[lower + before]);
    return above + fy * (below - above);
  }
}

package org.scopeside.simulator;

/**
 * A piece of debris: bright, much smaller than a nucleus, not in the truth.
 *
 * @param x column of the centre
 * @param y row of the centre
 * @param radius in pixels
 * @param level signal at the centre before the blur, in counts of the 16-bit camera
 */
record Speck(double x, double y, double radius, float level) {

  static Speck draw(SeededRandom random, SimulationSettings settings) {
    return new Speck(
        random.uniform(0, settings.sizeX()),
        random.uniform(0, settings.sizeY()),
        random.uniform(0.5, 1.1) / settings.pixelSizeUm() + 0.3,
        (float) (1800 * random.factor(0.7)));
  }

  Speck movedBy(int dx, int dy) {
    return new Speck(x + dx, y + dy, radius, level);
  }

  /** Adds the speck to {@code frame}, {@code [y][x]}, scaled by {@code share}. */
  void paint(float[] frame, int sizeX, int sizeY, float share) {
    int top = Math.max(0, (int) Math.ceil(y - radius));
    int bottom = Math.min(sizeY - 1, (int) Math.floor(y + radius));
    int left = Math.max(0, (int) Math.ceil(x - radius));
    int right = Math.min(sizeX - 1, (int) Math.floor(x + radius));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double dx = column - x;
        double dy = row - y;
        double inside = 1 - (dx * dx + dy * dy) / (radius * radius);
        if (inside > 0) {
          frame[row * sizeX + column] += (float) (level * share * Math.sqrt(inside));
        }
      }
    }
  }
}

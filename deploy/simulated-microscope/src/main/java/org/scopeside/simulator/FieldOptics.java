package org.scopeside.simulator;

/**
 * Optics, uneven background and camera of one channel of a field, different from field to field:
 * blur, haze, exposure and background are drawn once. For one thread.
 */
final class FieldOptics {

  private final SeededRandom random;
  private final Camera camera = new Camera(SimulationSettings.defaults(0));
  private final double sigma;
  private final float haze;
  private final double hazePx;
  private final float counts;
  private final float background;

  /** Subtracted from every value, as some acquisition programs do; then dark places are all 0. */
  private final int black;

  /**
   * Draws a channel.
   *
   * @param random of this channel alone
   * @param diameterPx of the field's objects
   * @param leastCounts exposure at which the faintest objects are still above the noise
   */
  FieldOptics(SeededRandom random, double diameterPx, double leastCounts) {
    this.random = random;
    // A large object is a magnified one, and its blur is too.
    double magnified = Math.max(0.75, Math.min(1.7, StrictMath.sqrt(diameterPx / 30)));
    sigma = CellLayout.logUniform(random, 0.55, 1.5) * magnified;
    haze = (float) random.uniform(0, 0.3);
    hazePx = random.uniform(0.6, 2) * diameterPx + 6;
    counts = (float) CellLayout.logUniform(random, leastCounts, 15_000);
    background = (float) (counts * CellLayout.logUniform(random, 0.01, 0.4) + 15);
    black = random.uniform() < 0.25 ? (int) (100 + background * random.uniform(0.8, 1.15)) : 0;
  }

  /**
   * Exposes a plane.
   *
   * @param focused in the focal plane; used up
   * @param deep out of the focal plane; used up
   */
  short[] expose(LightFrame focused, LightFrame deep) {
    deep.blur(sigma + random.uniform(1.5, 3.5));
    focused.add(deep, 1);
    LightFrame wide = focused.blurredWidely(hazePx);
    focused.blur(sigma);
    focused.add(wide, haze);
    return digitise(focused);
  }

  private short[] digitise(LightFrame light) {
    int sizeX = light.sizeX;
    int sizeY = light.sizeY;
    SmoothNoise patches = new SmoothNoise(random, 0.08 * Math.max(sizeX, sizeY));
    float patchy = (float) random.uniform(0, 0.12);
    float slopeX = (float) random.uniform(-0.3, 0.3);
    float slopeY = (float) random.uniform(-0.3, 0.3);
    float vignette = (float) random.uniform(0, 0.2);
    long noise = random.next();
    short[] plane = new short[sizeX * sizeY];
    float[] row = new float[sizeX];
    for (int y = 0; y < sizeY; y++) {
      float v = 2f * y / sizeY - 1;
      for (int x = 0; x < sizeX; x++) {
        float u = 2f * x / sizeX - 1;
        float base = background * (1 + slopeX * u + slopeY * v + patchy * patches.at(x, y));
        float transmitted = 1 - vignette * 0.5f * (u * u + v * v);
        row[x] = Math.max(0, (light.values[y * sizeX + x] * counts + base) * transmitted);
      }
      camera.digitise(
          row, camera.exposure(FieldDefect.IN_FOCUS), SeededRandom.key(noise, y), plane, y * sizeX);
    }
    subtractBlack(plane);
    return plane;
  }

  private void subtractBlack(short[] plane) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (short) Math.max(0, Short.toUnsignedInt(plane[i]) - black);
    }
  }
}

package org.scopeside.simulator;

/** Places of cells that like to lie together. For one thread. */
final class Clumps {

  private final SeededRandom random;
  private final int sizeX;
  private final int sizeY;
  private final double margin;
  private final double share;
  private final double[] centresX;
  private final double[] centresY;
  private final double[] radii;
  private double placeX;
  private double placeY;

  /**
   * Draws where the clumps are.
   *
   * @param share of the cells that lie in clumps
   */
  Clumps(SeededRandom random, int sizeX, int sizeY, double diameterPx, double share) {
    this.random = random;
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.share = share;
    margin = 0.35 * diameterPx;
    int count = 1 + random.below(6);
    centresX = new double[count];
    centresY = new double[count];
    radii = new double[count];
    for (int i = 0; i < count; i++) {
      centresX[i] = random.uniform(0, sizeX);
      centresY[i] = random.uniform(0, sizeY);
      radii[i] = diameterPx * random.uniform(0.8, 4);
    }
  }

  /** Draws a place, which may lie a little outside the plane. */
  void next() {
    placeX = random.uniform(-margin, sizeX + margin);
    placeY = random.uniform(-margin, sizeY + margin);
    if (random.uniform() < share) {
      int clump = random.below(radii.length);
      placeX = centresX[clump] + radii[clump] * random.normal();
      placeY = centresY[clump] + radii[clump] * random.normal();
    }
  }

  double x() {
    return placeX;
  }

  double y() {
    return placeY;
  }
}

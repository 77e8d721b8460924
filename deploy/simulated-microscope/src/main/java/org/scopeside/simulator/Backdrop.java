package org.scopeside.simulator;

import org.scopeside.simulator.SoftShape.Limb;

/** What shines in a field and has no label. For one thread. */
final class Backdrop {

  private final SeededRandom random;
  private final double diameter;

  Backdrop(SeededRandom random, double diameterPx) {
    this.random = random;
    diameter = diameterPx;
  }

  /** Much smaller than an object, mostly faint, sometimes bright. */
  void addDebris(LightFrame frame) {
    double perPixel = random.uniform() < 0.5 ? 1e-5 : random.uniform(3e-5, 4e-4);
    int count = (int) (perPixel * frame.sizeX * frame.sizeY);
    for (int i = 0; i < count; i++) {
      Speck speck =
          new Speck(
              random.uniform(0, frame.sizeX),
              random.uniform(0, frame.sizeY),
              Math.max(0.6, diameter * random.uniform(0.01, 0.07)),
              (float) (0.9 * random.factor(0.7)));
      frame.add(speck, 1);
    }
  }

  /** Objects far out of focus; the frame is blurred afterwards. */
  void addGhosts(LightFrame deep) {
    int ghosts = random.uniform() < 0.5 ? 0 : random.below(8);
    for (int i = 0; i < ghosts; i++) {
      double x = random.uniform(0, deep.sizeX);
      double y = random.uniform(0, deep.sizeY);
      double radius = 0.5 * diameter * random.uniform(0.6, 1.2);
      deep.add(new Speck(x, y, radius, (float) random.uniform(0.08, 0.3)), 1);
    }
  }

  /** Stain that is bound everywhere, in patches. */
  void addPatches(LightFrame frame, double most) {
    float level = (float) random.uniform(0, most);
    SmoothNoise large = new SmoothNoise(random, diameter * random.uniform(0.5, 3));
    SmoothNoise small = new SmoothNoise(random, diameter * random.uniform(0.1, 0.3));
    for (int y = 0; y < frame.sizeY; y++) {
      for (int x = 0; x < frame.sizeX; x++) {
        float patch = 1 + 0.9f * large.at(x, y) + 0.3f * small.at(x, y);
        frame.values[y * frame.sizeX + x] += level * Math.max(0, patch);
      }
    }
  }

  /** Autofluorescent collagen and elastin, running much the same way. */
  void addFibres(LightFrame cells, LightFrame nuclei) {
    int count = random.uniform() < 0.4 ? 0 : 1 + random.below(25);
    double grain = random.uniform(0, StrictMath.PI);
    for (int i = 0; i < count; i++) {
      double x = random.uniform(0, cells.sizeX);
      double y = random.uniform(0, cells.sizeY);
      double thick = random.uniform(0.4, 1.6);
      Limb fibre =
          Limb.of(
              x,
              y,
              grain + random.uniform(-0.7, 0.7),
              random.uniform(-1.5, 1.5),
              diameter * random.uniform(1.5, 8),
              thick,
              thick * random.uniform(0.3, 1));
      float level = (float) random.uniform(0.05, 0.5);
      cells.add(fibre, (float) x, (float) y, level);
      if (random.uniform() < 0.3) {
        nuclei.add(fibre, (float) x, (float) y, level);
      }
    }
  }

  /** Short ragged pieces of stained membrane that belong to no cell in the plane. */
  void addScraps(LightFrame cells) {
    double perPixel = random.uniform(0, 0.25) / (diameter * diameter);
    int count = (int) (perPixel * cells.sizeX * cells.sizeY);
    for (int i = 0; i < count; i++) {
      double x = random.uniform(0, cells.sizeX);
      double y = random.uniform(0, cells.sizeY);
      Limb scrap =
          Limb.of(
              x,
              y,
              random.uniform(0, 2 * StrictMath.PI),
              random.uniform(-2.5, 2.5),
              diameter * random.uniform(0.15, 0.7),
              random.uniform(0.4, 0.08 * diameter + 0.5),
              0.4);
      cells.add(scrap, (float) x, (float) y, (float) (0.25 * random.factor(0.6)));
    }
  }
}

package org.scopeside.simulator;

import org.scopeside.simulator.SoftShape.Lobe;

/** Lays out rounded cells, evenly or in clumps. */
final class RoundCells {

  private RoundCells() {}

  static CellLayout layOut(int sizeX, int sizeY, SeededRandom random) {
    double diameter = CellLayout.logUniform(random, 12, 80);
    LabelCanvas canvas =
        new LabelCanvas(
            sizeX, sizeY, random, diameter * random.uniform(0, 0.012), 0.1 * diameter + 0.6);
    Clumps clumps = new Clumps(random, sizeX, sizeY, diameter, random.uniform(0, 1));
    double spread = random.uniform(0.05, 0.28);
    double stretch = random.uniform(1, 1.25);
    double irregularity = random.uniform(0.02, 0.16);
    return CellLayout.scatter(
        canvas,
        () -> {
          clumps.next();
          double radius = 0.5 * diameter * random.factor(spread);
          double longer = random.uniform(1, stretch);
          return SoftShape.of(
              Lobe.draw(
                  random,
                  clumps.x(),
                  clumps.y(),
                  radius * longer,
                  radius / longer,
                  random.uniform(0, StrictMath.PI),
                  irregularity));
        },
        diameter,
        random.uniform(0.04, 0.65),
        random.uniform(0, 0.22));
  }
}

package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.List;
import org.scopeside.simulator.SoftShape.Limb;
import org.scopeside.simulator.SoftShape.Lobe;
import org.scopeside.simulator.SoftShape.Part;

/** Lays out small cells of a dense tissue, such as T cells: tight clumps and single cells. */
final class TissueCells {

  private static final double TURN = 2 * StrictMath.PI;

  private final SeededRandom random;
  private final double diameter;
  private final double elongated;

  private TissueCells(SeededRandom random, double diameter) {
    this.random = random;
    this.diameter = diameter;
    elongated = random.uniform(0.1, 0.5);
  }

  static CellLayout layOut(int sizeX, int sizeY, SeededRandom random) {
    double diameter = CellLayout.logUniform(random, 9, 25);
    LabelCanvas canvas =
        new LabelCanvas(
            sizeX, sizeY, random, diameter * random.uniform(0.01, 0.04), 0.08 * diameter + 0.7);
    Clumps clumps = new Clumps(random, sizeX, sizeY, diameter, random.uniform(0.2, 0.9));
    TissueCells cells = new TissueCells(random, diameter);
    return CellLayout.scatter(
        canvas,
        () -> cells.next(clumps),
        diameter,
        random.uniform(0.03, 0.4),
        random.uniform(0.05, 0.3));
  }

  private SoftShape next(Clumps clumps) {
    clumps.next();
    double radius = 0.5 * diameter * random.factor(0.18);
    boolean thin = random.uniform() < elongated;
    double stretch = thin ? random.uniform(1.2, 1.7) : random.uniform(1, 1.2);
    double angle = random.uniform(0, TURN);
    Lobe body =
        Lobe.draw(
            random,
            clumps.x(),
            clumps.y(),
            radius * stretch,
            radius / Math.sqrt(stretch),
            angle,
            0.28);
    List<Part> arms = new ArrayList<>();
    if (thin && random.uniform() < 0.5) {
      double away = 0.6 * radius * stretch;
      arms.add(
          Limb.of(
              clumps.x() + away * StrictMath.cos(angle),
              clumps.y() + away * StrictMath.sin(angle),
              angle,
              random.uniform(-0.7, 0.7),
              radius * random.uniform(0.5, 1.5),
              0.4 * radius,
              Math.max(0.7, 0.15 * radius)));
    }
    return SoftShape.of(body, arms, 0.3 * radius);
  }
}

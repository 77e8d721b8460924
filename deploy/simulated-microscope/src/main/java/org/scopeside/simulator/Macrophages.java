package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.List;
import org.scopeside.simulator.SoftShape.Limb;
import org.scopeside.simulator.SoftShape.Lobe;
import org.scopeside.simulator.SoftShape.Part;

/** Lays out irregular adherent cells: spread, bipolar, star-like and compact ones. */
final class Macrophages {

  private static final double TURN = 2 * StrictMath.PI;

  private final SeededRandom random;
  private final int sizeX;
  private final int sizeY;
  private final double diameter;

  /** Shares of bipolar and of star-like cells in this field. */
  private final double bipolar;

  private final double starLike;

  private Macrophages(SeededRandom random, int sizeX, int sizeY, double diameter) {
    this.random = random;
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.diameter = diameter;
    bipolar = random.uniform(0, 0.5);
    starLike = random.uniform(0, 0.4);
  }

  static CellLayout layOut(int sizeX, int sizeY, SeededRandom random) {
    double diameter = CellLayout.logUniform(random, 14, 80);
    LabelCanvas canvas =
        new LabelCanvas(
            sizeX, sizeY, random, diameter * random.uniform(0.01, 0.035), 0.06 * diameter + 0.6);
    Macrophages cells = new Macrophages(random, sizeX, sizeY, diameter);
    double coverage = random.uniform(0.06, 0.6);
    double mostTaken = random.uniform(0, 0.15);
    return CellLayout.scatter(canvas, cells::next, diameter, coverage, mostTaken);
  }

  private SoftShape next() {
    double x = random.uniform(-0.3 * diameter, sizeX + 0.3 * diameter);
    double y = random.uniform(-0.3 * diameter, sizeY + 0.3 * diameter);
    double radius = 0.5 * diameter * random.factor(0.33);
    double form = random.uniform();
    if (form < bipolar) {
      return bipolar(x, y, radius);
    }
    if (form < bipolar + starLike) {
      return starLike(x, y, radius);
    }
    return random.uniform() < 0.75 ? spread(x, y, radius) : compact(x, y, 0.85 * radius);
  }

  private SoftShape compact(double x, double y, double radius) {
    double stretch = random.uniform(1, 1.3);
    return SoftShape.of(
        Lobe.draw(random, x, y, radius * stretch, radius / stretch, random.uniform(0, TURN), 0.2));
  }

  /** A body drawn out at two ends. */
  private SoftShape bipolar(double x, double y, double radius) {
    double angle = random.uniform(0, TURN);
    double halfWidth = radius * random.uniform(0.4, 0.62);
    double halfLength = radius * random.uniform(0.75, 1.15);
    Lobe body = Lobe.draw(random, x, y, halfLength, halfWidth, angle, 0.25);
    List<Part> ends = new ArrayList<>();
    for (int end = 0; end < 2; end++) {
      double along = angle + end * StrictMath.PI + random.uniform(-0.25, 0.25);
      ends.add(
          limb(x, y, along, 0.45 * halfLength, radius * random.uniform(0.6, 1.7), 0.6 * halfWidth));
    }
    return SoftShape.of(body, ends, 0.3 * radius);
  }

  private SoftShape starLike(double x, double y, double radius) {
    Lobe body =
        Lobe.draw(
            random,
            x,
            y,
            radius * random.uniform(0.6, 0.8),
            radius * random.uniform(0.5, 0.65),
            random.uniform(0, TURN),
            0.35);
    List<Part> arms = new ArrayList<>();
    int count = 2 + random.below(5);
    double start = random.uniform(0, TURN);
    for (int i = 0; i < count; i++) {
      double along = start + (i + random.uniform(-0.3, 0.3)) * TURN / count;
      arms.add(
          limb(
              x,
              y,
              along,
              0.4 * radius,
              radius * random.uniform(0.3, 1.3),
              radius * random.uniform(0.12, 0.3)));
    }
    return SoftShape.of(body, arms, 0.3 * radius);
  }

  /** A flat cell with lamellipodia and perhaps a tail. */
  private SoftShape spread(double x, double y, double radius) {
    double angle = random.uniform(0, TURN);
    Lobe body =
        Lobe.draw(
            random,
            x,
            y,
            radius * random.uniform(0.7, 0.95),
            radius * random.uniform(0.6, 0.8),
            angle,
            0.45);
    List<Part> others = new ArrayList<>();
    int sheets = 1 + random.below(3);
    for (int i = 0; i < sheets; i++) {
      double along = random.uniform(0, TURN);
      double away = radius * random.uniform(0.5, 0.8);
      others.add(
          Lobe.draw(
              random,
              x + away * StrictMath.cos(along),
              y + away * StrictMath.sin(along),
              radius * random.uniform(0.45, 0.75),
              radius * random.uniform(0.3, 0.5),
              along + StrictMath.PI / 2,
              0.4));
    }
    if (random.uniform() < 0.4) {
      others.add(
          limb(
              x,
              y,
              random.uniform(0, TURN),
              0.5 * radius,
              radius * random.uniform(0.4, 1.2),
              radius * random.uniform(0.12, 0.25)));
    }
    return SoftShape.of(body, others, 0.25 * radius);
  }

  private Limb limb(
      double x, double y, double along, double away, double length, double startRadius) {
    return Limb.of(
        x + away * StrictMath.cos(along),
        y + away * StrictMath.sin(along),
        along,
        random.uniform(-0.8, 0.8),
        length,
        startRadius,
        Math.max(0.8, startRadius * random.uniform(0.1, 0.4)));
  }
}

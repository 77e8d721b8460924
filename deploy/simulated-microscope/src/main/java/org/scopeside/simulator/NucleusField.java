package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.List;
import org.scopeside.simulator.SoftShape.Lobe;
import org.scopeside.simulator.SoftShape.Part;

/**
 * A field of stained nuclei with exact truth. Size, density, shapes and brightness differ from
 * field to field; nuclei may touch and lie a little on one another. A pure function of size and
 * seed. Immutable as long as nobody writes into its arrays, which are {@code [y][x]} row by row.
 */
public final class NucleusField {

  private static final double EMPTY_SHARE = 0.02;

  private final int sizeX;
  private final int sizeY;
  private final int count;
  private final int[] labels;
  private final short[] plane;

  private NucleusField(int sizeX, int sizeY, int count, int[] labels, short[] plane) {
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.count = count;
    this.labels = labels;
    this.plane = plane;
  }

  /**
   * Draws a field.
   *
   * @param sizeX {@link CellField#LEAST_SIDE} to {@link CellField#MOST_SIDE} pixels, as is {@code
   *     sizeY}
   */
  public static NucleusField draw(int sizeX, int sizeY, long seed) {
    CellField.requireSide("sizeX", sizeX);
    CellField.requireSide("sizeY", sizeY);
    long key = SeededRandom.key(seed, 'N');
    SeededRandom random = new SeededRandom(key);
    double diameter = CellLayout.logUniform(random, 8, 60);
    CellLayout layout = new Shapes(random, sizeX, sizeY, diameter).layOut();
    short[] plane = paint(layout, random, key);
    return new NucleusField(sizeX, sizeY, layout.cells().size(), layout.canvas().labels, plane);
  }

  private static short[] paint(CellLayout layout, SeededRandom random, long key) {
    LabelCanvas canvas = layout.canvas();
    LightFrame focused = new LightFrame(canvas.sizeX, canvas.sizeY);
    LightFrame deep = new LightFrame(canvas.sizeX, canvas.sizeY);
    double diameter = layout.diameterPx();
    NucleusStain stain = new NucleusStain(random, diameter);
    double spread = random.uniform(0.05, 0.75);
    double blurred = random.uniform() < 0.6 ? 0 : random.uniform(0.02, 0.25);
    for (SoftShape shape : layout.cells()) {
      boolean outOfFocus = random.uniform() < blurred;
      double size = shape.body.halfWidth * shape.body.halfLength * 4 / (diameter * diameter);
      // Condensed chromatin is brighter.
      double condensed = size < 0.45 ? random.uniform(1.2, 2.4) : 1;
      float level =
          (float) Math.max(0.18, random.factor(spread) * condensed * (outOfFocus ? 0.6 : 1));
      SeededRandom look = new SeededRandom(random.next());
      stain.paint(outOfFocus ? deep : focused, canvas, shape, 0, level, look);
    }
    Backdrop backdrop = new Backdrop(random, diameter);
    backdrop.addDebris(focused);
    backdrop.addGhosts(deep);
    backdrop.addPatches(deep, random.uniform() < 0.7 ? 0.05 : 0.3);
    SeededRandom optics = new SeededRandom(SeededRandom.key(key, 'o'));
    return new FieldOptics(optics, diameter, 160).expose(focused, deep);
  }

  public int sizeX() {
    return sizeX;
  }

  public int sizeY() {
    return sizeY;
  }

  /** Number of nuclei, living, dividing and dead; debris does not count. */
  public int count() {
    return count;
  }

  /** 0 is background, each of 1..{@link #count()} is one 4-connected piece. */
  public int[] labels() {
    return labels;
  }

  /** The nuclear stain, unsigned 16 bit. */
  public short[] plane() {
    return plane;
  }

  /** Median diameter of discs with the nuclei's areas; 0 without nuclei. */
  public double medianDiameterPx() {
    return ObjectSizes.medianDiameterPx(labels, count);
  }

  /** Draws the nuclei of one field, which are alike up to limits. */
  private static final class Shapes {
    private final SeededRandom random;
    private final int sizeX;
    private final int sizeY;
    private final double diameter;
    private final double sizeSpread;
    private final double mostStretch;
    private final double irregularity;
    private final double lobed;
    private final double mitotic;
    private final double dead;
    private final Clumps clumps;

    Shapes(SeededRandom random, int sizeX, int sizeY, double diameter) {
      this.random = random;
      this.sizeX = sizeX;
      this.sizeY = sizeY;
      this.diameter = diameter;
      sizeSpread = random.uniform(0.05, 0.25);
      mostStretch = random.uniform() < 0.25 ? random.uniform(1.8, 3.2) : random.uniform(1.1, 1.8);
      irregularity = random.uniform(0.02, random.uniform() < 0.3 ? 0.4 : 0.16);
      lobed = random.uniform() < 0.65 ? random.uniform(0, 0.03) : random.uniform(0.05, 0.45);
      mitotic = random.uniform(0, 0.06);
      dead = random.uniform() < 0.7 ? random.uniform(0, 0.04) : random.uniform(0.04, 0.2);
      clumps = new Clumps(random, sizeX, sizeY, diameter, random.uniform(0, 0.9));
    }

    CellLayout layOut() {
      LabelCanvas canvas =
          new LabelCanvas(
              sizeX, sizeY, random, diameter * random.uniform(0, 0.015), 0.1 * diameter + 0.6);
      boolean empty = random.uniform() < EMPTY_SHARE;
      double coverage = empty ? 0 : CellLayout.logUniform(random, 0.02, 0.7);
      double mostTaken = random.uniform() < 0.3 ? 0 : random.uniform(0.02, 0.25);
      return CellLayout.scatter(canvas, this::next, diameter, coverage, mostTaken);
    }

    private SoftShape next() {
      clumps.next();
      double x = clumps.x();
      double y = clumps.y();
      double radius = 0.5 * diameter * random.factor(sizeSpread);
      double angle = random.uniform(0, StrictMath.PI);
      double form = random.uniform();
      if (form < mitotic) {
        double plate = random.uniform(0.7, 1);
        double thin = random.uniform(0.25, 0.45);
        return SoftShape.of(Lobe.draw(random, x, y, radius * plate, radius * thin, angle, 0.35));
      }
      if (form < mitotic + dead) {
        double shrunk = radius * random.uniform(0.45, 0.65);
        return SoftShape.of(Lobe.draw(random, x, y, shrunk, 0.9 * shrunk, angle, 0.15));
      }
      if (form < mitotic + dead + lobed) {
        return multilobed(x, y, radius, angle);
      }
      double stretch = Math.sqrt(random.uniform(1, mostStretch));
      return SoftShape.of(
          Lobe.draw(random, x, y, radius * stretch, radius / stretch, angle, irregularity));
    }

    private SoftShape multilobed(double x, double y, double radius, double angle) {
      Lobe body = Lobe.draw(random, x, y, 0.75 * radius, 0.65 * radius, angle, irregularity);
      List<Part> lobes = new ArrayList<>();
      int count = 1 + random.below(3);
      for (int i = 0; i < count; i++) {
        double towards = angle + random.uniform(0, 2 * StrictMath.PI);
        double away = radius * random.uniform(0.5, 0.8);
        double size = radius * random.uniform(0.35, 0.65);
        lobes.add(
            Lobe.draw(
                random,
                x + away * StrictMath.cos(towards),
                y + away * StrictMath.sin(towards),
                size,
                size * random.uniform(0.7, 1),
                towards,
                irregularity));
      }
      return SoftShape.of(body, lobes, 0.15 * radius);
    }
  }
}

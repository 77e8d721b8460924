package org.scopeside.simulator;

/**
 * How the cell stain looks in one field: a mixture of bright membrane, filled cytoplasm, threads of
 * mitochondria and granules, the same for all cells up to limits. Paints the stain of all cells.
 * For one thread.
 */
final class CellStain {

  private final SeededRandom random;
  private final CellLayout layout;
  private final double diameter;

  private final float membrane;
  private final float membranePx;
  private final float raggedness;
  private final float cytoplasm;

  /** Level over the nucleus, relative to the cytoplasm around it. */
  private final float overNucleus;

  private final float threads;
  private final float granules;

  /** Pixels from the outline to where the cell has its full thickness. */
  private final float taperPx;

  private final float texture;

  /** Brighter near the nucleus by this. */
  private final float centred;

  private final double spread;
  private final double lopsided;
  private final double vacuolated;

  CellStain(SeededRandom random, CellKind kind, CellLayout layout) {
    this.random = random;
    this.layout = layout;
    diameter = layout.diameterPx();
    double style = random.uniform();
    boolean ring =
        switch (kind) {
          case MACROPHAGE -> style < 0.15;
          case EPITHELIAL -> style < 0.5;
          case TISSUE -> style < 0.85;
          case ROUND -> style < 0.4;
        };
    boolean threaded = !ring && kind != CellKind.TISSUE && random.uniform() < 0.25;
    membrane = (float) (ring ? 1 : random.uniform() < 0.5 ? 0 : random.uniform(0.05, 0.5));
    double thickest = kind == CellKind.TISSUE ? 0.14 : 0.08;
    membranePx = (float) Math.max(1.1, diameter * random.uniform(0.03, thickest));
    raggedness =
        (float)
            switch (kind) {
              case EPITHELIAL -> random.uniform(0.05, 0.4);
              case TISSUE -> random.uniform(0.3, 0.9);
              case MACROPHAGE, ROUND -> random.uniform(0.1, 0.6);
            };
    cytoplasm = (float) (ring ? random.uniform(0.03, 0.45) : random.uniform(0.5, 1));
    overNucleus =
        (float) (random.uniform() < 0.55 ? random.uniform(0.15, 0.7) : random.uniform(0.7, 1.4));
    threads = (float) (threaded ? random.uniform(0.4, 1.2) : 0);
    granules = (float) (random.uniform() < 0.3 ? random.uniform(0.2, 1) : 0);
    taperPx =
        (float)
            Math.max(
                0.8,
                diameter
                    * (kind == CellKind.MACROPHAGE
                        ? random.uniform(0.08, 0.3)
                        : random.uniform(0.02, 0.12)));
    texture = (float) random.uniform(0.05, 0.3);
    centred = (float) (ring ? random.uniform(0, 0.3) : random.uniform(0, 1.5));
    spread = random.uniform(kind == CellKind.TISSUE ? 0.3 : 0.12, 0.7);
    lopsided = random.uniform(0, 0.5);
    vacuolated = kind == CellKind.MACROPHAGE ? random.uniform(0, 0.6) : random.uniform(0, 0.08);
  }

  /**
   * Adds the stain.
   *
   * @param nucleusDepth depth in the nucleus of the pixel's cell, {@code [y][x]}
   */
  void paint(LightFrame frame, float[] distances, float[] nucleusDepth) {
    LabelCanvas canvas = layout.canvas();
    Looks looks = new Looks();
    SmoothNoise fine = new SmoothNoise(random, Math.max(0.9, 0.02 * diameter));
    SmoothNoise coarse = new SmoothNoise(random, Math.max(1.5, 0.09 * diameter));
    SmoothNoise thread = new SmoothNoise(random, Math.max(0.9, 0.035 * diameter));
    float nearNucleus = (float) (0.18 * diameter);
    for (int i = 0; i < canvas.labels.length; i++) {
      int cell = canvas.labels[i];
      if (cell == 0) {
        continue;
      }
      int x = i % canvas.sizeX;
      int y = i / canvas.sizeX;
      float distance = distances[i];
      float patches = coarse.at(x, y);
      float inNucleus = Math.max(0, Math.min(1, nucleusDepth[i] + 0.5f));
      float thick = Math.min(1, (distance + 0.4f) / taperPx);
      float away = Math.max(0, -nucleusDepth[i]) / nearNucleus;
      float filled =
          cytoplasm
              * (0.25f + 0.75f * thick)
              * Math.max(0.2f, 1 + texture * (fine.at(x, y) + patches))
              * (1 + centred / (1 + away * away));
      float ribbons = Math.max(0, 1 - 2.5f * Math.abs(thread.at(x, y)));
      float grains = Math.max(0, fine.at(y, x) - 1.3f);
      float inside =
          (filled + thick * (threads * ribbons + granules * grains))
              * (1 + inNucleus * (overNucleus - 1));
      float t = (distance - 0.5f) / membranePx;
      float rim = membrane * Math.max(0, 1 - t * t) * Math.max(0.12f, 1 + raggedness * patches);
      float value = looks.level[cell] * (inside + looks.rim[cell] * rim);
      frame.values[i] += value * looks.slope(cell, x, y);
    }
    darkenVacuoles(frame, distances);
  }

  /** What differs from cell to cell; index is the label. */
  private final class Looks {
    final float[] level;
    final float[] rim;
    private final float[] slopeX;
    private final float[] slopeY;

    Looks() {
      int count = layout.cells().size() + 1;
      level = new float[count];
      rim = new float[count];
      slopeX = new float[count];
      slopeY = new float[count];
      for (int cell = 1; cell < count; cell++) {
        level[cell] = (float) Math.max(0.2, random.factor(spread));
        rim[cell] = (float) random.factor(0.25);
        double towards = random.uniform(0, 2 * StrictMath.PI);
        double steep = random.uniform(0, lopsided) / diameter;
        slopeX[cell] = (float) (steep * StrictMath.cos(towards));
        slopeY[cell] = (float) (steep * StrictMath.sin(towards));
      }
    }

    /** One side of a cell is brighter. */
    float slope(int cell, int x, int y) {
      SoftShape shape = layout.cells().get(cell - 1);
      float slope = 1 + slopeX[cell] * (x - shape.x) + slopeY[cell] * (y - shape.y);
      return Math.max(0.4f, Math.min(1.8f, slope));
    }
  }

  private void darkenVacuoles(LightFrame frame, float[] distances) {
    LabelCanvas canvas = layout.canvas();
    for (int cell = 1; cell <= layout.cells().size(); cell++) {
      if (random.uniform() >= vacuolated) {
        continue;
      }
      SoftShape shape = layout.cells().get(cell - 1);
      int count = 1 + random.below(7);
      for (int k = 0; k < count; k++) {
        int x = (int) (shape.x + 0.6 * shape.body.halfLength * random.uniform(-1, 1));
        int y = (int) (shape.y + 0.6 * shape.body.halfLength * random.uniform(-1, 1));
        float radius = (float) Math.max(1.2, diameter * random.uniform(0.03, 0.1));
        float depth = (float) random.uniform(0.4, 0.9);
        if (x >= 0 && x < canvas.sizeX && y >= 0 && y < canvas.sizeY) {
          boolean inside =
              canvas.labels[y * canvas.sizeX + x] == cell
                  && distances[y * canvas.sizeX + x] > radius;
          darken(frame, x, y, inside ? radius : 0, depth);
        }
      }
    }
  }

  private static void darken(LightFrame frame, int centreX, int centreY, float radius, float by) {
    int reach = (int) radius;
    for (int y = Math.max(0, centreY - reach);
        y <= Math.min(frame.sizeY - 1, centreY + reach);
        y++) {
      for (int x = Math.max(0, centreX - reach);
          x <= Math.min(frame.sizeX - 1, centreX + reach);
          x++) {
        float dx = (x - centreX) / radius;
        float dy = (y - centreY) / radius;
        float inside = 1 - dx * dx - dy * dy;
        if (inside > 0) {
          frame.values[y * frame.sizeX + x] *= 1 - by * Math.min(1, 2 * inside);
        }
      }
    }
  }
}

package org.scopeside.simulator;

import org.scopeside.simulator.SoftShape.Lobe;

/** How a nuclear stain looks in one field, and the painting of nuclei with it. For one thread. */
final class NucleusStain {

  private final SmoothNoise fine;
  private final SmoothNoise coarse;
  private final float contrast;
  private final float patchiness;
  private final float dome;
  private final int mostNucleoli;

  /** Of the spots: below 0 for nucleoli, above for the bright chromocentres of mouse cells. */
  private final float spotContrast;

  NucleusStain(SeededRandom random, double nucleusDiameterPx) {
    fine = new SmoothNoise(random, Math.max(0.9, 0.04 * nucleusDiameterPx));
    coarse = new SmoothNoise(random, Math.max(1.5, 0.12 * nucleusDiameterPx));
    contrast = (float) random.uniform(0.03, 0.25);
    patchiness = (float) random.uniform(0.02, 0.22);
    dome = (float) random.uniform(0, 0.6);
    mostNucleoli = random.below(6);
    spotContrast =
        (float) (random.uniform() < 0.25 ? random.uniform(0.3, 1.2) : random.uniform(-0.6, -0.15));
  }

  /**
   * Adds the light of a nucleus.
   *
   * @param canvas whose bending the shape follows
   * @param label paints only pixels that {@code canvas} gives it; 0 paints the whole shape
   * @param look of this nucleus alone
   */
  void paint(
      LightFrame frame,
      LabelCanvas canvas,
      SoftShape shape,
      int label,
      float level,
      SeededRandom look) {
    Lobe body = shape.body;
    float grain = contrast * (float) look.uniform(0.6, 1.4);
    float[] spots = spots(body, look);
    float shiftX = (float) look.uniform(0, 200);
    float flatness = Math.max(2, body.halfWidth * 0.6f);
    for (int y = canvas.top(shape); y <= canvas.bottom(shape); y++) {
      for (int x = canvas.left(shape); x <= canvas.right(shape); x++) {
        int i = y * canvas.sizeX + x;
        if (label != 0 && canvas.labels[i] != label) {
          continue;
        }
        float depth = canvas.depth(shape, x, y);
        float cover = label == 0 ? Math.min(1, depth + 0.5f) : 1;
        if (cover > 0) {
          float thick = 1 - dome * (1 - Math.max(0, Math.min(1, depth / flatness)));
          float texture =
              1 + grain * fine.at(x + shiftX, y) + patchiness * coarse.at(x + shiftX, y);
          float spotted = spotted(spots, x, y);
          frame.values[i] += level * cover * thick * Math.max(0.25f, texture) * spotted;
        }
      }
    }
  }

  /** x, y, radius of each spot. */
  private float[] spots(Lobe body, SeededRandom look) {
    int count = mostNucleoli == 0 ? 0 : look.below(mostNucleoli + 1);
    float[] spots = new float[3 * count];
    for (int k = 0; k < spots.length; k += 3) {
      double p = look.uniform(-0.6, 0.6) * body.halfLength;
      double q = look.uniform(-0.6, 0.6) * body.halfWidth;
      spots[k] = (float) (body.x + p * body.cos - q * body.sin);
      spots[k + 1] = (float) (body.y + p * body.sin + q * body.cos);
      spots[k + 2] = (float) (look.uniform(0.12, 0.3) * body.halfWidth);
    }
    return spots;
  }

  private float spotted(float[] spots, int x, int y) {
    float factor = 1;
    for (int k = 0; k < spots.length; k += 3) {
      float dx = (x - spots[k]) / spots[k + 2];
      float dy = (y - spots[k + 1]) / spots[k + 2];
      float inside = 1 - dx * dx - dy * dy;
      if (inside > 0) {
        factor += spotContrast * inside;
      }
    }
    return factor;
  }
}

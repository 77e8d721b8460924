package org.scopeside.simulator;

/**
 * An air bubble: darker inside, with a bright ring of refracted light and a dark one within it.
 *
 * @param centreX column of the centre
 * @param centreY row of the centre
 * @param radius in pixels
 */
record Bubble(double centreX, double centreY, double radius) {

  private static final float INSIDE = 0.55f;

  static Bubble draw(SeededRandom random, int sizeX, int sizeY) {
    return new Bubble(
        random.uniform(0.25, 0.75) * sizeX,
        random.uniform(0.25, 0.75) * sizeY,
        random.uniform(0.14, 0.24) * Math.min(sizeX, sizeY));
  }

  boolean covers(double x, double y, double reach) {
    double dx = x - centreX;
    double dy = y - centreY;
    double distance = radius + reach;
    return dx * dx + dy * dy < distance * distance;
  }

  /** Changes the light of one row. {@code light[x]} is in counts over the camera's offset. */
  void refract(float[] light, int y) {
    double ring = Math.max(2, radius / 36);
    double reach = radius + 3 * ring;
    double dy = y - centreY;
    if (Math.abs(dy) >= reach) {
      return;
    }
    double half = Math.sqrt(reach * reach - dy * dy);
    int from = Math.max(0, (int) (centreX - half));
    int to = Math.min(light.length - 1, (int) (centreX + half));
    for (int x = from; x <= to; x++) {
      double dx = x - centreX;
      double edge = (Math.sqrt(dx * dx + dy * dy) - radius) / ring;
      double bright = 2.2 * bump(edge / 2);
      double dark = 0.35 * bump((edge + 2) / 2);
      float base =
          edge < -1 ? INSIDE : edge > 1 ? 1 : (float) (INSIDE + (1 - INSIDE) * (edge + 1) / 2);
      light[x] *= (float) (base + bright - dark);
    }
  }

  /** (1 - t²)² within |t| < 1, else 0. */
  private static double bump(double t) {
    double inside = Math.max(0, 1 - t * t);
    return inside * inside;
  }
}

package org.scopeside.overlay;

import java.awt.Color;

/**
 * Colours from low to high that differ in lightness all the way, so that they can be told apart
 * whatever colours one sees: from violet over blue-green to a pale yellow. The darkest is still
 * light enough for a dark image.
 */
final class ColourScale {
  /** Steps, each a colour of its own. */
  static final int STEPS = 24;

  private static final int[][] KNOTS = {
    {128, 92, 222}, {74, 140, 226}, {30, 184, 190}, {110, 220, 120}, {248, 236, 92}
  };

  private ColourScale() {}

  static Color[] colours() {
    Color[] colours = new Color[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double at = (double) i / (STEPS - 1) * (KNOTS.length - 1);
      int knot = Math.min((int) at, KNOTS.length - 2);
      double part = at - knot;
      colours[i] = new Color(mix(knot, part, 0), mix(knot, part, 1), mix(knot, part, 2));
    }
    return colours;
  }

  private static int mix(int knot, double part, int component) {
    return (int)
        Math.round(KNOTS[knot][component] * (1 - part) + KNOTS[knot + 1][component] * part);
  }

  /** The step of a value in a range; the ends take what lies beyond. */
  static int step(double value, double low, double high) {
    double part = high > low ? (value - low) / (high - low) : 0.5;
    return (int) Math.max(0, Math.min(STEPS - 1, Math.floor(part * STEPS)));
  }
}

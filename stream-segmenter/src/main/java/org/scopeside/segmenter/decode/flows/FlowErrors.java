package org.scopeside.segmenter.decode.flows;

import org.scopeside.segmenter.image.DenseMaps;

/**
 * How far the network's flows are from those that an object's shape would have: the mean over its
 * pixels of |flow of shape − flow of network / 5|², 0 for a perfect object, 4 for the opposite.
 *
 * <p>An object more than {@value #MAX_SIDE} pixels across is judged by a grid of its pixels, so
 * that no output can make this take forever: its cost grows with the fourth power of the diameter.
 */
final class FlowErrors {
  private static final int MAX_SIDE = 1024;

  private final DenseMaps maps;
  private final HeatDiffusion heat = new HeatDiffusion();

  /**
   * @param maps channels {@code [dY, dX, …]}
   */
  FlowErrors(DenseMaps maps) {
    this.maps = maps;
  }

  /**
   * Error of an object.
   *
   * @param objects located
   */
  double of(LabelledObjects objects, int label) {
    int height = objects.bottom(label) - objects.top(label);
    int width = objects.right(label) - objects.left(label);
    int spacing = 1 + (Math.max(height, width) - 1) / MAX_SIDE;
    heat.spread(objects, label, spacing);
    return heat.area() == 0
        ? 0
        : compare(objects.top(label) * maps.width() + objects.left(label), spacing);
  }

  private double compare(int start, int spacing) {
    float[] flowY = maps.channel(0);
    float[] flowX = maps.channel(1);
    double sumY = 0;
    double sumX = 0;
    for (int y = 0; y < heat.rows(); y++) {
      int row = start + y * spacing * maps.width();
      for (int x = 0; x < heat.columns(); x++) {
        if (heat.isInside(y, x)) {
          int i = row + x * spacing;
          heat.flowAt(y, x);
          double dy = heat.unitY() - flowY[i] / 5f;
          double dx = heat.unitX() - flowX[i] / 5f;
          sumY += dy * dy;
          sumX += dx * dx;
        }
      }
    }
    return sumY / heat.area() + sumX / heat.area();
  }
}

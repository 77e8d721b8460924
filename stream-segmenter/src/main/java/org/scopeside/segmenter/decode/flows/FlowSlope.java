package org.scopeside.segmenter.decode.flows;

/**
 * How fast neighbouring pixels drift apart: the product of the derivatives of steps p → p +
 * flow(p)/5 along a path, and its eigenvalues.
 */
final class FlowSlope {
  private final FlowWindow window;
  private float yByY;
  private float yByX;
  private float xByY;
  private float xByX;

  FlowSlope(FlowWindow window) {
    this.window = window;
  }

  /**
   * Whether small distances do not grow by more than a factor, in the long run, if the same steps
   * are taken again and again: both eigenvalues lie within it (Jury's criterion).
   *
   * @return false where the path leaves the window
   */
  boolean staysWithin(float growth, float startY, float startX, int steps) {
    yByY = 1;
    yByX = 0;
    xByY = 0;
    xByX = 1;
    float[] flow = window.steps();
    float y = startY;
    float x = startX;
    for (int s = 0; s < steps; s++) {
      int row = (int) y;
      int column = (int) x;
      if (y < 0 || x < 0 || !window.holds(row, column)) {
        return false;
      }
      int upper = window.index(row, column);
      int lower = upper + window.stride();
      float fy = y - row;
      float fx = x - column;
      float upperY = flow[upper] + (flow[upper + 2] - flow[upper]) * fx;
      float lowerY = flow[lower] + (flow[lower + 2] - flow[lower]) * fx;
      float upperX = flow[upper + 1] + (flow[upper + 3] - flow[upper + 1]) * fx;
      float lowerX = flow[lower + 1] + (flow[lower + 3] - flow[lower + 1]) * fx;
      float acrossY =
          (flow[upper + 2] - flow[upper]) * (1 - fy) + (flow[lower + 2] - flow[lower]) * fy;
      float acrossX =
          (flow[upper + 3] - flow[upper + 1]) * (1 - fy) + (flow[lower + 3] - flow[lower + 1]) * fy;
      follow(1 + lowerY - upperY, acrossY, lowerX - upperX, 1 + acrossX);
      y += upperY + (lowerY - upperY) * fy;
      x += upperX + (lowerX - upperX) * fy;
    }
    float trace = (yByY + xByX) / growth;
    float determinant = (yByY * xByX - yByX * xByY) / (growth * growth);
    return Math.abs(determinant) <= 1 && Math.abs(trace) <= 1 + determinant;
  }

  /** Multiplies by the derivative of one more step. */
  private void follow(float yy, float yx, float xy, float xx) {
    float newYByY = yy * yByY + yx * xByY;
    float newYByX = yy * yByX + yx * xByX;
    xByY = xy * yByY + xx * xByY;
    xByX = xy * yByX + xx * xByX;
    yByY = newYByY;
    yByX = newYByX;
  }
}

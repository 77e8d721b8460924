package org.scopeside.segmenter.decode.flows;

/**
 * How fast neighbouring pixels drift apart: the product of the derivatives of steps p → p +
 * flow(p)/5 along a path, as its largest row sum. At most 1: what is near stays as near.
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
   * Growth of small distances over some steps.
   *
   * @return infinity where the path leaves the window
   */
  float overSteps(float startY, float startX, int steps) {
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
        return Float.POSITIVE_INFINITY;
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
    return Math.max(Math.abs(yByY) + Math.abs(yByX), Math.abs(xByY) + Math.abs(xByX));
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

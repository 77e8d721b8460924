package org.scopeside.segmenter.decode.flows;

import org.scopeside.segmenter.image.DenseMaps;

/**
 * Follows one pixel anywhere in the plane, straight from the network's maps: the slow way, for the
 * few that leave the part laid out in a {@link FlowWindow}. Arithmetic as in {@link FlowDynamics}.
 */
final class DistantFlow {
  private final DenseMaps maps;
  private final float threshold;
  private final boolean interpolated;
  private float y;
  private float x;

  DistantFlow(DenseMaps maps, float threshold, boolean interpolated) {
    this.maps = maps;
    this.threshold = threshold;
    this.interpolated = interpolated;
  }

  /** Takes {@code steps} steps from a position; the end is {@link #y()}, {@link #x()}. */
  void follow(float startY, float startX, int steps) {
    y = startY;
    x = startX;
    for (int s = 0; s < steps; s++) {
      float dy = interpolated ? between(0) : at(0, (int) y, (int) x);
      float dx = interpolated ? between(1) : at(1, (int) y, (int) x);
      if (dy == 0 && dx == 0) {
        return;
      }
      y = Math.min(maps.height() - 1, Math.max(0, y + dy));
      x = Math.min(maps.width() - 1, Math.max(0, x + dx));
    }
  }

  float y() {
    return y;
  }

  float x() {
    return x;
  }

  private float between(int channel) {
    int row = (int) y;
    int column = (int) x;
    return FlowDynamics.between(
        at(channel, row, column),
        at(channel, row, column + 1),
        at(channel, row + 1, column),
        at(channel, row + 1, column + 1),
        y - row,
        x - column);
  }

  private float at(int channel, int row, int column) {
    if (row >= maps.height() || column >= maps.width()) {
      return 0;
    }
    int i = row * maps.width() + column;
    return maps.channel(2)[i] > threshold ? maps.channel(channel)[i] / 5f : 0;
  }
}

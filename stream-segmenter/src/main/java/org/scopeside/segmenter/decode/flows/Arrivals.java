package org.scopeside.segmenter.decode.flows;

/** Told where each followed pixel ends. */
@FunctionalInterface
interface Arrivals {
  /**
   * A pixel came to its end.
   *
   * @param pixel {@code y * width + x} where it started
   * @param y row where it ends, not rounded, 0 to height − 1
   * @param x column where it ends, not rounded, 0 to width − 1
   */
  void arrived(int pixel, float y, float x);
}

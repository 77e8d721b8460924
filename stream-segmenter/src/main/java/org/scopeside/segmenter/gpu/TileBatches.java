package org.scopeside.segmenter.gpu;

/**
 * How the tiles of a plane go through the network: in batches of one size, so that every run is of
 * the same shape, as few as possible and then as small as possible. The last may have idle places.
 *
 * @param count batches
 * @param size tiles of each
 */
record TileBatches(int count, int size) {
  /**
   * @param tiles of the plane, at least 1
   * @param largest batch
   * @param fixed whether the network takes no smaller one
   */
  static TileBatches of(int tiles, int largest, boolean fixed) {
    int count = (tiles + largest - 1) / largest;
    return new TileBatches(count, fixed ? largest : (tiles + count - 1) / count);
  }

  /** Places, idle ones too. */
  int places() {
    return count * size;
  }
}

package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;
import org.scopeside.segmenter.image.DenseMaps;

/** Where the distances of a candidate are read. */
interface StarRays {
  /**
   * Reads the distances of a candidate, as the network gave them.
   *
   * @param position {@code y * width + x} in the maps
   */
  void read(int position, float[] into);

  /** In the maps: distances of neighbours lie side by side. */
  static StarRays of(DenseMaps maps, int rays) {
    float[][] channels = new float[rays][];
    Arrays.setAll(channels, k -> maps.channel(1 + k));
    return (position, into) -> {
      for (int k = 0; k < into.length; k++) {
        into[k] = channels[k][position];
      }
    };
  }
}

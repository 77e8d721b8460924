package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;

/**
 * Candidates that were picked out of maps elsewhere, in any order; for each where it lies and what
 * the network says there.
 *
 * @param mapWidth columns of the maps
 * @param mapHeight their rows
 * @param positions {@code y * mapWidth + x} in the maps, none twice
 * @param probabilities finite
 * @param distances {@code [candidate][ray]}, finite
 * @param classes the most probable class, from 1; not read where the model has none
 */
// Arrays: one entry a candidate, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record StarCandidateSet(
    int mapWidth,
    int mapHeight,
    int[] positions,
    float[] probabilities,
    float[] distances,
    int[] classes) {

  /** Indices by map position; -1 where there is none. */
  int[] byPosition() {
    int[] index = new int[Math.multiplyExact(mapWidth, mapHeight)];
    Arrays.fill(index, -1);
    for (int i = 0; i < positions.length; i++) {
      index[positions[i]] = i;
    }
    return index;
  }
}

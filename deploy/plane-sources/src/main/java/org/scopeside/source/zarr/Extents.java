package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import org.scopeside.source.UnreadableImageException;

/** Sizes along the dimensions of an array, each above 0. Immutable. */
final class Extents {
  private static final int MAX_RANK = 8;

  private final int[] sizes;

  private Extents(int[] sizes) {
    this.sizes = sizes;
  }

  /** Reads a list of sizes. */
  static Extents read(Path document, JsonNode list, String what) throws UnreadableImageException {
    if (!list.isArray() || list.size() > MAX_RANK) {
      throw new UnreadableImageException(
          document, "has %s %s, no list of sizes".formatted(what, ZarrJson.shown(list)));
    }
    int[] sizes = new int[list.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = ZarrJson.whole(document, list.get(i), what, 1, Integer.MAX_VALUE);
    }
    return new Extents(sizes);
  }

  int rank() {
    return sizes.length;
  }

  int at(int dimension) {
    return sizes[dimension];
  }

  /** The product of some sizes, or the largest value where it is more. */
  long product(int from, int to, long largest) {
    long product = 1;
    for (int dimension = from; dimension < to; dimension++) {
      product = Math.min(largest, product * sizes[dimension]);
    }
    return product;
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}

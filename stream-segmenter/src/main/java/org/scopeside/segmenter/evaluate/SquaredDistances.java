package org.scopeside.segmenter.evaluate;

/**
 * Squared distance of every pixel to the nearest set one, exact in integers: Meijster, Roerdink and
 * Hesselink 2000 (doi: 10.1007/0-306-47025-X_36), two passes, linear in the pixels.
 */
final class SquaredDistances {
  private SquaredDistances() {}

  /**
   * Squared distances, {@code [y][x]}; {@link Long#MAX_VALUE} everywhere where no pixel is set.
   *
   * @param set row-major {@code [y][x]}
   */
  static long[] of(boolean[] set, int width, int height) {
    // Farther than any pixel can be, yet its square plus another fits a long.
    int never = width + height;
    int[] inColumn = inColumns(set, width, never);
    long[] squared = new long[set.length];
    int[] site = new int[width];
    int[] from = new int[width];
    for (int y = 0; y < height; y++) {
      row(inColumn, y * width, width, never, squared, site, from);
    }
    return squared;
  }

  private static int[] inColumns(boolean[] set, int width, int never) {
    int[] distance = new int[set.length];
    for (int i = 0; i < set.length; i++) {
      int above = i < width ? never : distance[i - width];
      distance[i] = set[i] ? 0 : Math.min(never, above + 1);
    }
    for (int i = set.length - width - 1; i >= 0; i--) {
      distance[i] = Math.min(distance[i], distance[i + width] + 1);
    }
    return distance;
  }

  /** Lower envelope of the parabolas {@code (x - u)² + g(u)²} of a row. */
  private static void row(
      int[] g, int offset, int width, int never, long[] squared, int[] site, int[] from) {
    int last = -1;
    for (int u = 0; u < width; u++) {
      if (g[offset + u] >= never) {
        continue;
      }
      while (last >= 0
          && value(g, offset, site[last], from[last]) > value(g, offset, u, from[last])) {
        last--;
      }
      if (last < 0) {
        last = 0;
        site[0] = u;
        from[0] = 0;
      } else {
        long start = 1 + overtakes(g, offset, site[last], u);
        if (start < width) {
          last++;
          site[last] = u;
          from[last] = (int) start;
        }
      }
    }
    for (int x = width - 1; x >= 0; x--) {
      squared[offset + x] = last < 0 ? Long.MAX_VALUE : value(g, offset, site[last], x);
      if (last >= 0 && x == from[last]) {
        last--;
      }
    }
  }

  private static long value(int[] g, int offset, int u, int x) {
    long across = (long) x - u;
    long along = g[offset + u];
    return across * across + along * along;
  }

  /** The last x at which the parabola of {@code left} is not above that of {@code right}. */
  private static long overtakes(int[] g, int offset, int left, int right) {
    long l = left;
    long r = right;
    long gl = g[offset + left];
    long gr = g[offset + right];
    return Math.floorDiv(r * r - l * l + gr * gr - gl * gl, 2 * (r - l));
  }
}

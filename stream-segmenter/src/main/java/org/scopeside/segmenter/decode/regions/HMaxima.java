package org.scopeside.segmenter.decode.regions;

import java.util.Arrays;

/**
 * Maxima that rise at least {@code h} above the saddle to anything higher, as {@code
 * skimage.morphology.h_maxima(image, h, disk(radius))} of version 0.19 gives them.
 *
 * <p>By definition (Soille 1999, Morphological Image Analysis, 6.3.4) a pixel p belongs to them
 * where {@code f − R(f − h) ≥ h}, R being the reconstruction by dilation under f. The
 * reconstruction at p is the highest {@code f(q) − h} that a path of steps within the disc brings
 * to p without going through anything lower. So p belongs to them exactly where the part of {@code
 * {f > f(p) − h}} that is connected to p holds nothing that is higher than p, and nothing has to be
 * reconstructed: that part is searched outwards from p, until something higher turns up.
 *
 * <p>Candidates are searched from the highest down. What a search has seen is settled: seen by a
 * search that failed, it leads to something higher; seen by one that succeeded, it belongs to that
 * higher maximum. A later search that meets it stops, so that no pixel is seen twice, and pixels
 * within {@code h} of the plane's minimum, the background, are never seen at all. The original
 * sorts the plane and visits every pixel with its whole disc.
 *
 * <p>Rounding is the original's: {@code f − h} is lowered by {@value #RESOLUTION} |f| in single
 * precision so that no maximum is lost to it, which makes values that differ by less than that
 * equal in height. The one liberty taken: of such nearly equal ones the lower is not searched again
 * below the higher one's saddle.
 */
public final class HMaxima {
  /** {@code 2 * numpy.finfo(float32).resolution}. */
  private static final float RESOLUTION = 2e-6f;

  private final double h;
  private final int radius;
  private final int[] halfWidth;

  /**
   * @param h least rise, above 0, in units of the map
   * @param radius of the disc within which pixels are neighbours, at least 1
   */
  public HMaxima(double h, int radius) {
    if (!(h > 0) || radius < 1) {
      throw new IllegalArgumentException(
          "h = " + h + " and radius = " + radius + ": above 0 and at least 1 are needed");
    }
    this.h = h;
    this.radius = radius;
    this.halfWidth = new int[radius + 1];
    for (int dy = 0; dy <= radius; dy++) {
      halfWidth[dy] = (int) Math.sqrt((double) radius * radius - dy * dy);
    }
  }

  /**
   * The pixels of the maxima, in reading order.
   *
   * @param values {@code [y][x]}, finite
   * @param scratch zeros, as many as pixels; zeros again afterwards
   */
  public int[] find(float[] values, int width, int height, int[] scratch) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    if (h > max - min) {
      return new int[0];
    }
    Search search = new Search(values, width, height, scratch);
    search.run(candidates(values, width, height, min, max));
    Arrays.fill(scratch, 0);
    return search.found();
  }

  /** Pixels that no neighbour at a side exceeds, the highest last, of equal ones the first last. */
  private long[] candidates(float[] f, int width, int height, float min, float max) {
    // Below it, a pixel's search would run over the whole plane, to its highest pixel.
    float least = leastAbove(min, max);
    long[] found = new long[64];
    int count = 0;
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int x = 0; x < width; x++) {
        int i = row + x;
        float v = f[i];
        if (v >= least
            && (x == 0 || v >= f[i - 1])
            && (x == width - 1 || v >= f[i + 1])
            && (y == 0 || v >= f[i - width])
            && (y == height - 1 || v >= f[i + width])) {
          if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
          }
          found[count++] = (long) ordered(v) << 32 | (~i & 0xFFFFFFFFL);
        }
      }
    }
    found = Arrays.copyOf(found, count);
    Arrays.sort(found);
    return found;
  }

  /** The least value that either reaches above the minimum or is as good as the maximum. */
  private float leastAbove(float min, float max) {
    float least = (float) (min + h);
    while (level(least) >= min) {
      least = Math.nextDown(least);
    }
    while (level(least) < min && seed(max) > level(least)) {
      least = Math.nextUp(least);
    }
    return least;
  }

  /** The bits of a float as an int of the same order. */
  private static int ordered(float v) {
    int bits = Float.floatToIntBits(v);
    return bits >= 0 ? bits : bits ^ 0x7FFFFFFF;
  }

  /** What the reconstruction begins with, in single precision step by step. */
  private float seed(float v) {
    return v - (float) h - RESOLUTION * Math.abs(v);
  }

  /** The largest x with {@code v − x ≥ h}: a reconstruction up to it makes v a maximum. */
  private float level(float v) {
    float x = (float) (v - h);
    while ((double) v - x < h) {
      x = Math.nextDown(x);
    }
    while ((double) v - Math.nextUp(x) >= h) {
      x = Math.nextUp(x);
    }
    return x;
  }

  /** Searches of one plane; a pixel's mark in {@code seenBy} is the number of its search. */
  private final class Search {
    private final float[] f;
    private final int width;
    private final int height;
    private final int[] seenBy;
    private int[] queue = new int[256];
    private int queued;
    private int[] maxima = new int[256];
    private int maximaCount;

    /** Highest seed a search has met; infinite if it failed. */
    private float[] highest = new float[256];

    private int number;

    Search(float[] f, int width, int height, int[] seenBy) {
      this.f = f;
      this.width = width;
      this.height = height;
      this.seenBy = seenBy;
    }

    void run(long[] candidates) {
      for (int c = candidates.length - 1; c >= 0; c--) {
        int p = ~(int) candidates[c];
        if (seenBy[p] == 0) {
          begin(p);
          highest[number] = spread(level(f[p]), seed(f[p]));
          if (highest[number] < Float.POSITIVE_INFINITY) {
            keepHighest();
          }
        }
      }
    }

    int[] found() {
      int[] found = Arrays.copyOf(maxima, maximaCount);
      Arrays.sort(found);
      return found;
    }

    private void begin(int p) {
      if (++number == highest.length) {
        highest = Arrays.copyOf(highest, 2 * number);
      }
      seenBy[p] = number;
      queue[0] = p;
      queued = 1;
    }

    /**
     * @return highest seed that was met, infinite if it is above the level
     */
    private float spread(float level, float first) {
      float top = first;
      for (int next = 0; next < queued && top <= level; next++) {
        int y = queue[next] / width;
        int x = queue[next] - y * width;
        int bottom = Math.min(height - 1, y + radius);
        for (int v = Math.max(0, y - radius); v <= bottom && top <= level; v++) {
          int half = halfWidth[Math.abs(v - y)];
          int row = v * width;
          top = look(row + Math.max(0, x - half), row + Math.min(width - 1, x + half), level, top);
        }
      }
      return top <= level ? top : Float.POSITIVE_INFINITY;
    }

    private float look(int from, int to, float level, float before) {
      float top = before;
      for (int i = from; i <= to; i++) {
        if (f[i] > level && seenBy[i] != number) {
          if (seenBy[i] == 0) {
            seenBy[i] = number;
            push(i);
            top = Math.max(top, seed(f[i]));
          } else {
            top = Math.max(top, highest[seenBy[i]]);
          }
          if (top > level) {
            return top;
          }
        }
      }
      return top;
    }

    private void push(int pixel) {
      if (queued == queue.length) {
        queue = Arrays.copyOf(queue, 2 * queued);
      }
      queue[queued++] = pixel;
    }

    private void keepHighest() {
      for (int q = 0; q < queued; q++) {
        if ((double) f[queue[q]] - highest[number] >= h) {
          if (maximaCount == maxima.length) {
            maxima = Arrays.copyOf(maxima, 2 * maximaCount);
          }
          maxima[maximaCount++] = queue[q];
        }
      }
    }
  }
}

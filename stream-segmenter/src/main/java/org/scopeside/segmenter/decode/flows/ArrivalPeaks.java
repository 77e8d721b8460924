package org.scopeside.segmenter.decode.flows;

import java.util.Arrays;

/**
 * Objects from where pixels arrived (Cellpose 3): a histogram of the whole-pixel positions; its 5×5
 * maxima above 10 are seeds; a seed grows five times by a 3×3 square into what holds more than 2
 * arrivals, so never beyond 11×11; where seeds overlap, the one with more arrivals owns, and of
 * equal ones the later in reading order. A pixel belongs to the seed on which it arrived.
 */
final class ArrivalPeaks {
  private static final int PEAK_RADIUS = 2;
  private static final int MIN_PEAK = 10;
  private static final int MIN_GROWTH = 2;
  private static final int REACH = 5;
  private static final int SIDE = 2 * REACH + 1;
  private static final int SIDE_BITS = (1 << SIDE) - 1;

  private final int width;
  private final int height;

  /** {@code [y][x]}: first the arrivals, then the seed that owns the pixel. */
  private final int[] plane;

  ArrivalPeaks(int width, int height) {
    this.width = width;
    this.height = height;
    plane = new int[Math.multiplyExact(width, height)];
  }

  /**
   * Turns arrivals into labels, in place.
   *
   * @param pixels {@code [y][x]}: index of the pixel where it arrived, plus one; 0 for pixels in no
   *     cell. Afterwards its seed, from 1, not consecutive; 0 where it arrived at none
   * @return number of seeds
   */
  int label(int[] pixels) {
    for (int arrival : pixels) {
      if (arrival > 0) {
        plane[arrival - 1]++;
      }
    }
    int[] seeds = seeds();
    short[] grown = new short[Math.multiplyExact(seeds.length, SIDE)];
    for (int s = 0; s < seeds.length; s++) {
      grow(seeds[s], grown, s * SIDE);
    }
    Arrays.fill(plane, 0);
    for (int s = 0; s < seeds.length; s++) {
      own(seeds[s], s + 1, grown, s * SIDE);
    }
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] > 0) {
        pixels[i] = plane[pixels[i] - 1];
      }
    }
    return seeds.length;
  }

  /** Pixels of the seeds, fewest arrivals first, in reading order where they are equal. */
  private int[] seeds() {
    long[] found = new long[64];
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int arrivals = plane[y * width + x];
        if (arrivals > MIN_PEAK && isPeak(y, x, arrivals)) {
          if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
          }
          found[count++] = (long) arrivals << Integer.SIZE | y * width + x;
        }
      }
    }
    Arrays.sort(found, 0, count);
    int[] seeds = new int[count];
    for (int s = 0; s < count; s++) {
      seeds[s] = (int) found[s];
    }
    return seeds;
  }

  private boolean isPeak(int y, int x, int arrivals) {
    for (int j = Math.max(0, y - PEAK_RADIUS); j <= Math.min(height - 1, y + PEAK_RADIUS); j++) {
      for (int i = Math.max(0, x - PEAK_RADIUS); i <= Math.min(width - 1, x + PEAK_RADIUS); i++) {
        if (plane[j * width + i] > arrivals) {
          return false;
        }
      }
    }
    return true;
  }

  /** Grows a seed within its 11×11 neighbourhood, one row a number, one pixel a bit. */
  private void grow(int seed, short[] grown, int at) {
    int top = seed / width - REACH;
    int left = seed % width - REACH;
    int[] open = new int[SIDE];
    for (int j = Math.max(0, -top); j < Math.min(SIDE, height - top); j++) {
      for (int i = Math.max(0, -left); i < Math.min(SIDE, width - left); i++) {
        if (plane[(top + j) * width + left + i] > MIN_GROWTH) {
          open[j] |= 1 << i;
        }
      }
    }
    int[] rows = new int[SIDE + 2];
    rows[REACH + 1] = 1 << REACH;
    for (int round = 0; round < REACH; round++) {
      int above = 0;
      for (int j = 1; j <= SIDE; j++) {
        int here = rows[j];
        int column = above | here | rows[j + 1];
        rows[j] = (column | column << 1 | column >> 1) & open[j - 1];
        above = here;
      }
    }
    for (int j = 0; j < SIDE; j++) {
      grown[at + j] = (short) rows[j + 1];
    }
  }

  private void own(int seed, int number, short[] grown, int at) {
    int first = seed - REACH * width - REACH;
    for (int j = 0; j < SIDE; j++) {
      int row = grown[at + j] & SIDE_BITS;
      while (row != 0) {
        plane[first + j * width + Integer.numberOfTrailingZeros(row)] = number;
        row &= row - 1;
      }
    }
  }
}

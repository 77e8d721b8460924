package org.scopeside.segmenter.normalise;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

/**
 * Order statistics and moments of the values in a window of a plane, all exact, none by sorting.
 *
 * <p>Whole numbers from 0 to 65,535, which are all planes of 8 and 16 bit, are counted in one bin a
 * value. Others are selected by radix: a float's bits, with the sign turned round, order as
 * unsigned integers, so one pass counts the upper 16 bits, and another the lower 16 bits within the
 * one bucket that holds the rank asked for.
 */
final class SampleStatistics {
  private static final int BINS = 1 << 16;

  private final GreyImage plane;
  private final int y;
  private final int x;
  private final int height;
  private final int width;

  /** Counts by value where all are whole numbers, else by the upper half of the sortable bits. */
  private final int[] counts = new int[BINS];

  private final boolean whole;
  private int refinedBucket = -1;
  private int @Nullable [] refined;

  /**
   * Reads the window once or twice.
   *
   * @throws NonFinitePixelsException if a value in it is NaN or infinite
   */
  SampleStatistics(GreyImage plane, int y, int x, int height, int width) {
    this.plane = plane;
    this.y = y;
    this.x = x;
    this.height = height;
    this.width = width;
    whole = countWhole();
    if (!whole) {
      countUpperHalves();
    }
  }

  /** Number of values. */
  long size() {
    return (long) height * width;
  }

  /** The value that {@code rank} others come before, from 0, in ascending order. */
  double orderStatistic(long rank) {
    int bin = 0;
    long before = 0;
    while (before + counts[bin] <= rank) {
      before += counts[bin++];
    }
    return whole ? bin : refine(bin, rank - before);
  }

  /**
   * NumPy's percentile, linear between neighbours, of the values after a chain of steps. The chain
   * is monotone, so ranks commute with it.
   *
   * @param percent 0 to 100
   */
  double percentile(double percent, IntensityChain chain) {
    double position = percent / 100 * (size() - 1);
    long below = (long) position;
    double t = position - below;
    double a = ranked(below, chain);
    double b = t == 0 ? a : ranked(Math.min(below + 1, size() - 1), chain);
    return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
  }

  private double ranked(long rank, IntensityChain chain) {
    return chain.of(orderStatistic(chain.gain() < 0 ? size() - 1 - rank : rank));
  }

  /** Mean and population standard deviation of the values after a chain of steps. */
  Moments moments(IntensityChain chain) {
    double mean = meanPower(chain, 0, 1);
    return new Moments(mean, Math.sqrt(meanPower(chain, mean, 2)));
  }

  record Moments(double mean, double std) {}

  private double meanPower(IntensityChain chain, double origin, int power) {
    double sum = 0;
    if (whole) {
      for (int bin = 0; bin < BINS; bin++) {
        if (counts[bin] != 0) {
          double d = chain.of(bin) - origin;
          sum += counts[bin] * (power == 1 ? d : d * d);
        }
      }
      return sum / size();
    }
    float[] pixels = plane.pixels();
    for (int row = y; row < y + height; row++) {
      int from = row * plane.width() + x;
      double rowSum = 0;
      for (int i = from; i < from + width; i++) {
        double d = chain.of(pixels[i]) - origin;
        rowSum += power == 1 ? d : d * d;
      }
      sum += rowSum;
    }
    return sum / size();
  }

  private boolean countWhole() {
    float[] pixels = plane.pixels();
    int[] even = counts;
    // Two tables: neighbours often share a value, and counting up one cell twice in a row waits.
    int[] odd = new int[BINS];
    for (int row = y; row < y + height; row++) {
      int i = row * plane.width() + x;
      int end = i + width;
      // Gathers bits that must stay zero: one test a row.
      int misfit = 0;
      for (; i + 1 < end; i += 2) {
        int a = (int) pixels[i];
        int b = (int) pixels[i + 1];
        misfit |= (a | b) & ~0xFFFF;
        misfit |= a == pixels[i] ? 0 : 1 << 16;
        misfit |= b == pixels[i + 1] ? 0 : 1 << 16;
        even[a & 0xFFFF]++;
        odd[b & 0xFFFF]++;
      }
      if (i < end) {
        int a = (int) pixels[i];
        misfit |= a & ~0xFFFF;
        misfit |= a == pixels[i] ? 0 : 1 << 16;
        even[a & 0xFFFF]++;
      }
      if (misfit != 0) {
        return false;
      }
    }
    for (int bin = 0; bin < BINS; bin++) {
      even[bin] += odd[bin];
    }
    return true;
  }

  private void countUpperHalves() {
    Arrays.fill(counts, 0);
    float[] pixels = plane.pixels();
    for (int row = y; row < y + height; row++) {
      int from = row * plane.width() + x;
      for (int i = from; i < from + width; i++) {
        counts[sortable(pixels[i]) >>> 16]++;
      }
    }
    // Infinities and NaNs have the largest exponent; with the sign turned round they are outermost.
    int least = sortable(Float.NEGATIVE_INFINITY) >>> 16;
    int most = sortable(Float.POSITIVE_INFINITY) >>> 16;
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] != 0 && (bin <= least || bin >= most)) {
        throw new NonFinitePixelsException(plane);
      }
    }
  }

  private double refine(int bucket, long rank) {
    int[] lower = refined;
    if (lower == null || refinedBucket != bucket) {
      lower = countLowerHalves(bucket);
      refined = lower;
      refinedBucket = bucket;
    }
    int bin = 0;
    long before = 0;
    while (before + lower[bin] <= rank) {
      before += lower[bin++];
    }
    int key = bucket << 16 | bin;
    return Float.intBitsToFloat(key < 0 ? key & 0x7FFFFFFF : ~key);
  }

  private int[] countLowerHalves(int bucket) {
    int[] lower = new int[BINS];
    float[] pixels = plane.pixels();
    for (int row = y; row < y + height; row++) {
      int from = row * plane.width() + x;
      for (int i = from; i < from + width; i++) {
        int key = sortable(pixels[i]);
        if (key >>> 16 == bucket) {
          lower[key & 0xFFFF]++;
        }
      }
    }
    return lower;
  }

  /** Bits that order, unsigned, as the floats do. */
  private static int sortable(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ (bits >> 31 | 0x80000000);
  }
}

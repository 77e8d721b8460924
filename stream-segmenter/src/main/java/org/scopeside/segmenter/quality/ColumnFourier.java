package org.scopeside.segmenter.quality;

import java.util.Arrays;

/**
 * Discrete Fourier transform of many columns at once: row {@code i} of the arrays holds sample
 * {@code i} of every column, so that each step is the same arithmetic over whole rows and is
 * vectorised.
 *
 * <p>Mixed-radix decimation in time (Cooley, Tukey 1965), in place after the rows have been put in
 * digit-reversed order: factors 4 and 2 have butterflies of their own, other primes are summed out.
 * Keeps scratch: one instance a thread.
 */
final class ColumnFourier {
  private final int length;
  private final int[] factors;
  private final int[] order;
  private final float[] cos;
  private final float[] sin;
  private final float[][] tempRe;
  private final float[][] tempIm;

  /**
   * @param length samples a column
   * @param columns columns transformed together
   */
  ColumnFourier(int length, int columns) {
    this.length = length;
    factors = factorsOf(length);
    order = digitReversal(length, factors);
    cos = new float[length];
    sin = new float[length];
    for (int i = 0; i < length; i++) {
      cos[i] = (float) Math.cos(2 * Math.PI * i / length);
      sin[i] = (float) -Math.sin(2 * Math.PI * i / length);
    }
    int largest = Arrays.stream(factors).max().orElse(1);
    tempRe = new float[largest][columns];
    tempIm = new float[largest][columns];
  }

  /** Row in which sample {@code i} has to be put before {@link #transform}. */
  int rowOf(int i) {
    return order[i];
  }

  /** Transforms in place; frequency {@code k} is in row {@code k} afterwards. */
  void transform(float[][] re, float[][] im) {
    int block = 1;
    for (int factor : factors) {
      int step = length / (block * factor);
      for (int start = 0; start < length; start += block * factor) {
        for (int k = 0; k < block; k++) {
          if (factor == 2) {
            butterfly2(re, im, start + k, block, k * step);
          } else if (factor == 4) {
            butterfly4(re, im, start + k, block, k * step);
          } else {
            butterfly(re, im, start + k, block, k * step, factor);
          }
        }
      }
      block *= factor;
    }
  }

  private void butterfly2(float[][] re, float[][] im, int row, int block, int twiddle) {
    radix2(re[row], im[row], re[row + block], im[row + block], cos[twiddle], sin[twiddle]);
  }

  private static void radix2(float[] ar, float[] ai, float[] br, float[] bi, float c, float s) {
    for (int x = 0; x < ar.length; x++) {
      float tr = br[x] * c - bi[x] * s;
      float ti = br[x] * s + bi[x] * c;
      br[x] = ar[x] - tr;
      bi[x] = ai[x] - ti;
      ar[x] += tr;
      ai[x] += ti;
    }
  }

  /**
   * Two stages of radix 2 in one go over the rows, in the order that {@link #digitReversal} gives.
   */
  private void butterfly4(float[][] re, float[][] im, int row, int block, int twiddle) {
    int b = row + block;
    int c = row + 2 * block;
    int d = row + 3 * block;
    turn(re[b], im[b], cos[twiddle], sin[twiddle]);
    turn(re[c], im[c], cos[2 * twiddle], sin[2 * twiddle]);
    turn(re[d], im[d], cos[3 * twiddle], sin[3 * twiddle]);
    radix4Sums(re[row], re[b], re[c], re[d], im[row], im[b], im[c], im[d]);
  }

  private static void turn(float[] re, float[] im, float c, float s) {
    for (int x = 0; x < re.length; x++) {
      float r = re[x];
      re[x] = r * c - im[x] * s;
      im[x] = r * s + im[x] * c;
    }
  }

  private static void radix4Sums(
      float[] ar,
      float[] br,
      float[] cr,
      float[] dr,
      float[] ai,
      float[] bi,
      float[] ci,
      float[] di) {
    for (int x = 0; x < ar.length; x++) {
      float evenR = ar[x] + cr[x];
      float evenI = ai[x] + ci[x];
      float oddR = ar[x] - cr[x];
      float oddI = ai[x] - ci[x];
      float sumR = br[x] + dr[x];
      float sumI = bi[x] + di[x];
      float differenceR = br[x] - dr[x];
      float differenceI = bi[x] - di[x];
      ar[x] = evenR + sumR;
      ai[x] = evenI + sumI;
      br[x] = oddR + differenceI;
      bi[x] = oddI - differenceR;
      cr[x] = evenR - sumR;
      ci[x] = evenI - sumI;
      dr[x] = oddR - differenceI;
      di[x] = oddI + differenceR;
    }
  }

  private void butterfly(float[][] re, float[][] im, int row, int block, int twiddle, int factor) {
    for (int j = 0; j < factor; j++) {
      float[] r = re[row + j * block];
      System.arraycopy(r, 0, tempRe[j], 0, r.length);
      System.arraycopy(im[row + j * block], 0, tempIm[j], 0, r.length);
      turn(tempRe[j], tempIm[j], cos[j * twiddle], sin[j * twiddle]);
    }
    int turnStep = length / factor;
    for (int q = 0; q < factor; q++) {
      float[] outRe = re[row + q * block];
      float[] outIm = im[row + q * block];
      System.arraycopy(tempRe[0], 0, outRe, 0, outRe.length);
      System.arraycopy(tempIm[0], 0, outIm, 0, outIm.length);
      for (int j = 1; j < factor; j++) {
        int angle = q * j % factor * turnStep;
        addTurned(tempRe[j], tempIm[j], cos[angle], sin[angle], outRe, outIm);
      }
    }
  }

  private static void addTurned(
      float[] re, float[] im, float c, float s, float[] outRe, float[] outIm) {
    for (int x = 0; x < outRe.length; x++) {
      outRe[x] += re[x] * c - im[x] * s;
      outIm[x] += re[x] * s + im[x] * c;
    }
  }

  /** Factors of {@code n}: fours, then a two, then odd primes ascending. */
  static int[] factorsOf(int n) {
    int[] found = new int[32];
    int count = 0;
    int rest = n;
    for (int factor = 4; rest > 1; ) {
      if (rest % factor == 0) {
        found[count++] = factor;
        rest /= factor;
      } else {
        factor = factor == 4 ? 2 : factor == 2 ? 3 : factor + 2;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The stage done first splits last: its digit is the most significant one of the sample. */
  private static int[] digitReversal(int n, int[] factors) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int rest = i;
      int size = n;
      int row = 0;
      for (int f = factors.length - 1; f >= 0; f--) {
        size /= factors[f];
        row += rest % factors[f] * size;
        rest /= factors[f];
      }
      order[i] = row;
    }
    return order;
  }
}

package org.scopeside.segmenter.tiling;

import java.util.Arrays;
import org.scopeside.segmenter.model.SeamAudit;

/**
 * Two segmentations of the same pixels, compared object by object. Partners are objects whose
 * intersection over union, within the strip, is at least 0.5 and the best of both.
 */
final class StripComparison {
  private static final double SAME = 0.5;

  private final int[] partnerOfA;
  private final int[] partnerOfB;
  private final int[] holderOfA;
  private final int[] holderOfB;
  private final int[] sizeA;
  private final int[] sizeB;
  private final boolean[] cutA;
  private final boolean[] cutB;

  /**
   * @param a labels from 0 to {@code objectsA}, row-major, {@code width} columns
   * @param b the same pixels, labels from 0 to {@code objectsB}
   */
  StripComparison(int[] a, int objectsA, int[] b, int objectsB, int width) {
    sizeA = new int[objectsA + 1];
    sizeB = new int[objectsB + 1];
    cutA = new boolean[objectsA + 1];
    cutB = new boolean[objectsB + 1];
    partnerOfA = new int[objectsA + 1];
    partnerOfB = new int[objectsB + 1];
    holderOfA = new int[objectsA + 1];
    holderOfB = new int[objectsB + 1];
    int height = a.length / width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        sizeA[a[i]]++;
        sizeB[b[i]]++;
        if (y == 0 || x == 0 || y == height - 1 || x == width - 1) {
          cutA[a[i]] = true;
          cutB[b[i]] = true;
        }
      }
    }
    match(pairs(a, b));
  }

  /** Both labels of every pixel that is an object in both, ascending. */
  private static long[] pairs(int[] a, int[] b) {
    int n = 0;
    for (int i = 0; i < a.length; i++) {
      n += a[i] != 0 && b[i] != 0 ? 1 : 0;
    }
    long[] pairs = new long[n];
    n = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i] != 0 && b[i] != 0) {
        pairs[n++] = (long) a[i] << 32 | b[i];
      }
    }
    Arrays.sort(pairs);
    return pairs;
  }

  private void match(long[] pairs) {
    double[] bestOfA = new double[partnerOfA.length];
    double[] bestOfB = new double[partnerOfB.length];
    for (int from = 0, to; from < pairs.length; from = to) {
      to = from + 1;
      while (to < pairs.length && pairs[to] == pairs[from]) {
        to++;
      }
      int a = (int) (pairs[from] >>> 32);
      int b = (int) pairs[from];
      if (2 * (to - from) > sizeA[a]) {
        holderOfA[a] = b;
      }
      if (2 * (to - from) > sizeB[b]) {
        holderOfB[b] = a;
      }
      double iou = (to - from) / (double) (sizeA[a] + sizeB[b] - (to - from));
      if (iou >= SAME && iou > bestOfA[a] && iou > bestOfB[b]) {
        partnerOfB[partnerOfA[a]] = 0;
        partnerOfA[partnerOfB[b]] = 0;
        partnerOfA[a] = b;
        partnerOfB[b] = a;
        bestOfA[a] = iou;
        bestOfB[b] = iou;
      }
    }
    partnerOfA[0] = 0;
    partnerOfB[0] = 0;
  }

  /** The same object in b, or 0. */
  int partnerOfA(int label) {
    return partnerOfA[label];
  }

  /** The same object in a, or 0. */
  int partnerOfB(int label) {
    return partnerOfB[label];
  }

  /** The object of b that more than half of one of a lies in, or 0. */
  int holderOfA(int label) {
    return holderOfA[label];
  }

  /** The object of a that more than half of one of b lies in, or 0. */
  int holderOfB(int label) {
    return holderOfB[label];
  }

  /** Pixels of an object of a within the strip. */
  int sizeOfA(int label) {
    return sizeA[label];
  }

  /** Objects that do not touch the strip's border in one of the two, and those without partner. */
  SeamAudit audit() {
    return count(sizeA, cutA, partnerOfA).plus(count(sizeB, cutB, partnerOfB));
  }

  private static SeamAudit count(int[] size, boolean[] cut, int[] partner) {
    int objects = 0;
    int alone = 0;
    for (int label = 1; label < size.length; label++) {
      if (size[label] > 0 && !cut[label]) {
        objects++;
        alone += partner[label] == 0 ? 1 : 0;
      }
    }
    return new SeamAudit(objects, alone);
  }
}

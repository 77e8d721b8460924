package org.scopeside.segmenter.cells;

import java.util.Arrays;

/**
 * How often each pair of numbers occurred, for the few pairs that do: a sparse table of pixels that
 * two label images share, or of contacts between neighbours. Open addressing, no object a pair.
 */
final class PairCounts {
  private static final int FIRST_CAPACITY = 1 << 10;

  // (first << 32 | second); both are labels, so that 0 is never a key.
  private long[] keys = new long[FIRST_CAPACITY];
  private int[] counts = new int[FIRST_CAPACITY];
  private int size;

  /**
   * Pixels that objects of two label images share, run by run, in one pass.
   *
   * @return pairs (label in {@code first}, label in {@code second}), background left out
   */
  static PairCounts overlaps(int[] first, int[] second) {
    PairCounts pairs = new PairCounts();
    for (int i = 0; i < first.length; ) {
      int a = first[i];
      int b = second[i];
      int start = i++;
      while (i < first.length && first[i] == a && second[i] == b) {
        i++;
      }
      if (a != 0 && b != 0) {
        pairs.add(a, b, i - start);
      }
    }
    return pairs;
  }

  /**
   * Counts a pair.
   *
   * @param first at least 1
   * @param second at least 1
   */
  void add(int first, int second, int times) {
    long key = ((long) first << 32) | second;
    int slot = slot(key);
    if (keys[slot] == 0) {
      keys[slot] = key;
      size++;
    }
    counts[slot] += times;
    if (2 * size > keys.length) {
      grow();
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[2 * oldKeys.length];
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  int size() {
    return size;
  }

  /** Receives pairs. */
  interface Visitor {
    void pair(int first, int second, int count);
  }

  /** Visits the pairs, by their first number, then by their second. */
  void forEach(Visitor visitor) {
    long[] sorted = new long[size];
    int n = 0;
    for (long key : keys) {
      if (key != 0) {
        sorted[n++] = key;
      }
    }
    Arrays.sort(sorted);
    for (long key : sorted) {
      visitor.pair((int) (key >>> 32), (int) key, counts[slot(key)]);
    }
  }
}

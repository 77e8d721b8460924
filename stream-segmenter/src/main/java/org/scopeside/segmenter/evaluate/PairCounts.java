package org.scopeside.segmenter.evaluate;

/**
 * Pixels that a true and a predicted label share, for the pairs that share any: an open-addressing
 * hash table, as 60,000 by 60,000 objects would not fit a matrix.
 */
final class PairCounts {
  private static final int FIRST_CAPACITY = 1 << 10;

  private long[] keys = new long[FIRST_CAPACITY];
  private int[] counts = new int[FIRST_CAPACITY];
  private int size;

  /**
   * Adds pixels to a pair; 0 labels are background.
   *
   * @param pixels at least 1
   */
  void add(int truth, int predicted, int pixels) {
    long key = (long) truth << 32 | predicted;
    int slot = slot(key, keys, counts);
    if (counts[slot] == 0) {
      keys[slot] = key;
      size++;
    }
    counts[slot] += pixels;
    if (2 * size > keys.length) {
      grow();
    }
  }

  /** Pairs that share a pixel. */
  int size() {
    return size;
  }

  /** Writes truth, predicted label and pixels of every pair, in no order. */
  void copyTo(int[] truths, int[] predictions, int[] pixels) {
    int at = 0;
    for (int slot = 0; slot < keys.length; slot++) {
      if (counts[slot] != 0) {
        truths[at] = (int) (keys[slot] >> 32);
        predictions[at] = (int) keys[slot];
        pixels[at++] = counts[slot];
      }
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[2 * oldKeys.length];
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0) {
        int slot = slot(oldKeys[i], keys, counts);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  private static int slot(long key, long[] keys, int[] counts) {
    int mask = keys.length - 1;
    // Fibonacci hashing: the upper bits are mixed best.
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

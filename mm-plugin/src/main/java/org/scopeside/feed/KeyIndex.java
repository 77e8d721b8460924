package org.scopeside.feed;

import java.util.Arrays;

/**
 * Rows by a key of two longs: a hash table with open addressing over rows that lie one behind the
 * other, 24 bytes a row. Rows are added, never removed. Not thread-safe.
 */
final class KeyIndex {
  private static final int SMALLEST = 64;

  private long[] first = new long[SMALLEST];
  private long[] second = new long[SMALLEST];

  /** Row + 1, 0 where there is none; twice as long as there is room for rows. */
  private int[] slots = new int[2 * SMALLEST];

  private int size;

  int size() {
    return size;
  }

  /** Rows there is room for; grows by doubling. */
  int room() {
    return first.length;
  }

  long first(int row) {
    return first[row];
  }

  long second(int row) {
    return second[row];
  }

  /** The row of a key, -1 where there is none. */
  int find(long a, long b) {
    return slots[slot(a, b)] - 1;
  }

  /** The row of a key that is not there yet. */
  int add(long a, long b) {
    if (size == first.length) {
      grow();
    }
    first[size] = a;
    second[size] = b;
    slots[slot(a, b)] = size + 1;
    return size++;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  private int slot(long a, long b) {
    int mask = slots.length - 1;
    int slot = hash(a, b) & mask;
    for (int row = slots[slot] - 1; row >= 0; row = slots[slot] - 1) {
      if (first[row] == a && second[row] == b) {
        break;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    first = Arrays.copyOf(first, 2 * size);
    second = Arrays.copyOf(second, 2 * size);
    slots = new int[4 * size];
    for (int row = 0; row < size; row++) {
      slots[slot(first[row], second[row])] = row + 1;
    }
  }

  private static int hash(long a, long b) {
    long mixed = a * 0x9E37_79B9_7F4A_7C15L ^ Long.rotateLeft(b * 0xC2B2_AE3D_27D4_EB4FL, 31);
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return (int) (mixed ^ mixed >>> 32);
  }
}

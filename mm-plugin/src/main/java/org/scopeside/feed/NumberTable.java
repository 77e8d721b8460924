package org.scopeside.feed;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Rows of a few numbers by a key of two longs, without an object a row. Not thread-safe.
 *
 * <p>Bounded: rows are written to a young half; when that is full the old half is forgotten and the
 * young one grows old. So the rows written last are known, at least half of {@code limit} of them.
 */
final class NumberTable {
  private final int width;
  private final int limit;
  private Half young;
  private Half old;

  /** Tells what rows there are. */
  interface Visitor {
    /**
     * Tells of a row.
     *
     * @param numbers the row's; another row's after the call
     */
    void row(long a, long b, long[] numbers);
  }

  /**
   * @param width longs a row
   * @param limit rows kept at most
   */
  NumberTable(int width, int limit) {
    this.width = width;
    this.limit = limit;
    this.young = new Half(width);
    this.old = new Half(width);
  }

  /** Reads a row into {@code numbers}; false, and zeros, where there is none. */
  boolean load(long a, long b, long[] numbers) {
    if (young.load(a, b, numbers) || old.load(a, b, numbers)) {
      return true;
    }
    Arrays.fill(numbers, 0);
    return false;
  }

  /**
   * Writes a row.
   *
   * @param forgotten told how many rows are given up for it, if any are
   */
  void store(long a, long b, long[] numbers, LongConsumer forgotten) {
    if (young.size() >= limit / 2 && !young.has(a, b)) {
      forgotten.accept(old.size());
      old = young;
      young = new Half(width);
    }
    young.store(a, b, numbers);
  }

  void forEach(Visitor visitor) {
    long[] numbers = new long[width];
    young.forEach(numbers, visitor);
    old.forEach(
        numbers,
        (a, b, row) -> {
          if (!young.has(a, b)) {
            visitor.row(a, b, row);
          }
        });
  }

  private static final class Half {
    private final KeyIndex keys = new KeyIndex();
    private final int width;
    private long[] rows;

    Half(int width) {
      this.width = width;
      this.rows = new long[width * keys.room()];
    }

    int size() {
      return keys.size();
    }

    boolean has(long a, long b) {
      return keys.find(a, b) >= 0;
    }

    boolean load(long a, long b, long[] numbers) {
      int row = keys.find(a, b);
      if (row >= 0) {
        System.arraycopy(rows, row * width, numbers, 0, width);
      }
      return row >= 0;
    }

    void store(long a, long b, long[] numbers) {
      int row = keys.find(a, b);
      if (row < 0) {
        row = keys.add(a, b);
        rows = rows.length < width * keys.room() ? grown() : rows;
      }
      System.arraycopy(numbers, 0, rows, row * width, width);
    }

    private long[] grown() {
      return Arrays.copyOf(rows, width * keys.room());
    }

    void forEach(long[] numbers, Visitor visitor) {
      for (int row = 0; row < keys.size(); row++) {
        System.arraycopy(rows, row * width, numbers, 0, width);
        visitor.row(keys.first(row), keys.second(row), numbers);
      }
    }
  }
}

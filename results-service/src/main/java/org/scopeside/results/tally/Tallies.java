package org.scopeside.results.tally;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Maps of counts and sums, added and taken away entry by entry; entries that are empty vanish. */
final class Tallies {
  private Tallies() {}

  static <K extends Comparable<K>, V> SortedMap<K, V> sorted(Map<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  static <K extends Comparable<K>> SortedMap<K, Long> plus(
      Map<K, Long> counts, Map<K, Long> others) {
    return combine(counts, others, 0L, Long::sum);
  }

  static <K extends Comparable<K>> SortedMap<K, Long> minus(
      Map<K, Long> counts, Map<K, Long> others) {
    return combine(counts, others, 0L, (a, b) -> a - b);
  }

  static <K extends Comparable<K>, V> SortedMap<K, V> combine(
      Map<K, V> left, Map<K, V> right, V empty, BinaryOperator<V> operator) {
    TreeMap<K, V> combined = new TreeMap<>(left);
    right.forEach(
        (key, value) -> {
          V result = operator.apply(combined.getOrDefault(key, empty), value);
          if (result.equals(empty)) {
            combined.remove(key);
          } else {
            combined.put(key, result);
          }
        });
    return Collections.unmodifiableSortedMap(combined);
  }
}

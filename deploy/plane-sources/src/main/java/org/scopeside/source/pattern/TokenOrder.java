package org.scopeside.source.pattern;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The distinct tokens of one placeholder in a folder: numbers by value, then text by its letters. A
 * token's index is its zero-based place in that order. "1" and "01" are one token; the spelling
 * seen first is its name.
 */
final class TokenOrder {
  private static final Comparator<String> ORDER =
      Comparator.comparing((String key) -> !isNumber(key))
          .thenComparing(key -> isNumber(key) ? new BigInteger(key) : BigInteger.ZERO)
          .thenComparing(Comparator.naturalOrder());

  private final Map<String, Integer> indices = new HashMap<>();
  private final List<String> names;

  private TokenOrder(SortedMap<String, String> nameOfKey) {
    this.names = List.copyOf(nameOfKey.values());
    nameOfKey.keySet().forEach(key -> indices.put(key, indices.size()));
  }

  static TokenOrder of(Iterable<String> tokens) {
    SortedMap<String, String> nameOfKey = new TreeMap<>(ORDER);
    for (String token : tokens) {
      nameOfKey.putIfAbsent(key(token), token);
    }
    return new TokenOrder(nameOfKey);
  }

  /** The place of a token; 0 if there are none, as where the pattern lacks the placeholder. */
  int indexOf(String token) {
    return indices.getOrDefault(key(token), 0);
  }

  List<String> names() {
    return names;
  }

  /** How many there are, at least 1. */
  int size() {
    return Math.max(1, names.size());
  }

  private static boolean isNumber(String token) {
    return token.chars().allMatch(c -> c >= '0' && c <= '9') && !token.isEmpty();
  }

  private static String key(String token) {
    return isNumber(token) ? token.replaceFirst("^0+(?=[0-9])", "") : token;
  }
}

package org.scopeside.source.micromanager;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.scopeside.contract.PlaneHeader;

/**
 * Zero-based indices for the values of an axis. Numbers may be negative and need not start at 0:
 * they count from the smallest. A number that is missing leaves its index free, so that a lost
 * frame does not move the others; where more than half are missing the numbers are no indices, and
 * their ranks are taken.
 */
public final class AxisIndices<T> {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

  private final Map<T, Integer> indices = new HashMap<>();
  private int size;

  private AxisIndices() {}

  public static AxisIndices<Long> ofNumbers(Collection<Long> values) {
    TreeSet<Long> sorted = new TreeSet<>(values);
    AxisIndices<Long> axis = new AxisIndices<>();
    if (sorted.isEmpty()) {
      return axis;
    }
    long first = sorted.first();
    // As numbers of type long they might overflow; such are no indices.
    double span = (double) sorted.last() - first + 1;
    boolean indices = span <= 2.0 * sorted.size() && span <= PlaneHeader.MAX_INDEX;
    for (Long value : sorted) {
      axis.put(value, indices ? (int) (value - first) : axis.size);
    }
    return axis;
  }

  /** Numbers in their order without holes; names in the order they come. */
  static AxisIndices<String> ofTokens(Collection<String> tokens) {
    LinkedHashSet<String> distinct = new LinkedHashSet<>(tokens);
    AxisIndices<String> axis = new AxisIndices<>();
    if (distinct.stream().allMatch(AxisIndices::isNumber)) {
      distinct.stream()
          .sorted((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)))
          .forEach(token -> axis.put(token, axis.size));
    } else {
      distinct.forEach(token -> axis.put(token, axis.size));
    }
    return axis;
  }

  static boolean isNumber(String token) {
    return NUMBER.matcher(token).matches();
  }

  private void put(T value, int index) {
    indices.put(value, index);
    size = Math.max(size, index + 1);
  }

  /** One more than the largest index; 0 without values. */
  int size() {
    return size;
  }

  /** The index of one of the values it was made of. */
  public int of(T value) {
    return Objects.requireNonNull(indices.get(value), "value of the axis");
  }
}

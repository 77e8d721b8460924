package org.scopeside.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a JSON object that leaves out what is null, and numbers that JSON cannot write. */
final class JsonBuilder {
  private final Map<String, Object> object = new LinkedHashMap<>();

  JsonBuilder put(String name, @Nullable Object value) {
    if (value != null && !(value instanceof Double && !WireText.isFinite((Double) value))) {
      object.put(name, value);
    }
    return this;
  }

  JsonBuilder put(String name, Map<String, Double> numbers) {
    Map<String, Object> finite = new LinkedHashMap<>();
    for (Map.Entry<String, Double> number : numbers.entrySet()) {
      if (WireText.isFinite(number.getValue())) {
        finite.put(number.getKey(), number.getValue());
      }
    }
    object.put(name, finite);
    return this;
  }

  JsonBuilder putColumns(String name, Map<String, double[]> columns) {
    Map<String, Object> lists = new LinkedHashMap<>();
    for (Map.Entry<String, double[]> column : columns.entrySet()) {
      List<@Nullable Object> values = new ArrayList<>(column.getValue().length);
      for (double value : column.getValue()) {
        values.add(WireText.isFinite(value) ? compact(value) : null);
      }
      lists.put(column.getKey(), values);
    }
    object.put(name, lists);
    return this;
  }

  Map<String, Object> build() {
    return object;
  }

  /**
   * Whole numbers without a fraction, others as float: seven digits are more than a measurement
   * has.
   */
  private static Object compact(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    float rounded = (float) value;
    return Float.isInfinite(rounded) ? (Object) value : (Object) rounded;
  }
}

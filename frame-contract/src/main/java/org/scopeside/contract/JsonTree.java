package org.scopeside.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException.Reason;

/**
 * Reads typed, bounded values from a parsed JSON object; every refusal names the path and what was
 * found.
 */
final class JsonTree {
  /** Most entries read from any list of an event: more than any plate has wells or fields. */
  static final int MAX_LIST = 100_000;

  private static final int MAX_TEXT = 4096;

  private final String path;
  private final Map<?, ?> object;

  JsonTree(String path, Map<?, ?> object) {
    this.path = path;
    this.object = object;
  }

  @Nullable String text(String name) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String) || ((String) value).length() > MAX_TEXT) {
      throw invalid(name, value, "is not text of at most " + MAX_TEXT + " characters");
    }
    return (String) value;
  }

  String requiredText(String name) throws MalformedRecordException {
    String text = text(name);
    if (text == null) {
      throw invalid(name, null, "is missing");
    }
    return text;
  }

  String acquisition() throws MalformedRecordException {
    String id = requiredText("acquisition");
    if (!PlaneHeader.isAcquisitionId(id)) {
      throw invalid("acquisition", id, "is not an acquisition id");
    }
    return id;
  }

  @Nullable Well well(String name) throws MalformedRecordException {
    String label = text(name);
    if (label == null || label.equals(PlaneHeader.NO_WELL)) {
      return null;
    }
    Well well = Well.parse(label);
    if (well == null) {
      throw invalid(
          name,
          label,
          "is no well of a plate of at most " + Well.MAX_ROWS + "x" + Well.MAX_COLUMNS);
    }
    return well;
  }

  @Nullable Instant instant(String name) throws MalformedRecordException {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw invalid(name, text, "is not an RFC 3339 time in UTC");
    }
  }

  Instant requiredInstant(String name) throws MalformedRecordException {
    Instant instant = instant(name);
    if (instant == null) {
      throw invalid(name, null, "is missing");
    }
    return instant;
  }

  int intOr(String name, int absent, int min, int max) throws MalformedRecordException {
    return (int) longOr(name, absent, min, max);
  }

  long longOr(String name, long absent, long min, long max) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return absent;
    }
    boolean whole = value instanceof Integer || value instanceof Long;
    long number = whole ? ((Number) value).longValue() : 0;
    if (!whole || number < min || number > max) {
      throw invalid(name, value, "is not a whole number from " + min + " to " + max);
    }
    return number;
  }

  @Nullable Double number(String name) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Number)) {
      throw invalid(name, value, "is not a number");
    }
    return ((Number) value).doubleValue();
  }

  boolean flag(String name, boolean absent) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof Boolean)) {
      throw invalid(name, value, "is not true or false");
    }
    return (Boolean) value;
  }

  /** The object of that name; an empty one where it is absent. */
  JsonTree object(String name) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return new JsonTree(path + "." + name, new LinkedHashMap<String, Object>());
    }
    if (!(value instanceof Map)) {
      throw invalid(name, value, "is not an object");
    }
    return new JsonTree(path + "." + name, (Map<?, ?>) value);
  }

  List<JsonTree> objects(String name) throws MalformedRecordException {
    List<JsonTree> trees = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof Map)) {
        throw invalid(name, item, "holds something that is not an object");
      }
      trees.add(new JsonTree(path + "." + name + "[" + trees.size() + "]", (Map<?, ?>) item));
    }
    return trees;
  }

  List<String> texts(String name) throws MalformedRecordException {
    List<String> texts = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof String)) {
        throw invalid(name, item, "holds something that is not text");
      }
      texts.add((String) item);
    }
    return texts;
  }

  /** A map of finite numbers in their order; entries that are null are left out. */
  Map<String, Double> numbers(String name) throws MalformedRecordException {
    JsonTree tree = object(name);
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Object key : tree.object.keySet()) {
      Double number = tree.number(String.valueOf(key));
      if (number != null) {
        numbers.put(String.valueOf(key), number);
      }
    }
    return numbers;
  }

  /** Columns of numbers, all {@code rows} long; null entries become NaN. */
  Map<String, double[]> columns(String name, int rows) throws MalformedRecordException {
    JsonTree tree = object(name);
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (Object key : tree.object.keySet()) {
      columns.put(String.valueOf(key), tree.column(String.valueOf(key), rows));
    }
    return columns;
  }

  private double[] column(String name, int rows) throws MalformedRecordException {
    List<?> values = list(name);
    if (values.size() != rows) {
      throw invalid(
          name,
          values.size() + " values",
          "does not have one value for each of " + rows + " objects");
    }
    double[] column = new double[rows];
    for (int i = 0; i < rows; i++) {
      Object value = values.get(i);
      if (value != null && !(value instanceof Number)) {
        throw invalid(name, value, "holds something that is not a number");
      }
      column[i] = value == null ? Double.NaN : ((Number) value).doubleValue();
    }
    return column;
  }

  private List<?> list(String name) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return new ArrayList<>();
    }
    if (!(value instanceof List) || ((List<?>) value).size() > MAX_LIST) {
      throw invalid(
          name,
          value instanceof List ? ((List<?>) value).size() + " entries" : value,
          "is not a list of at most " + MAX_LIST);
    }
    return (List<?>) value;
  }

  private MalformedRecordException invalid(String name, @Nullable Object value, String why) {
    String found = value == null ? "" : " '" + HeaderReader.clip(String.valueOf(value)) + "'";
    return new MalformedRecordException(Reason.INVALID_JSON, path + "." + name + found + " " + why);
  }

  /** Reads {@code tree} as an object of an event. */
  static JsonTree root(EventType type, @Nullable Object tree) throws MalformedRecordException {
    if (!(tree instanceof Map)) {
      throw new MalformedRecordException(
          Reason.INVALID_JSON, type.wireName() + ": the body is not a JSON object");
    }
    return new JsonTree("$", (Map<?, ?>) tree);
  }
}

package org.scopeside.contract;

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

  /** Most measurements of a plane or of the objects of a segmentation. */
  static final int MAX_MEASUREMENTS = 10_000;

  /** Largest count, of planes for example: sums over all wells of a plate stay exact everywhere. */
  static final long MAX_COUNT = 1_000_000_000_000L;

  private static final int MAX_TEXT = 4096;

  /** Up to here every whole number is a double. */
  private static final double MAX_EXACT = 1L << 53;

  private final String path;
  private final Map<?, ?> object;

  JsonTree(String path, Map<?, ?> object) {
    this.path = path;
    this.object = object;
  }

  boolean has(String name) {
    return object.get(name) != null;
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
    if (text == null) {
      return null;
    }
    Instant time = WireText.time(text);
    if (time == null) {
      throw invalid(name, text, "is not an RFC 3339 time");
    }
    return time;
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
    Long number = whole(value);
    if (number == null || number < min || number > max) {
      throw invalid(name, value, "is not a whole number from " + min + " to " + max);
    }
    return number;
  }

  long requiredLong(String name, long min, long max) throws MalformedRecordException {
    if (object.get(name) == null) {
      throw invalid(name, null, "is missing");
    }
    return longOr(name, min, min, max);
  }

  /** As JSON Schema has it: 3.0 is a whole number too. */
  private static @Nullable Long whole(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double && Math.abs((Double) value) <= MAX_EXACT) {
      long number = ((Double) value).longValue();
      return number == (Double) value ? (Long) number : null;
    }
    return null;
  }

  @Nullable Double number(String name) throws MalformedRecordException {
    Object value = object.get(name);
    return value == null ? null : (Double) finite(name, value);
  }

  @Nullable Double positive(String name) throws MalformedRecordException {
    Double number = number(name);
    if (number != null && number <= 0) {
      throw invalid(name, number, "is not above 0");
    }
    return number;
  }

  private double finite(String name, Object value) throws MalformedRecordException {
    double number = value instanceof Number ? ((Number) value).doubleValue() : Double.NaN;
    if (!WireText.isFinite(number)) {
      throw invalid(name, value, "is not a finite number");
    }
    return number;
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
      if (!(item instanceof String) || ((String) item).length() > MAX_TEXT) {
        throw invalid(
            name, item, "holds something that is not text of at most " + MAX_TEXT + " characters");
      }
      texts.add((String) item);
    }
    return texts;
  }

  /** A list of zero-based indices, of fields for example. */
  List<Integer> indices(String name) throws MalformedRecordException {
    List<Integer> indices = new ArrayList<>();
    for (Object item : list(name)) {
      Long index = item == null ? null : whole(item);
      if (index == null || index < 0 || index > PlaneHeader.MAX_INDEX) {
        throw invalid(
            name,
            item,
            "holds something that is not a whole number from 0 to " + PlaneHeader.MAX_INDEX);
      }
      indices.add(index.intValue());
    }
    return indices;
  }

  /** A map of finite numbers in their order; entries that are null are left out. */
  Map<String, Double> numbers(String name) throws MalformedRecordException {
    JsonTree tree = measurements(name);
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
    JsonTree tree = measurements(name);
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (Object key : tree.object.keySet()) {
      columns.put(String.valueOf(key), tree.column(String.valueOf(key), rows));
    }
    return columns;
  }

  private JsonTree measurements(String name) throws MalformedRecordException {
    JsonTree tree = object(name);
    if (tree.object.size() > MAX_MEASUREMENTS) {
      throw invalid(name, tree.object.size() + " members", "has more than " + MAX_MEASUREMENTS);
    }
    for (Object key : tree.object.keySet()) {
      if (!(key instanceof String) || ((String) key).length() > MAX_TEXT) {
        throw invalid(
            name, key, "has a name that is not text of at most " + MAX_TEXT + " characters");
      }
    }
    return tree;
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
      column[i] = value == null ? Double.NaN : finite(name, value);
    }
    return column;
  }

  private List<?> list(String name) throws MalformedRecordException {
    Object value = object.get(name);
    if (value == null) {
      return new ArrayList<>();
    }
    if (!(value instanceof List) || ((List<?>) value).size() > MAX_LIST) {
      throw invalid(name, value, "is not a list of at most " + MAX_LIST);
    }
    return (List<?>) value;
  }

  MalformedRecordException invalid(String name, @Nullable Object value, String why) {
    String found = value == null ? "" : " " + describe(value);
    return new MalformedRecordException(
        Reason.INVALID_JSON, WireText.clip(path + "." + name) + found + " " + why);
  }

  /** Never writes out what may be large: lists, objects, numbers of a million digits. */
  private static String describe(Object value) {
    if (value instanceof Map) {
      return "(an object)";
    }
    if (value instanceof List) {
      return "(a list of " + ((List<?>) value).size() + ")";
    }
    boolean small =
        value instanceof Integer
            || value instanceof Long
            || value instanceof Float
            || value instanceof Double
            || value instanceof Boolean;
    if (value instanceof String || small) {
      return "'" + WireText.clip(value.toString()) + "'";
    }
    return "(" + value.getClass().getSimpleName() + ")";
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

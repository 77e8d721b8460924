package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value of a YAML document, or the place where one could stand. What cannot be read as asked is
 * added to the problems, with its path, and the fallback is returned, so that reading goes on.
 *
 * <p>Scalars are told apart by YAML 1.2's core schema, as bioimage.io reads them: {@code 1e-6} is a
 * number and {@code no} is text.
 */
final class YamlValue {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private final String path;
  private final @Nullable Node node;
  private final Problems problems;

  YamlValue(String path, @Nullable Node node, Problems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  static String inner(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Where it stands: {@code inputs[0].axes}. */
  String path() {
    return path;
  }

  /** Whether it is there and not null. */
  boolean isPresent() {
    return node != null && !(node instanceof ScalarNode scalar && isNull(scalar));
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Adds a problem with this value. */
  void problem(String fact) {
    problems.add(path, fact);
  }

  /** The value under a key. */
  YamlValue get(String key) {
    return new YamlValue(inner(path, key), entries().get(key), problems);
  }

  /** The keys of a mapping, in their order. */
  List<String> keys() {
    return List.copyOf(entries().keySet());
  }

  /** Adds a problem for every key that is none of these. */
  void onlyKeys(String... known) {
    for (String key : keys()) {
      if (!Arrays.asList(known).contains(key)) {
        get(key).problem("is not known; there are " + String.join(", ", known));
      }
    }
  }

  /** The entries of a list; none where it is absent. */
  List<YamlValue> items() {
    List<YamlValue> items = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        items.add(new YamlValue(path + "[" + items.size() + "]", item, problems));
      }
    } else if (isPresent()) {
      problem("is not a list");
    }
    return items;
  }

  /** The entries of a list of words. */
  List<String> texts() {
    return items().stream().map(YamlValue::text).toList();
  }

  /** A mapping of words to words. */
  Map<String, String> textByKey() {
    Map<String, String> texts = new LinkedHashMap<>();
    keys().forEach(key -> texts.put(key, get(key).text()));
    return texts;
  }

  /** Text that must be there, as it is written; empty, with a problem, where it is not. */
  String text() {
    if (!isPresent()) {
      problem("is missing");
      return "";
    }
    return text("");
  }

  /** Text, or the fallback where there is none. */
  String text(String fallback) {
    String text = textOrNull();
    return text == null ? fallback : text;
  }

  @Nullable String textOrNull() {
    if (!isPresent()) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().strip();
    }
    problem("is not text");
    return null;
  }

  /** One of several words, or the fallback where there is none. */
  String choice(String fallback, List<String> choices) {
    String text = textOrNull();
    if (text == null) {
      return fallback;
    }
    if (!choices.contains(text)) {
      problem("is %s; one of %s is needed".formatted(text, String.join(", ", choices)));
      return fallback;
    }
    return text;
  }

  /** A number within limits, or the fallback where there is none. */
  double number(double fallback, double min, double max) {
    if (!isPresent()) {
      return fallback;
    }
    if (plain() instanceof Number number
        && number.doubleValue() >= min
        && number.doubleValue() <= max) {
      return number.doubleValue();
    }
    problem("is %s; a number from %s to %s is needed".formatted(shown(), brief(min), brief(max)));
    return fallback;
  }

  /** A whole number within limits, or the fallback where there is none. */
  int whole(int fallback, int min, int max) {
    if (!isPresent()) {
      return fallback;
    }
    if (plain() instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.doubleValue() >= min
        && number.doubleValue() <= max) {
      return number.intValue();
    }
    problem("is %s; a whole number from %d to %d is needed".formatted(shown(), min, max));
    return fallback;
  }

  boolean flag(boolean fallback) {
    if (!isPresent()) {
      return fallback;
    }
    if (plain() instanceof Boolean flag) {
      return flag;
    }
    problem("is " + shown() + "; true or false is needed");
    return fallback;
  }

  /** As Java has it: numbers, booleans, text, lists, maps; null where it is absent. */
  @Nullable Object plain() {
    if (node instanceof ScalarNode scalar) {
      return plain(scalar);
    } else if (node instanceof SequenceNode) {
      return items().stream().map(YamlValue::plain).filter(item -> item != null).toList();
    } else if (node instanceof MappingNode) {
      return plainByKey();
    }
    return null;
  }

  /** A mapping as Java has it, without entries that are null. */
  Map<String, Object> plainByKey() {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (String key : keys()) {
      Object value = get(key).plain();
      if (value != null) {
        plain.put(key, value);
      }
    }
    return plain;
  }

  private Map<String, Node> entries() {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          entries.put(key.getValue(), entry.getValueNode());
        }
      }
    } else if (isPresent()) {
      problem("is not a mapping");
    }
    return entries;
  }

  private static @Nullable Object plain(ScalarNode scalar) {
    String text = scalar.getValue();
    if (isNull(scalar)) {
      return null;
    } else if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return text;
    } else if (WHOLE.matcher(text).matches()) {
      return Long.valueOf(text);
    } else if (NUMBER.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> text;
    };
  }

  private static boolean isNull(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN
        && scalar.getValue().matches("|~|null|Null|NULL");
  }

  private String shown() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "no single value";
  }

  private static String brief(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

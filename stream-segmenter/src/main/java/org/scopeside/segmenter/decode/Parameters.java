package org.scopeside.segmenter.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a decoder as a model package states them, read one by one. Problems are
 * gathered, so that all are told at once: call {@link #finish()} when everything was read.
 */
public final class Parameters {
  private final String owner;
  private final Map<String, Object> values;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<String> problems;
  private final List<Parameters> groups = new ArrayList<>();

  /** Put before names in messages: empty, or {@code size_model.}. */
  private final String prefix;

  /**
   * @param owner for messages: {@code decoder flows}
   * @param values names and values as YAML gives them: numbers, booleans, text, lists, maps
   */
  public Parameters(String owner, Map<String, Object> values) {
    this(owner, "", values, new ArrayList<>());
  }

  private Parameters(
      String owner, String prefix, Map<String, Object> values, List<String> problems) {
    this.owner = owner;
    this.prefix = prefix;
    this.values = values;
    this.problems = problems;
  }

  /**
   * Parameters that stand together under a name, or none where it is not given. Their problems are
   * told with the others.
   */
  public Optional<Parameters> group(String name) {
    known.add(name);
    Object value = values.get(name);
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((key, member) -> members.put(String.valueOf(key), member));
      groups.add(new Parameters(owner, prefix + name + ".", members, problems));
      return Optional.of(groups.get(groups.size() - 1));
    }
    if (value != null) {
      problem(name + " is " + value + "; names with values are needed");
    }
    return Optional.empty();
  }

  /** A number, or the default where it is not given. */
  public double number(String name, double fallback, double min, double max) {
    known.add(name);
    Object value = values.get(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Number number
        && number.doubleValue() >= min
        && number.doubleValue() <= max) {
      return number.doubleValue();
    }
    problem("%s is %s; a number from %s to %s is needed".formatted(name, value, min, max));
    return fallback;
  }

  /** A whole number, or the default where it is not given. */
  public int whole(String name, int fallback, int min, int max) {
    double number = number(name, fallback, min, max);
    if (number != Math.rint(number)) {
      problem("%s is %s; a whole number is needed".formatted(name, number));
      return fallback;
    }
    return (int) number;
  }

  public boolean flag(String name, boolean fallback) {
    known.add(name);
    Object value = values.get(name);
    if (value == null || value instanceof Boolean) {
      return value == null ? fallback : (Boolean) value;
    }
    problem("%s is %s; true or false is needed".formatted(name, value));
    return fallback;
  }

  /** One of several words, or the default where it is not given. */
  public String choice(String name, String fallback, List<String> choices) {
    known.add(name);
    Object value = values.get(name);
    if (value == null) {
      return fallback;
    }
    if (choices.contains(value)) {
      return (String) value;
    }
    problem("%s is %s; one of %s is needed".formatted(name, value, choices));
    return fallback;
  }

  /** Numbers, or none where they are not given. */
  public double[] numbers(String name) {
    known.add(name);
    Object value = values.get(name);
    if (value == null) {
      return new double[0];
    }
    if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }
    problem(name + " is not a list of numbers");
    return new double[0];
  }

  /** Adds a problem that the decoder itself found. */
  public void problem(String problem) {
    problems.add(prefix + problem);
  }

  /**
   * Checks that nothing was given that nobody asked for.
   *
   * @throws IllegalArgumentException with every problem
   */
  public void finish() {
    findUnknown();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(owner + ": " + String.join("; ", problems));
    }
  }

  private void findUnknown() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        problem("%s is not known; there are %s".formatted(name, String.join(", ", known)));
      }
    }
    groups.forEach(Parameters::findUnknown);
  }
}

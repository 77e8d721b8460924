package org.scopeside.segmenter.decode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a decoder as a model package states them, read one by one. Problems are
 * gathered, so that all are told at once: call {@link #finish()} when everything was read.
 */
public final class Parameters {
  private final String owner;
  private final Map<String, Object> values;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param owner for messages: {@code decoder flows}
   * @param values names and values as YAML gives them: numbers, booleans, text, lists, maps
   */
  public Parameters(String owner, Map<String, Object> values) {
    this.owner = owner;
    this.values = values;
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
    problems.add("%s is %s; a number from %s to %s is needed".formatted(name, value, min, max));
    return fallback;
  }

  /** A whole number, or the default where it is not given. */
  public int whole(String name, int fallback, int min, int max) {
    double number = number(name, fallback, min, max);
    if (number != Math.rint(number)) {
      problems.add("%s is %s; a whole number is needed".formatted(name, number));
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
    problems.add("%s is %s; true or false is needed".formatted(name, value));
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
    problems.add("%s is %s; one of %s is needed".formatted(name, value, choices));
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
    problems.add(name + " is not a list of numbers");
    return new double[0];
  }

  /** Adds a problem that the decoder itself found. */
  public void problem(String problem) {
    problems.add(problem);
  }

  /**
   * Checks that nothing was given that nobody asked for.
   *
   * @throws IllegalArgumentException with every problem
   */
  public void finish() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        problems.add("%s is not known; there are %s".formatted(name, String.join(", ", known)));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(owner + ": " + String.join("; ", problems));
    }
  }
}

package org.scopeside.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of a service's JSON answer; one of another kind than is asked for is as good as none. */
final class JsonMembers {
  private final Map<?, ?> tree;

  JsonMembers(@Nullable Object tree) {
    this.tree = tree instanceof Map ? (Map<?, ?>) tree : Collections.emptyMap();
  }

  @Nullable String text(String name) {
    Object value = tree.get(name);
    return value instanceof String ? (String) value : null;
  }

  int whole(String name, int absent) {
    Object value = tree.get(name);
    double number = value instanceof Number ? ((Number) value).doubleValue() : Double.NaN;
    return number == (int) number ? (int) number : absent;
  }

  JsonMembers object(String name) {
    return new JsonMembers(tree.get(name));
  }

  List<JsonMembers> objects(String name) {
    List<JsonMembers> objects = new ArrayList<>();
    for (Object item : list(name)) {
      objects.add(new JsonMembers(item));
    }
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(name)) {
      if (item instanceof String) {
        texts.add((String) item);
      }
    }
    return texts;
  }

  private List<?> list(String name) {
    Object value = tree.get(name);
    return value instanceof List ? (List<?>) value : Collections.emptyList();
  }

  /** Members that are numbers, by name. */
  Map<String, Double> numbers(String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    object(name)
        .tree
        .forEach(
            (key, value) -> {
              if (value instanceof Number) {
                numbers.put(String.valueOf(key), ((Number) value).doubleValue());
              }
            });
    return numbers;
  }
}

package org.scopeside.segmenter.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a network says of one of its inputs or outputs.
 *
 * @param shape sizes, outermost first; {@link #DYNAMIC} where the network takes any
 */
public record TensorSpec(String name, TensorType type, List<Long> shape) {
  /** A size that is known only when the network runs. */
  public static final long DYNAMIC = -1;

  public TensorSpec {
    shape = List.copyOf(shape);
  }

  public static TensorSpec of(String name, TensorType type, long... shape) {
    return new TensorSpec(name, type, Arrays.stream(shape).boxed().toList());
  }

  /** For people: {@code image float32[?, 1, ?, ?]}. */
  @Override
  public String toString() {
    return name
        + " "
        + type.name().toLowerCase(java.util.Locale.ROOT)
        + shape.stream()
            .map(size -> size == DYNAMIC ? "?" : size.toString())
            .collect(Collectors.joining(", ", "[", "]"));
  }
}

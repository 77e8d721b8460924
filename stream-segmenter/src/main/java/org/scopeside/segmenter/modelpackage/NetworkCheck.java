package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;

/** Compares the tensors that a description tells of with those that the network has. */
public final class NetworkCheck {
  private final List<String> problems = new ArrayList<>();

  private NetworkCheck() {}

  /**
   * Everything that does not fit, one sentence each; none for a fusion.
   *
   * @param inputs of the network, as an engine's session or its file tells them
   */
  public static List<String> problems(
      ModelDescription model, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    NetworkCheck check = new NetworkCheck();
    Input input = model.input();
    if (input != null) {
      check.input(input, inputs);
      model.outputs().forEach(output -> check.output(output, outputs));
    }
    return check.problems;
  }

  private void input(Input input, List<TensorSpec> specs) {
    TensorSpec spec = find(input.id(), specs);
    if (spec == null) {
      absent("input", input.id(), specs);
    } else {
      type(spec, input.layout());
      shape(spec, input.layout(), input.channels(), input.sizeY(), input.sizeX());
      specs.stream()
          .filter(other -> !other.name().equals(input.id()))
          .forEach(other -> problems.add("the network also needs an input " + other));
    }
  }

  private void output(Output output, List<TensorSpec> specs) {
    TensorSpec spec = find(output.id(), specs);
    if (spec == null) {
      absent("output", output.id(), specs);
    } else {
      type(spec, output.layout());
      if (output.layout() != null) {
        shape(spec, output.layout(), output.channels(), null, null);
      }
    }
  }

  private void absent(String kind, String id, List<TensorSpec> specs) {
    String names = specs.stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    problems.add(
        "the network has no %s %s; there is %s (config.scopeside.tensors tells names that differ)"
            .formatted(kind, id, names));
  }

  private static @Nullable TensorSpec find(String name, List<TensorSpec> specs) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst().orElse(null);
  }

  private void type(TensorSpec spec, @Nullable Layout layout) {
    boolean fits =
        spec.type() == TensorType.FLOAT32
            || (layout == null
                && (spec.type() == TensorType.INT64 || spec.type() == TensorType.INT32));
    if (!fits) {
      problems.add("%s is not of type float32".formatted(spec));
    }
  }

  private void shape(
      TensorSpec spec, Layout layout, int channels, @Nullable Size y, @Nullable Size x) {
    List<Long> shape = spec.shape();
    if (shape.isEmpty()) {
      return; // the file states no shape
    }
    String order = layout.name().toLowerCase(Locale.ROOT);
    if (shape.size() != order.length()) {
      problems.add(
          "%s has %d axes; %s has %d".formatted(spec, shape.size(), order, order.length()));
      return;
    }
    long found = shape.get(order.indexOf('c'));
    if (found != TensorSpec.DYNAMIC && found != channels) {
      problems.add("%s has %d channels; the axes state %d".formatted(spec, found, channels));
    }
    if (order.charAt(0) == 'b' && shape.get(0) > 1) {
      problems.add(
          "%s takes %d images at once only; 1 or any number is needed"
              .formatted(spec, shape.get(0)));
    }
    side(spec, "rows", shape.get(order.indexOf('y')), y);
    side(spec, "columns", shape.get(order.indexOf('x')), x);
  }

  private void side(TensorSpec spec, String what, long found, @Nullable Size size) {
    if (size == null || found == TensorSpec.DYNAMIC) {
      return;
    }
    if (size.step() != 0) {
      problems.add(
          "%s takes %d %s only; the axes state any from %d"
              .formatted(spec, found, what, size.min()));
    } else if (size.min() != found) {
      problems.add("%s takes %d %s; the axes state %d".formatted(spec, found, what, size.min()));
    }
  }
}

package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

/** Reads {@code outputs}. */
final class OutputReader {
  private static final int MAX_SPACING = 64;

  private final YamlValue outputs;
  private final @Nullable TensorAxes input;
  private final Map<String, Output> byId = new LinkedHashMap<>();
  private final Map<String, YamlValue> tensors = new LinkedHashMap<>();
  private int halo;

  /**
   * @param input axes of the input, to whose pixels spacings refer; null where unknown
   */
  OutputReader(YamlValue outputs, @Nullable TensorAxes input) {
    this.outputs = outputs;
    this.input = input;
  }

  /** All outputs by their ids in the description, in its order. */
  Map<String, Output> read(TensorNames names) {
    List<YamlValue> all = outputs.items();
    if (all.isEmpty()) {
      outputs.problem("is missing");
    }
    for (YamlValue tensor : all) {
      String id = tensor.get("id").text();
      tensors.put(id, tensor);
      if (byId.put(id, output(tensor, names.of(id))) != null) {
        tensor.get("id").problem("is " + id + " a second time");
      }
    }
    Set<String> unique = new HashSet<>();
    byId.values().stream()
        .filter(output -> !unique.add(output.id()))
        .forEach(output -> outputs.problem("two are tensor " + output.id() + " of the network"));
    return byId;
  }

  /** The largest halo that the outputs state. */
  int halo() {
    return halo;
  }

  /** The tensors as they stand in the file, by id. */
  Map<String, YamlValue> tensors() {
    return tensors;
  }

  private Output output(YamlValue tensor, String name) {
    TensorAxes axes = TensorAxes.read(tensor);
    Layout layout = axes.layout();
    Activation activation = activation(tensor.get("postprocessing"), layout);
    if (layout == null) {
      return new Output(name, null, 0, 1, activation);
    }
    int spacing = spacing(axes, 'y');
    if (spacing != spacing(axes, 'x')) {
      tensor.get("axes").problem("differ in scale between y and x");
    }
    halo = Math.max(halo, axes.axis('y').get("halo").whole(0, 0, 1 << 15) * spacing);
    halo = Math.max(halo, axes.axis('x').get("halo").whole(0, 0, 1 << 15) * spacing);
    return new Output(name, layout, axes.channels(), spacing, activation);
  }

  /** Pixels of the input to one of the output. */
  private int spacing(TensorAxes axes, char letter) {
    boolean known = input != null && input.order().indexOf(letter) >= 0;
    double spacing = axes.pixel(letter) / (known && input != null ? input.pixel(letter) : 1);
    int whole = (int) Math.round(spacing);
    if (whole < 1 || whole > MAX_SPACING || Math.abs(spacing - whole) > 1e-6) {
      axes.axis(letter)
          .get("scale")
          .problem(
              "gives an output of %s input pixels a pixel; a whole number to %d is needed"
                  .formatted(spacing, MAX_SPACING));
      return 1;
    }
    return whole;
  }

  private static Activation activation(YamlValue steps, @Nullable Layout layout) {
    List<Activation> found = new ArrayList<>();
    for (YamlValue step : steps.items()) {
      String id = step.get("id").text();
      switch (id) {
        case "sigmoid" -> found.add(Activation.SIGMOID);
        case "softmax" -> found.add(Activation.SOFTMAX);
        case "ensure_dtype", "" -> {}
        default ->
            step.get("id")
                .problem("is " + id + "; there are sigmoid, softmax, ensure_dtype after a network");
      }
    }
    if (found.size() > 1 || (!found.isEmpty() && layout == null)) {
      steps.problem("one of sigmoid and softmax, of an image, can be done");
    }
    return found.isEmpty() ? Activation.NONE : found.get(0);
  }
}

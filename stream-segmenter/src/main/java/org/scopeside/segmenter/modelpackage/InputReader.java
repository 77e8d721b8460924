package org.scopeside.segmenter.modelpackage;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;

/** Reads {@code inputs}: one image. */
final class InputReader {
  private static final int MAX_SIDE = 1 << 16;

  private final YamlValue inputs;
  private @Nullable YamlValue tensor;
  private @Nullable TensorAxes axes;

  InputReader(YamlValue inputs) {
    this.inputs = inputs;
  }

  /**
   * The one input.
   *
   * @param names from ids here to names in the network
   * @param perTile whether statistics are of each tile
   * @return null where it cannot be understood; the problems say why
   */
  @Nullable Input read(TensorNames names, boolean perTile) {
    List<YamlValue> all = inputs.items();
    if (!inputs.isPresent() || all.isEmpty()) {
      inputs.problem("is missing; a model takes one image");
      return null;
    }
    if (all.size() > 1) {
      inputs.problem("has %d tensors; models of one input run here".formatted(all.size()));
    }
    YamlValue image = all.get(0);
    this.tensor = image;
    this.axes = TensorAxes.read(image);
    String id = image.get("id").text();
    List<Preprocessing> preprocessing =
        new PreprocessingReader(id, axes, perTile).read(image.get("preprocessing"));
    checkType(image.get("data"));
    Layout layout = axes.layout();
    if (layout == null) {
      explainOrder(image.get("axes"), axes.order());
      return null;
    }
    return new Input(names.of(id), layout, axes.channels(), size('y'), size('x'), preprocessing);
  }

  /** The pixel size that the axes state, for models whose block states none. */
  Scale scale() {
    TensorAxes known = axes;
    if (known == null || known.order().indexOf('x') < 0) {
      return Scale.ANY;
    }
    String unit = known.axis('x').get("unit").text("");
    double micrometres =
        switch (unit) {
          case "micrometer" -> 1;
          case "nanometer" -> 1e-3;
          case "millimeter" -> 1e3;
          default -> Double.NaN;
        };
    return new Scale(known.pixel('x') * micrometres, Double.NaN);
  }

  /** The tensor as it stands in the file; null before it was read. */
  @Nullable YamlValue tensor() {
    return tensor;
  }

  @Nullable TensorAxes axes() {
    return axes;
  }

  private static void explainOrder(YamlValue where, String order) {
    if (order.isEmpty()) {
      return;
    }
    if (order.indexOf('z') >= 0 || order.indexOf('t') >= 0) {
      where.problem("are of a volume or a film; planes are segmented here, of axes y and x");
    } else if (order.indexOf('c') < 0) {
      where.problem("no axis of type channel");
    } else if (order.indexOf('y') < 0 || order.indexOf('x') < 0) {
      where.problem("no axes of type space with the ids y and x");
    } else {
      where.problem(
          "are in the order %s; one of bcyx, byxc and cyx is needed (b batch, c channel)"
              .formatted(order));
    }
  }

  private static void checkType(YamlValue data) {
    List<YamlValue> each = data.isList() ? data.items() : List.of(data);
    for (YamlValue one : each) {
      String type = one.isMapping() ? one.get("type").text("float32") : "float32";
      if (!type.matches("float32|float64|u?int(8|16|32|64)")) {
        one.get("type").problem("is " + type + "; images are numbers");
      }
    }
  }

  private Size size(char letter) {
    YamlValue size = Objects.requireNonNull(axes).axis(letter).get("size");
    if (!size.isPresent()) {
      size.problem("is missing: a number, or {min, step}");
      return new Size(1, 1);
    }
    if (!size.isMapping()) {
      return new Size(size.whole(1, 1, MAX_SIDE), 0);
    }
    if (size.get("axis_id").isPresent()) {
      return sameAs(size, letter);
    }
    int min = size.get("min").whole(0, 1, MAX_SIDE);
    int step = size.get("step").whole(0, 1, MAX_SIDE);
    if (min == 0 || step == 0) {
      size.problem("a number, or min and step, is needed");
    }
    return new Size(Math.max(1, min), Math.max(1, step));
  }

  /** A size that refers to the other side's, which must be a number: else only squares would do. */
  private Size sameAs(YamlValue size, char letter) {
    char other = letter == 'y' ? 'x' : 'y';
    YamlValue otherSize = Objects.requireNonNull(axes).axis(other).get("size");
    if (!size.get("axis_id").text().equals(String.valueOf(other))
        || !otherSize.isPresent()
        || otherSize.isMapping()) {
      size.problem("refers to another axis; a number, or min and step, is needed");
      return new Size(1, 1);
    }
    int offset = size.get("offset").whole(0, -MAX_SIDE, MAX_SIDE);
    return new Size(Math.max(1, otherSize.whole(1, 1, MAX_SIDE) + offset), 0);
  }
}

package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;

/**
 * The axes of a tensor as bioimage.io 0.5 describes them.
 *
 * @param order a letter an axis: b batch, c channel, y and x space, z space, i index, t time
 * @param channels size of the channel axis; 0 without one
 */
record TensorAxes(String order, int channels, List<YamlValue> axes) {
  private static final int MAX_CHANNELS = 4096;
  private static final Map<String, Layout> LAYOUTS =
      Map.of("bcyx", Layout.BCYX, "byxc", Layout.BYXC, "cyx", Layout.CYX);

  /** Reads {@code axes} of a tensor. */
  static TensorAxes read(YamlValue tensor) {
    YamlValue list = tensor.get("axes");
    if (!list.isPresent()) {
      list.problem("is missing");
    } else if (!list.isList()) {
      list.problem("is %s; bioimage.io 0.5 has a list of axes".formatted(list.text("no list")));
      return new TensorAxes("", 0, List.of());
    }
    StringBuilder order = new StringBuilder();
    List<YamlValue> axes = new ArrayList<>();
    int channels = 0;
    for (YamlValue axis : list.items()) {
      char letter = letter(axis);
      if (order.indexOf(String.valueOf(letter)) >= 0 && letter != 'i') {
        axis.problem("is a second axis " + letter);
      }
      order.append(letter);
      axes.add(axis);
      if (letter == 'c') {
        channels = channels(axis);
      }
    }
    return new TensorAxes(order.toString(), channels, axes);
  }

  private static char letter(YamlValue axis) {
    String type = axis.get("type").text();
    return switch (type) {
      case "batch" -> 'b';
      case "channel" -> 'c';
      case "index" -> 'i';
      case "time" -> 't';
      case "space" -> space(axis.get("id"));
      default -> {
        if (!type.isEmpty()) {
          axis.get("type")
              .problem("is " + type + "; one of batch, channel, index, time, space is needed");
        }
        yield '?';
      }
    };
  }

  private static char space(YamlValue id) {
    String name = id.text("x");
    if (name.equals("x") || name.equals("y") || name.equals("z")) {
      return name.charAt(0);
    }
    id.problem("is " + name + "; one of x, y, z is needed");
    return '?';
  }

  private static int channels(YamlValue axis) {
    YamlValue names = axis.get("channel_names");
    int size = axis.get("size").whole(0, 1, MAX_CHANNELS);
    if (!names.isPresent() && size == 0) {
      names.problem("is missing");
      return 1;
    }
    int named = names.texts().size();
    if (named > 0 && size > 0 && named != size) {
      axis.problem("has %d channel_names for a size of %d".formatted(named, size));
    }
    return Math.min(MAX_CHANNELS, Math.max(1, Math.max(named, size)));
  }

  /** How an image is laid out, or null where the tensor is no image. */
  @Nullable Layout layout() {
    return LAYOUTS.get(order);
  }

  /** The axis of a letter; an axis that is there is asked for. */
  YamlValue axis(char letter) {
    return axes.get(order.indexOf(letter));
  }

  /** Length of a pixel along an axis, in the axis' unit. */
  double pixel(char letter) {
    return axis(letter).get("scale").number(1, 1e-9, 1e9);
  }
}

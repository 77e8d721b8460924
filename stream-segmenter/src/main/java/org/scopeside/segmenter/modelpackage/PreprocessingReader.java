package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

/**
 * Reads the steps of an input's {@code preprocessing}, with bioimage.io's names, defaults and
 * limits.
 */
final class PreprocessingReader {
  private static final String KNOWN =
      "scale_range, zero_mean_unit_variance, fixed_zero_mean_unit_variance, scale_linear, clip,"
          + " ensure_dtype";
  private static final double EPS = 1e-6;
  private static final double LARGE = Float.MAX_VALUE;

  private final String tensorId;
  private final TensorAxes axes;
  private final boolean perTile;

  PreprocessingReader(String tensorId, TensorAxes axes, boolean perTile) {
    this.tensorId = tensorId;
    this.axes = axes;
    this.perTile = perTile;
  }

  List<Preprocessing> read(YamlValue steps) {
    List<Preprocessing> read = new ArrayList<>();
    for (YamlValue step : steps.items()) {
      Preprocessing known = step(step, step.get("kwargs"));
      if (known != null) {
        read.add(known);
      }
    }
    return read;
  }

  private @Nullable Preprocessing step(YamlValue step, YamlValue kwargs) {
    String id = step.get("id").text();
    return switch (id) {
      case "scale_range" -> scaleRange(kwargs);
      case "zero_mean_unit_variance" -> zeroMean(kwargs);
      case "fixed_zero_mean_unit_variance" ->
          new FixedZeroMeanUnitVariance(
              required(kwargs.get("mean"), -LARGE), required(kwargs.get("std"), 1e-6));
      case "scale_linear" ->
          new ScaleLinear(same(kwargs.get("gain"), 1), same(kwargs.get("offset"), 0));
      case "clip" -> clip(kwargs);
      case "ensure_dtype" -> {
        floatsOnly(kwargs.get("dtype"));
        yield null;
      }
      default -> {
        if (!id.isEmpty()) {
          step.get("id").problem("is " + id + "; there are " + KNOWN);
        }
        yield null;
      }
    };
  }

  private ZeroMeanUnitVariance zeroMean(YamlValue kwargs) {
    eachChannelOnItsOwn(kwargs.get("axes"));
    return new ZeroMeanUnitVariance(kwargs.get("eps").number(EPS, 0, 0.1), perTile);
  }

  private ScaleRange scaleRange(YamlValue kwargs) {
    eachChannelOnItsOwn(kwargs.get("axes"));
    double min = kwargs.get("min_percentile").number(0, 0, 100);
    double max = kwargs.get("max_percentile").number(100, 0, 100);
    if (min >= max) {
      kwargs.get("min_percentile").problem(min + " is not below max_percentile " + max);
    }
    YamlValue reference = kwargs.get("reference_tensor");
    if (!reference.text(tensorId).equals(tensorId)) {
      reference.problem("is another tensor; an input is scaled by itself here");
    }
    return new ScaleRange(min, max, kwargs.get("eps").number(EPS, 0, 0.1), perTile);
  }

  private static Clip clip(YamlValue kwargs) {
    for (String percentile : List.of("min_percentile", "max_percentile")) {
      if (kwargs.get(percentile).isPresent()) {
        kwargs.get(percentile).problem("is not run here; scale_range, then clip to 0 and 1, is");
      }
    }
    double min = kwargs.get("min").number(Double.NEGATIVE_INFINITY, -LARGE, LARGE);
    double max = kwargs.get("max").number(Double.POSITIVE_INFINITY, -LARGE, LARGE);
    if (min > max) {
      kwargs.get("min").problem(min + " is above max " + max);
    }
    return new Clip(min, max);
  }

  private static void floatsOnly(YamlValue dtype) {
    String type = dtype.text();
    if (!type.isEmpty() && !type.matches("float(32|64)")) {
      dtype.problem("is " + type + "; networks are given float32 here");
    }
  }

  /** Without axes bioimage.io takes all values together, which is the same for one channel. */
  private void eachChannelOnItsOwn(YamlValue given) {
    List<String> together = given.texts();
    if (given.isPresent() && !(together.contains("y") && together.contains("x"))) {
      given.problem("must hold y and x: statistics are of whole planes");
    }
    if (axes.channels() > 1 && (!given.isPresent() || together.contains("channel"))) {
      given.problem("takes all channels together; with axes: [y, x] each is taken on its own");
    }
  }

  private double required(YamlValue value, double min) {
    if (!value.isPresent()) {
      value.problem("is missing");
      return 1;
    }
    return value.isList() ? same(value, 1) : value.number(1, min, LARGE);
  }

  /** A number, or a list of numbers that are all the same. */
  private double same(YamlValue value, double fallback) {
    if (!value.isList()) {
      return value.number(fallback, -LARGE, LARGE);
    }
    double[] numbers =
        value.items().stream().mapToDouble(n -> n.number(fallback, -LARGE, LARGE)).toArray();
    for (double number : numbers) {
      if (number != numbers[0]) {
        value.problem("differs from channel to channel; one number for all is needed");
        return fallback;
      }
    }
    return numbers.length == 0 ? fallback : numbers[0];
  }
}

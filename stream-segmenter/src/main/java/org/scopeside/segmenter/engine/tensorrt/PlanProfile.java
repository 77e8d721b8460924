package org.scopeside.segmenter.engine.tensorrt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.ShapeRange;

/**
 * Shapes that an engine is built for: the first axis counts images, others are rows and columns.
 */
final class PlanProfile {
  private PlanProfile() {}

  /** Ranges of the inputs that have a dynamic axis, by name. */
  static Map<String, ShapeRange> of(OnnxFile network, EngineOptions options) {
    Map<String, ShapeRange> ranges = new LinkedHashMap<>();
    for (TensorSpec input : network.inputs()) {
      if (input.shape().contains(TensorSpec.DYNAMIC)) {
        ranges.put(input.name(), range(input, options));
      }
    }
    return ranges;
  }

  private static ShapeRange range(TensorSpec input, EngineOptions options) {
    List<Long> min = new ArrayList<>();
    List<Long> opt = new ArrayList<>();
    List<Long> max = new ArrayList<>();
    for (int axis = 0; axis < input.shape().size(); axis++) {
      long size = input.shape().get(axis);
      boolean dynamic = size == TensorSpec.DYNAMIC;
      boolean batch = axis == 0;
      min.add(!dynamic ? size : batch ? 1 : options.spatial().min());
      opt.add(!dynamic ? size : batch ? options.maxBatch() : options.spatial().usual());
      max.add(!dynamic ? size : batch ? options.maxBatch() : options.spatial().max());
    }
    return new ShapeRange(min, opt, max);
  }

  /** For people and keys. */
  static SortedMap<String, String> text(Map<String, ShapeRange> ranges) {
    SortedMap<String, String> text = new TreeMap<>();
    ranges.forEach(
        (name, range) -> text.put(name, range.min() + " " + range.opt() + " " + range.max()));
    return text;
  }
}

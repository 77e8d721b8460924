package org.scopeside.segmenter.engine.tensorrt;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** Shapes as TensorRT has them. */
final class Shapes {
  private static final int MOST_AXES = 8;

  private Shapes() {}

  /** New dims, to be closed. */
  static Dims64 dims(List<Long> shape) throws EngineException {
    Dims64 dims = new Dims64();
    set(dims, shape.stream().mapToLong(Long::longValue).toArray());
    return dims;
  }

  static void set(Dims64 dims, long[] shape) throws EngineException {
    if (shape.length > MOST_AXES) {
      throw new EngineException(
          Reason.TENSOR_MISMATCH,
          "%d axes are more than TensorRT's %d".formatted(shape.length, MOST_AXES));
    }
    dims.nbDims(shape.length);
    for (int axis = 0; axis < shape.length; axis++) {
      dims.d(axis, shape[axis]);
    }
  }

  /** Sizes; -1 for dynamic ones. */
  static List<Long> list(Dims64 dims) {
    List<Long> shape = new ArrayList<>();
    for (int axis = 0; axis < dims.nbDims(); axis++) {
      shape.add(dims.d(axis));
    }
    return shape;
  }
}

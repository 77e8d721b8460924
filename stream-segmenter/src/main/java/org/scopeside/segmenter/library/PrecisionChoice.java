package org.scopeside.segmenter.library;

import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.modelpackage.ModelPackage;

/**
 * Which network of a package runs, where it has several. Models without a network (classical ones,
 * forests) have no choice.
 */
public enum PrecisionChoice {
  /** The one that the engine is best at: int8 on processors, fp16 on accelerators, else fp32. */
  AUTO,
  FP32,
  FP16,
  INT8;

  /**
   * The precision in which a package's network is run by an engine.
   *
   * @throws ModelUnavailableException if the package lacks the one that is asked for
   */
  Precision of(ModelPackage model, Engine engine) throws ModelUnavailableException {
    if (this == AUTO) {
      return engine.precisions().stream()
          .filter(precision -> has(model, engine, precision))
          .findFirst()
          .orElse(Precision.FP32);
    }
    Precision asked = Precision.valueOf(name());
    if (!has(model, engine, asked)) {
      throw new ModelUnavailableException("model " + ModelPackage.lacking(model, asked));
    }
    return asked;
  }

  /** Whether a package has a network in a precision, or the engine makes it of the one in fp32. */
  private static boolean has(ModelPackage model, Engine engine, Precision precision) {
    return model.precisions().contains(precision)
        || (model.precisions().contains(Precision.FP32)
            && engine.derives(precision, Precision.FP32));
  }
}

package org.scopeside.segmenter.evaluate;

/**
 * How far the number of objects is off, whichever objects they are.
 *
 * @param trueObjects objects of the truth
 * @param predictedObjects objects of the prediction
 */
public record CountError(int trueObjects, int predictedObjects) {
  /** Predicted minus true: above 0 where too many were found. */
  public int signed() {
    return predictedObjects - trueObjects;
  }

  public int absolute() {
    return Math.abs(signed());
  }

  /**
   * Signed error in percent of the true number; NaN where that is 0 and the prediction's is not.
   */
  public double percent() {
    return signed() == 0 ? 0 : trueObjects == 0 ? Double.NaN : 100.0 * signed() / trueObjects;
  }
}

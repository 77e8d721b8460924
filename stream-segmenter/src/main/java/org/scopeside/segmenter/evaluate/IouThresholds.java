package org.scopeside.segmenter.evaluate;

/** The steps of IoU at which objects are compared. */
public final class IouThresholds {
  private IouThresholds() {}

  /** 0.50, 0.55 … 0.95: COCO's and the Data Science Bowl's ten. */
  public static double[] standard() {
    double[] thresholds = new double[10];
    for (int i = 0; i < thresholds.length; i++) {
      // A quotient, so that 0.6 is the number that people write.
      thresholds[i] = (50 + 5 * i) / 100.0;
    }
    return thresholds;
  }

  /**
   * 0.50, 0.55 … 0.90 as NumPy's {@code arange(0.5, 0.95, 0.05)} makes them, by steps of {@code
   * (0.5 + 0.05) - 0.5}: 0.6000000000000001 and so on, which decides for an IoU of exactly 3/5.
   */
  public static double[] caicedo() {
    double step = 0.5 + 0.05 - 0.5;
    double[] thresholds = new double[9];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = 0.5 + i * step;
    }
    return thresholds;
  }
}

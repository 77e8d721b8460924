package org.scopeside.segmenter.network;

import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;

/**
 * By how much a plane is made larger or smaller so that its objects are as large as those that the
 * network was trained on.
 *
 * @param scale of the model
 * @param objectDiameterPx of objects in the planes; NaN where it is not known
 */
public record Rescaling(Scale scale, double objectDiameterPx) {
  private static final double LARGEST = 8;

  /** Networks bear so much; resampling for less would only blur. */
  private static final double NEGLIGIBLE = 0.05;

  /**
   * Side of what the network sees over side of the plane: by pixel size where both are known, else
   * by diameter where both are known, else 1.
   *
   * @param pixelSizeUm of the plane; NaN where it is not known
   * @throws IllegalArgumentException if it lies outside 1/8 to 8
   */
  public double factor(double pixelSizeUm) {
    double factor = 1;
    if (objectDiameterPx > 0 && scale.objectDiameterPx() > 0) {
      factor = scale.objectDiameterPx() / objectDiameterPx;
    }
    if (pixelSizeUm > 0 && scale.pixelSizeUm() > 0) {
      factor = pixelSizeUm / scale.pixelSizeUm();
    }
    if (!(factor >= 1 / LARGEST && factor <= LARGEST)) {
      throw new IllegalArgumentException(
          "plane of %s µm a pixel, objects of %s px, would be rescaled by %.4g for a model of %s µm, %s px; 1/8 to 8 is allowed"
              .formatted(
                  pixelSizeUm,
                  objectDiameterPx,
                  factor,
                  scale.pixelSizeUm(),
                  scale.objectDiameterPx()));
    }
    return Math.abs(factor - 1) < NEGLIGIBLE ? 1 : factor;
  }

  /** By a diameter that was estimated, within the bounds. */
  public double factorForDiameter(double diameterPx) {
    if (!(scale.objectDiameterPx() > 0)) {
      return 1;
    }
    double factor = scale.objectDiameterPx() / diameterPx;
    double bounded = Math.max(1 / LARGEST, Math.min(LARGEST, factor));
    return Math.abs(bounded - 1) < NEGLIGIBLE ? 1 : bounded;
  }
}

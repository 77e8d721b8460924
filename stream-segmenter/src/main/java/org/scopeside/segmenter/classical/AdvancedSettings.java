package org.scopeside.segmenter.classical;

/**
 * Settings of the advanced classical segmentation; lengths in pixels of the plane.
 *
 * @param backgroundBlock side of the blocks in which the background is looked for, 16 to 1000;
 *     wider than an object, narrower than the shading
 * @param backgroundPercentile percentile of a block that is background, 0 to 50
 * @param openingRadius radius of the disc of the grey opening, 0 to 10; 0 leaves it out. What is
 *     narrower than the disc goes
 * @param outlineFraction height of an object's outline between the background (0) and the object's
 *     own upper brightness (1), 0 to 0.9; 0 leaves outlines where the threshold put them
 * @param intensityPower what brightness counts beside shape when clumps are split: heights are
 *     distance × brightness to this power, 0 to 4
 * @param steps settings of the steps that it shares with {@link ClassicalSegmentation}
 */
public record AdvancedSettings(
    int backgroundBlock,
    double backgroundPercentile,
    int openingRadius,
    double outlineFraction,
    double intensityPower,
    ClassicalSettings steps) {

  /** Checks every range; a wrong setting is to stop the start. */
  public AdvancedSettings {
    inRange("backgroundBlock", backgroundBlock, 16, 1000);
    inRange("backgroundPercentile", backgroundPercentile, 0, 50);
    inRange("openingRadius", openingRadius, 0, 10);
    inRange("outlineFraction", outlineFraction, 0, 0.9);
    inRange("intensityPower", intensityPower, 0, 4);
  }

  /**
   * The defaults, chosen on the 310 training images of BBBC038 that {@link
   * ClassicalSettings#defaults()} were chosen on.
   */
  public static AdvancedSettings defaults() {
    return new AdvancedSettings(
        64, 10, 1, 0.4, 0.5, new ClassicalSettings(1, 0.65, 4, 5, 100, 1, 0.5, 7, 30, 6));
  }

  private static void inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " = " + value + " lies outside " + min + " to " + max);
    }
  }
}

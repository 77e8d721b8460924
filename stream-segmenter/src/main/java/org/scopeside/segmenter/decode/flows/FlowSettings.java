package org.scopeside.segmenter.decode.flows;

import org.scopeside.segmenter.decode.Parameters;

/**
 * How flows become objects, under Cellpose's names and with the defaults of its version 3.
 *
 * @param cellprobThreshold pixels whose cell probability (a logit) lies above it are followed
 * @param flowThreshold largest mean squared difference between the flows of an object's shape and
 *     those of the network; 0 keeps every object
 * @param niter steps along the flows; 0 for {@value #DEFAULT_STEPS} over the rescaling factor
 * @param minSize smallest object kept, pixels; 0 keeps all
 * @param maxSizeFraction largest object kept, as a part of the plane
 * @param diameter of the objects in the images, pixels; 0 where it is not stated. Nothing here
 *     depends on it: it says how far planes are rescaled before the network sees them
 * @param interpolated whether flows are read between pixels (bilinear); Cellpose does without only
 *     where it estimates the diameter
 */
public record FlowSettings(
    double cellprobThreshold,
    double flowThreshold,
    int niter,
    int minSize,
    double maxSizeFraction,
    double diameter,
    boolean interpolated) {
  private static final int DEFAULT_STEPS = 200;
  private static final int MAX_STEPS = 1_000_000;

  /** Settings of Cellpose 3 for a plane whose diameter is not stated. */
  public static final FlowSettings DEFAULT = new FlowSettings(0, 0.4, 0, 15, 0.4, 0, true);

  /**
   * @throws IllegalArgumentException if a value is out of range or not a number
   */
  public FlowSettings {
    require("cellprob_threshold", cellprobThreshold, -1e6, 1e6);
    require("flow_threshold", flowThreshold, 0, 1e6);
    require("niter", niter, 0, MAX_STEPS);
    require("min_size", minSize, 0, Integer.MAX_VALUE);
    require("max_size_fraction", maxSizeFraction, 0, 1);
    require("diameter", diameter, 0, 1e6);
  }

  /** What a model package states; the rest by default. Reading is left to be finished. */
  public static FlowSettings of(Parameters parameters) {
    return new FlowSettings(
        parameters.number("cellprob_threshold", DEFAULT.cellprobThreshold, -1e6, 1e6),
        parameters.number("flow_threshold", DEFAULT.flowThreshold, 0, 1e6),
        parameters.whole("niter", DEFAULT.niter, 0, MAX_STEPS),
        parameters.whole("min_size", DEFAULT.minSize, 0, Integer.MAX_VALUE),
        parameters.number("max_size_fraction", DEFAULT.maxSizeFraction, 0, 1),
        parameters.number("diameter", DEFAULT.diameter, 0, 1e6),
        true);
  }

  /**
   * Cellpose's settings for the masks that tell the diameter: default thresholds, 200 steps, no
   * interpolation.
   */
  public static FlowSettings forSizing() {
    return new FlowSettings(
        DEFAULT.cellprobThreshold,
        DEFAULT.flowThreshold,
        DEFAULT_STEPS,
        DEFAULT.minSize,
        DEFAULT.maxSizeFraction,
        0,
        false);
  }

  /**
   * Steps for maps that were brought to the size of the plane: objects that were shrunk for the
   * network are that much larger, and pixels have that much farther to go.
   *
   * @param rescale side of what the network saw over side of the plane
   * @throws IllegalArgumentException if it is not above zero
   */
  public int steps(double rescale) {
    if (!(rescale > 0) || Double.isInfinite(rescale)) {
      throw new IllegalArgumentException("rescaling by " + rescale + " is impossible");
    }
    return niter > 0 ? niter : (int) Math.min(MAX_STEPS, 1 / rescale * DEFAULT_STEPS);
  }

  private static void require(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s; a number from %s to %s is needed".formatted(name, value, min, max));
    }
  }
}

package org.scopeside.segmenter.decode.starconvex;

import org.scopeside.segmenter.decode.Parameters;

/**
 * How star-convex maps are read; names and defaults are StarDist's.
 *
 * @param probabilityThreshold {@code prob_thresh}: pixels above it vote for an outline, 0 to 1
 * @param overlapThreshold {@code nms_thresh}: an outline falls to a surer one if they share more
 *     than this part of the smaller one's area, 0 to 1
 * @param rays {@code rays}: distances a pixel, at equal angles from the column axis, 3 to 256
 * @param grid {@code grid}: pixels of the plane between two pixels of the maps, 1 to 64
 * @param border {@code border}: pixels of the maps along their edges that do not vote
 * @param classes {@code classes}: kinds of objects that the network tells apart, background not
 *     counted; 0 if it does not
 */
public record StarConvexSettings(
    double probabilityThreshold,
    double overlapThreshold,
    int rays,
    int grid,
    int border,
    int classes) {
  private static final int MIN_RAYS = 3;
  private static final int MAX_RAYS = 256;
  private static final int MAX_GRID = 64;
  private static final int MAX_BORDER = 1024;
  private static final int MAX_CLASSES = 255;

  /** Checks every range; a wrong setting is to stop the start. */
  public StarConvexSettings {
    inRange("prob_thresh", probabilityThreshold, 0, 1);
    inRange("nms_thresh", overlapThreshold, 0, 1);
    inRange("rays", rays, MIN_RAYS, MAX_RAYS);
    inRange("grid", grid, 1, MAX_GRID);
    inRange("border", border, 0, MAX_BORDER);
    inRange("classes", classes, 0, MAX_CLASSES);
  }

  /** Thresholds of StarDist's "versatile (fluorescent nuclei)" model; maps of the plane's size. */
  public static StarConvexSettings defaults() {
    return new StarConvexSettings(0.479071, 0.3, 32, 1, 2, 0);
  }

  /**
   * Reads {@code prob_thresh}, {@code nms_thresh}, {@code rays}, {@code grid}, {@code border} and
   * {@code classes}, each with the {@linkplain #defaults() default}.
   *
   * @throws IllegalArgumentException naming everything that is wrong
   */
  public static StarConvexSettings of(Parameters parameters) {
    StarConvexSettings d = defaults();
    StarConvexSettings settings =
        new StarConvexSettings(
            parameters.number("prob_thresh", d.probabilityThreshold, 0, 1),
            parameters.number("nms_thresh", d.overlapThreshold, 0, 1),
            parameters.whole("rays", d.rays, MIN_RAYS, MAX_RAYS),
            parameters.whole("grid", d.grid, 1, MAX_GRID),
            parameters.whole("border", d.border, 0, MAX_BORDER),
            parameters.whole("classes", d.classes, 0, MAX_CLASSES));
    parameters.finish();
    return settings;
  }

  /** Probability, rays and, where classes are told apart, background and the classes. */
  int channels() {
    return 1 + rays + (classes == 0 ? 0 : 1 + classes);
  }

  /** Size of the maps over so many pixels of the plane. */
  int mapSize(int pixels) {
    return (pixels - 1) / grid + 1;
  }

  private static void inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s; %s to %s is possible".formatted(name, value, min, max));
    }
  }
}

package org.scopeside.segmenter.decode.distance;

import java.util.List;
import org.scopeside.segmenter.decode.Parameters;

/**
 * Settings of {@link DistanceDecoder}; names are those of {@code deepcell_toolbox.deep_watershed}.
 *
 * @param channels of the maps; Mesmer's one of inner distance and three of pixelwise interior are 4
 * @param maximaIndex channel whose maxima are the seeds: inner distance
 * @param interiorIndex channel that is flooded: outer distance, or probability of the interior
 * @param hMaxima seeds by h-maxima; false for local peaks, which is faster and finds more in
 *     plateaus ({@code maxima_algorithm: peak_local_max})
 * @param maximaThreshold least rise of an h-maximum, or least height of a peak; above 0
 * @param radius of the disc within which maxima are compared, pixels, 1 to 200
 * @param excludeBorder whether peaks within the radius of the plane's edge are left out; h-maxima
 *     know no such thing
 * @param maximaSmooth standard deviation of a Gaussian over the maxima, pixels; 0 for none
 * @param interiorSmooth the same over the interior
 * @param interiorThreshold objects are where the interior is above it; at least 0
 * @param smallObjectsThreshold smallest object kept, pixels
 * @param fillHolesThreshold holes of fewer pixels are filled; 0 for none
 */
public record DistanceSettings(
    int channels,
    int maximaIndex,
    int interiorIndex,
    boolean hMaxima,
    double maximaThreshold,
    int radius,
    boolean excludeBorder,
    double maximaSmooth,
    double interiorSmooth,
    double interiorThreshold,
    int smallObjectsThreshold,
    int fillHolesThreshold) {
  private static final int LARGEST_RADIUS = 200;
  private static final double LARGEST_SIGMA = 20;
  private static final int MOST_CHANNELS = 64;

  /** Checks every range. */
  public DistanceSettings {
    if (Math.min(maximaIndex, interiorIndex) < 0
        || Math.max(maximaIndex, interiorIndex) >= channels
        || !(maximaThreshold > 0)
        || radius < 1
        || radius > LARGEST_RADIUS
        || !(maximaSmooth >= 0 && maximaSmooth <= LARGEST_SIGMA)
        || !(interiorSmooth >= 0 && interiorSmooth <= LARGEST_SIGMA)
        || !(interiorThreshold >= 0)
        || smallObjectsThreshold < 0
        || fillHolesThreshold < 0) {
      throw new IllegalArgumentException(
          ("no distance settings: channels=%d maximaIndex=%d interiorIndex=%d maximaThreshold=%s"
                  + " radius=%d maximaSmooth=%s interiorSmooth=%s interiorThreshold=%s"
                  + " smallObjectsThreshold=%d fillHolesThreshold=%d")
              .formatted(
                  channels,
                  maximaIndex,
                  interiorIndex,
                  maximaThreshold,
                  radius,
                  maximaSmooth,
                  interiorSmooth,
                  interiorThreshold,
                  smallObjectsThreshold,
                  fillHolesThreshold));
    }
  }

  /** Usual for DeepCell's models; what a package does not state is taken from here. */
  public static DistanceSettings defaults() {
    return new DistanceSettings(2, 0, 1, true, 0.1, 10, false, 0, 2, 0.3, 15, 15);
  }

  /** What {@code deep_watershed} itself does without arguments: nothing removed or filled. */
  public static DistanceSettings deepWatershed() {
    return new DistanceSettings(2, 0, 1, true, 0.1, 10, false, 0, 1, 0.01, 0, 0);
  }

  /** Mesmer's whole cells, deepcell-tf 0.12. */
  public static DistanceSettings mesmerWholeCell() {
    return new DistanceSettings(2, 0, 1, true, 0.075, 2, false, 0, 2, 0.2, 15, 15);
  }

  /** Mesmer's nuclei, deepcell-tf 0.12. */
  public static DistanceSettings mesmerNuclear() {
    return new DistanceSettings(2, 0, 1, true, 0.1, 2, false, 0, 2, 0.2, 15, 15);
  }

  /**
   * Reads {@code preset} (default, deep-watershed, mesmer-whole-cell, mesmer-nuclear), which the
   * others change one by one: {@code channels}, {@code maxima_index}, {@code interior_index},
   * {@code maxima_algorithm} (h_maxima, peak_local_max), {@code maxima_threshold}, {@code radius},
   * {@code exclude_border}, {@code maxima_smooth}, {@code interior_smooth}, {@code
   * interior_threshold}, {@code small_objects_threshold}, {@code fill_holes_threshold}.
   *
   * @throws IllegalArgumentException with every problem
   */
  public static DistanceSettings of(Parameters parameters) {
    DistanceSettings d = preset(parameters);
    int channels = parameters.whole("channels", d.channels, 1, MOST_CHANNELS);
    int maximaIndex = parameters.whole("maxima_index", d.maximaIndex, 0, channels - 1);
    int interiorIndex =
        parameters.whole(
            "interior_index", Math.min(d.interiorIndex, channels - 1), 0, channels - 1);
    boolean hMaxima =
        parameters
            .choice("maxima_algorithm", "h_maxima", List.of("h_maxima", "peak_local_max"))
            .equals("h_maxima");
    double maximaThreshold = parameters.number("maxima_threshold", d.maximaThreshold, 1e-6, 1e6);
    int radius = parameters.whole("radius", d.radius, 1, LARGEST_RADIUS);
    boolean excludeBorder = parameters.flag("exclude_border", d.excludeBorder);
    if (excludeBorder && hMaxima) {
      parameters.problem(
          "exclude_border is true; maxima_algorithm peak_local_max is needed with it");
    }
    double maximaSmooth = parameters.number("maxima_smooth", d.maximaSmooth, 0, LARGEST_SIGMA);
    double interiorSmooth =
        parameters.number("interior_smooth", d.interiorSmooth, 0, LARGEST_SIGMA);
    double interiorThreshold = parameters.number("interior_threshold", d.interiorThreshold, 0, 1e6);
    int small =
        parameters.whole("small_objects_threshold", d.smallObjectsThreshold, 0, Integer.MAX_VALUE);
    int holes =
        parameters.whole("fill_holes_threshold", d.fillHolesThreshold, 0, Integer.MAX_VALUE);
    parameters.finish();
    return new DistanceSettings(
        channels,
        maximaIndex,
        interiorIndex,
        hMaxima,
        maximaThreshold,
        radius,
        excludeBorder,
        maximaSmooth,
        interiorSmooth,
        interiorThreshold,
        small,
        holes);
  }

  private static DistanceSettings preset(Parameters parameters) {
    List<String> presets =
        List.of("default", "deep-watershed", "mesmer-whole-cell", "mesmer-nuclear");
    return switch (parameters.choice("preset", "default", presets)) {
      case "deep-watershed" -> deepWatershed();
      case "mesmer-whole-cell" -> mesmerWholeCell();
      case "mesmer-nuclear" -> mesmerNuclear();
      default -> defaults();
    };
  }
}

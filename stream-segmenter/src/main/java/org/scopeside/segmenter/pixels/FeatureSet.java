package org.scopeside.segmenter.pixels;

import java.util.ArrayList;
import java.util.List;

/**
 * Which features are measured: {@value #PER_SCALE} at each scale.
 *
 * <table>
 * <caption>Features at scale σ; G(σ) is the plane smoothed with a Gaussian</caption>
 * <tr><td>gaussian</td><td>intensity</td><td>G(σ)</td></tr>
 * <tr><td>laplacian</td><td>edge</td><td>∂xx G(σ) + ∂yy G(σ)</td></tr>
 * <tr><td>gradient</td><td>edge</td><td>√((∂x G(σ))² + (∂y G(σ))²)</td></tr>
 * <tr><td>difference</td><td>edge</td><td>G(σ) − G(0.66 σ)</td></tr>
 * <tr><td>structure-1, -2</td><td>texture</td><td>eigenvalues, the larger first, of the products of
 * the first derivatives at σ, smoothed with σ/2</td></tr>
 * <tr><td>hessian-1, -2</td><td>texture</td><td>eigenvalues, the larger first, of the second
 * derivatives at σ</td></tr>
 * </table>
 *
 * <p>They are Ilastik's (Berg et al. 2019, Nat. Methods 16:1226), with its ratios 0.66 and 0.5.
 * Kernels are Gaussians and their derivatives, sampled, cut at 4 σ; planes are mirrored at their
 * edges: as {@code scipy.ndimage.gaussian_filter(order=...)}.
 *
 * @param scales standard deviations in pixels, 1 to {@value #MAX_SCALES} of them, rising, each from
 *     0.5 to 20
 */
public record FeatureSet(List<Double> scales) {
  static final int PER_SCALE = 8;
  static final int MAX_SCALES = 4;
  private static final double MIN_SCALE = 0.5;
  private static final double MAX_SCALE = 20;
  private static final List<String> NAMES =
      List.of(
          "gaussian",
          "laplacian",
          "gradient",
          "difference",
          "structure-1",
          "structure-2",
          "hessian-1",
          "hessian-2");

  /** Checks the scales. */
  public FeatureSet {
    scales = List.copyOf(scales);
    if (scales.isEmpty() || scales.size() > MAX_SCALES) {
      throw new IllegalArgumentException(
          scales.size() + " scales; 1 to " + MAX_SCALES + " are possible");
    }
    double last = 0;
    for (double scale : scales) {
      if (!(scale >= MIN_SCALE && scale <= MAX_SCALE && scale > last)) {
        throw new IllegalArgumentException(
            "scales %s: they must rise, each from %s to %s"
                .formatted(scales, MIN_SCALE, MAX_SCALE));
      }
      last = scale;
    }
  }

  /**
   * Three of Ilastik's seven scales, chosen among six such sets on images of BBBC038 that were not
   * trained on.
   */
  public static FeatureSet defaults() {
    return new FeatureSet(List.of(1.0, 1.6, 5.0));
  }

  /** Number of features of a pixel. */
  public int count() {
    return PER_SCALE * scales.size();
  }

  /** Names for people, {@code gradient 3.5}, in the order of the features. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (double scale : scales) {
      NAMES.forEach(name -> names.add(name + " " + scale));
    }
    return names;
  }
}

package org.scopeside.segmenter.decode.flows;

import java.util.List;
import java.util.Optional;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;

/**
 * Cellpose's size model (Stringer et al. 2021): the logarithm of the objects' diameter, over that
 * of the diameter the network was trained on, is linear in the style of the image. The masks found
 * at that size then tell the diameter more exactly: {@link FlowDiameters}.
 */
public final class StyleSizeEstimator {
  private static final double SMALLEST = 5;

  private final double[] slope;
  private final double[] meanStyle;
  private final double intercept;
  private final double meanDiameter;

  /**
   * @param slope one weight a style entry
   * @param meanStyle style that is subtracted first, of the same length
   * @param intercept mean of the logarithm of relative diameters in training
   * @param meanDiameter diameter to which the network's training images were scaled, pixels
   * @throws IllegalArgumentException if the lengths differ or nothing is there
   */
  public StyleSizeEstimator(
      double[] slope, double[] meanStyle, double intercept, double meanDiameter) {
    if (slope.length == 0 || slope.length != meanStyle.length) {
      throw new IllegalArgumentException(
          "size model has %d weights (A) for %d means (smean)"
              .formatted(slope.length, meanStyle.length));
    }
    this.slope = slope.clone();
    this.meanStyle = meanStyle.clone();
    this.intercept = intercept;
    this.meanDiameter = meanDiameter;
  }

  /**
   * The size model of a package, if it has one: {@code size_model: {A: […], smean: […], ymean: x,
   * diam_mean: 30}}. Problems are left with the parameters.
   */
  static Optional<StyleSizeEstimator> of(Parameters parameters) {
    return parameters.group("size_model").flatMap(StyleSizeEstimator::read);
  }

  private static Optional<StyleSizeEstimator> read(Parameters model) {
    double[] slope = model.numbers("A");
    double[] meanStyle = model.numbers("smean");
    double intercept = model.number("ymean", 0, -100, 100);
    double meanDiameter = model.number("diam_mean", 30, 1, 1e6);
    if (slope.length == 0 || slope.length != meanStyle.length) {
      model.problem(
          "A has %d numbers and smean has %d; as many as the style vector has are needed in both"
              .formatted(slope.length, meanStyle.length));
      return Optional.empty();
    }
    return Optional.of(new StyleSizeEstimator(slope, meanStyle, intercept, meanDiameter));
  }

  /** Length of the style vectors. */
  public int styleLength() {
    return slope.length;
  }

  /**
   * First guess, from the network's style vectors.
   *
   * @param styles one a tile of the plane; their sum is brought to length 1
   * @return pixels of the image that the network saw, at least 5; the diameter in training where
   *     the styles are zero
   * @throws NonFiniteOutputException if a style holds NaN or infinity
   * @throws IllegalArgumentException if there is none, or one of another length
   */
  public double diameter(List<float[]> styles) {
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("no style vector to estimate a diameter from");
    }
    double[] style = new double[slope.length];
    for (float[] tile : styles) {
      add(tile, style);
    }
    double length = 0;
    for (double value : style) {
      length += value * value;
    }
    if (length == 0) {
      return meanDiameter;
    }
    double log = Math.log(meanDiameter) + intercept;
    for (int i = 0; i < style.length; i++) {
      log += slope[i] * (style[i] / Math.sqrt(length) - meanStyle[i]);
    }
    return Math.max(SMALLEST, Math.exp(log));
  }

  private static void add(float[] tile, double[] style) {
    if (tile.length != style.length) {
      throw new IllegalArgumentException(
          "style vector has %d entries, the size model %d".formatted(tile.length, style.length));
    }
    NonFiniteOutputException.check(tile, 0, tile.length);
    for (int i = 0; i < tile.length; i++) {
      style[i] += tile[i];
    }
  }

  /** Diameter to which the network's training images were scaled, pixels. */
  public double meanDiameter() {
    return meanDiameter;
  }
}

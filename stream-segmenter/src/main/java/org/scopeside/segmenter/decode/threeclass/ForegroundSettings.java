package org.scopeside.segmenter.decode.threeclass;

import java.util.List;
import org.scopeside.segmenter.decode.Parameters;

/**
 * Settings of {@link ForegroundDecoder}.
 *
 * @param boundary whether a second channel gives the probability of a boundary, which is taken off
 *     the foreground's ({@code channels: 2})
 * @param logits whether the channels are what a sigmoid is still to be taken of ({@code activation:
 *     sigmoid})
 * @param threshold objects are where the foreground, less the boundary, is above it; 0 to 1
 * @param minSize smallest object kept, pixels; smaller holes are filled
 * @param connectivity of objects, 4 or 8; splitting needs 4
 * @param split whether touching objects are cut apart where they are narrow ({@code split:
 *     distance})
 */
public record ForegroundSettings(
    boolean boundary,
    boolean logits,
    double threshold,
    int minSize,
    int connectivity,
    boolean split) {

  /** Checks every range. */
  public ForegroundSettings {
    if (!(threshold >= 0 && threshold <= 1)
        || minSize < 1
        || (connectivity != 4 && connectivity != 8)
        || (split && connectivity != 4)) {
      throw new IllegalArgumentException(
          "no foreground settings: threshold=%s minSize=%d connectivity=%d split=%s"
              .formatted(threshold, minSize, connectivity, split));
    }
  }

  /** One probability, 4-connected above 0.5, at least 16 pixels, not split. */
  public static ForegroundSettings defaults() {
    return new ForegroundSettings(false, false, 0.5, 16, 4, false);
  }

  /**
   * Reads {@code channels} (1, 2), {@code activation} (none, sigmoid), {@code threshold}, {@code
   * min_size}, {@code connectivity}, {@code split} (none, distance).
   *
   * @throws IllegalArgumentException with every problem
   */
  public static ForegroundSettings of(Parameters parameters) {
    ForegroundSettings d = defaults();
    int channels = parameters.whole("channels", 1, 1, 2);
    String activation = parameters.choice("activation", "none", List.of("none", "sigmoid"));
    double threshold = parameters.number("threshold", d.threshold, 0, 1);
    int minSize = parameters.whole("min_size", d.minSize, 1, Integer.MAX_VALUE);
    int connectivity = Connectivity.read(parameters, d.connectivity);
    boolean split =
        parameters.choice("split", "none", List.of("none", "distance")).equals("distance");
    if (split && connectivity != 4) {
      parameters.problem("split is distance; connectivity 4 is needed with it");
    }
    parameters.finish();
    return new ForegroundSettings(
        channels == 2, activation.equals("sigmoid"), threshold, minSize, connectivity, split);
  }
}

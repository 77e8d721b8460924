package org.scopeside.segmenter.pixels;

/**
 * Settings of a pixel classifier in use. How objects are made of probabilities is the decoder's.
 *
 * @param certainty mean probability, 0.5 to 1, that the first trees must give to one class for the
 *     others not to be asked of a pixel; above 1, to 2, all trees are asked of every pixel
 * @param threads threads that will call the model, at least 1
 */
public record PixelClassifierSettings(double certainty, int threads) {
  /** Checks every range. */
  public PixelClassifierSettings {
    if (!(certainty >= 0.5 && certainty <= 2)) {
      throw new IllegalArgumentException("certainty = " + certainty + " lies outside 0.5 to 2");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads = " + threads + "; at least 1 is needed");
    }
  }

  /** One thread; pixels on which the first trees agree to 98 % are settled. */
  public static PixelClassifierSettings defaults() {
    return new PixelClassifierSettings(0.98, 1);
  }
}

package org.scopeside.segmenter.image;

/**
 * A plane holds NaN or infinite values, so that no threshold, mean or spectrum of it means
 * anything. It is a fault of the plane, not of the program: the frame is to be counted as failed.
 */
public final class NonFinitePixelsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param image the plane; its first offending pixel is named in the message
   */
  public NonFinitePixelsException(GreyImage image) {
    super(describe(image));
  }

  private static String describe(GreyImage image) {
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i++) {
      if (!Float.isFinite(pixels[i])) {
        return "plane "
            + image.width()
            + "x"
            + image.height()
            + " holds "
            + pixels[i]
            + " at y="
            + i / image.width()
            + " x="
            + i % image.width();
      }
    }
    return "values of plane "
        + image.width()
        + "x"
        + image.height()
        + " are too large: their sums overflow";
  }
}

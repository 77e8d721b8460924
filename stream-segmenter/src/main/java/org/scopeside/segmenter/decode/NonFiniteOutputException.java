package org.scopeside.segmenter.decode;

/** A network gave NaN or infinity: nothing can be said of the plane. */
public final class NonFiniteOutputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param channel of the maps, from 0
   * @param index {@code y * width + x} within them
   */
  public NonFiniteOutputException(int channel, int index, int width, float value) {
    super(
        "the network gave %s in channel %d at y=%d x=%d"
            .formatted(value, channel, index / width, index % width));
  }

  /** Throws if a map holds a value that is not finite. */
  public static void check(float[] map, int channel, int width) {
    // NaN and infinities, and nothing else, turn the sum of zeros into NaN.
    float sum = 0;
    for (float value : map) {
      sum += value * 0f;
    }
    if (sum == 0) {
      return;
    }
    for (int i = 0; i < map.length; i++) {
      if (!Float.isFinite(map[i])) {
        throw new NonFiniteOutputException(channel, i, width, map[i]);
      }
    }
  }
}

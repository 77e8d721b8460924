package org.scopeside.segmenter.image;

/**
 * What a dense network says of every pixel, shape {@code [channel][y][x]}: class probabilities,
 * flows, distances.
 *
 * <p>The arrays are not copied: who passes them in gives them up, and no one may write to them
 * afterwards.
 */
public final class DenseMaps {
  private final float[][] channels;
  private final int width;
  private final int height;

  /**
   * @param channels one row-major array {@code [y][x]} a channel, at least one; owned by the maps
   *     from now on. That the values are finite is checked where they are read.
   * @throws IllegalArgumentException if the sizes do not agree
   */
  public DenseMaps(float[][] channels, int width, int height) {
    if (channels.length == 0) {
      throw new IllegalArgumentException("dense maps have no channel");
    }
    for (float[] channel : channels) {
      ImageShape.check("dense map", channel.length, width, height);
    }
    this.channels = channels;
    this.width = width;
    this.height = height;
  }

  /** Values of a channel, row-major {@code [y][x]}; for reading only. */
  public float[] channel(int index) {
    return channels[index];
  }

  public int channelCount() {
    return channels.length;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }
}

package org.scopeside.segmenter.decode.regions;

import org.scopeside.segmenter.image.DenseMaps;

/** Checks that maps are what a decoder without a grid can read. */
public final class MapShape {
  private MapShape() {}

  /**
   * Checks the number of channels and the size.
   *
   * @throws IllegalArgumentException if channels or sizes do not fit
   */
  public static void check(DenseMaps maps, int channels, int width, int height) {
    if (maps.channelCount() != channels || maps.width() != width || maps.height() != height) {
      throw new IllegalArgumentException(
          "maps of %d channels, %dx%d, cannot be decoded: %d channels of %dx%d are needed"
              .formatted(
                  maps.channelCount(), maps.width(), maps.height(), channels, width, height));
    }
  }
}

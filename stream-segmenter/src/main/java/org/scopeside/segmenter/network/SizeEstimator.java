package org.scopeside.segmenter.network;

import java.util.List;

/**
 * Tells how large objects are from the style that the network sees, so that a plane whose objects
 * are of unknown size is run twice: once as it comes, for the style, then rescaled. Thread-safe.
 */
public interface SizeEstimator {
  /** Output that holds the style of each tile, {@code [batch][style]}. */
  String styleTensor();

  /**
   * Estimates a diameter.
   *
   * @param styles one a tile of the plane, at least one
   * @return diameter of a typical object in pixels of the plane as it was run
   */
  double diameterPx(List<float[]> styles);
}

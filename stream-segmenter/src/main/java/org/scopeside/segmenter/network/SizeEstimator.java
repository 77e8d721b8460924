package org.scopeside.segmenter.network;

import java.util.List;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Tells how large objects are from the style that the network sees, so that a plane whose objects
 * are of unknown size is run as it comes, for the style, then rescaled, and, where the objects
 * found are of another size than that, rescaled again. Thread-safe.
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

  /**
   * Tells the diameter more exactly from what was found at the first estimate.
   *
   * @param found objects of the kind that is counted, at the size of the plane
   * @return pixels of the plane; NaN where the first estimate stays
   */
  double diameterPx(LabelImage found);
}

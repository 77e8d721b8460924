package org.scopeside.segmenter.decode;

import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;

/** From dense maps to objects. Thread-safe: scratch is made per call or kept per thread. */
public interface DenseDecoder {
  /** Channels that it reads, in their order: {@code [probability, ray 0, ray 1, …]}. */
  int channels();

  /**
   * Finds the objects of a region.
   *
   * @param maps the network's outputs over the whole region, at the network's output spacing
   * @param width columns of the label image wanted
   * @param height its rows. Where the maps are smaller by a whole factor (StarDist's grid), that is
   *     the spacing of the network's output; decoders that have no grid ask for equal sizes.
   * @throws NonFiniteOutputException if a value it reads is NaN or infinite
   * @throws IllegalArgumentException if channels or sizes do not fit
   */
  FoundObjects decode(DenseMaps maps, int width, int height);

  /**
   * Whether maps of a network that saw a rescaled image are brought back to the size of the image
   * before they are decoded (flows), rather than the labels afterwards.
   *
   * @return false: labels are resized
   */
  default boolean decodesAtImageSize() {
    return false;
  }
}

package org.scopeside.segmenter.gpu;

/**
 * Where a GPU finds what becomes of grey values: {@code {float centre, gain, offset, min, max}}
 * each.
 *
 * @param address of the first
 * @param ofTiles whether there is one a tile and channel, {@code [tile][channel]}; else one a
 *     channel for the whole plane
 * @see org.scopeside.segmenter.normalise.IntensityMap
 */
record IntensityMaps(long address, boolean ofTiles) {
  /** Bytes of one. */
  static final int BYTES = 5 * Float.BYTES;
}

package org.scopeside.segmenter.gpu;

/**
 * Dense maps in the memory of a GPU, float32 {@code [channel][y][x]}, without gaps.
 *
 * @param address of the first value
 */
record DeviceMaps(long address, int channels, int width, int height) {
  /** Values of one channel. */
  long pixels() {
    return (long) width * height;
  }

  /** Bytes of all channels. */
  long bytes() {
    return pixels() * channels * Float.BYTES;
  }
}

package org.scopeside.segmenter.gpu;

/**
 * Planes as a camera gave them, in the memory of a GPU, {@code [channel][y][x]} without gaps, in
 * the device's byte order.
 *
 * @param address of the first value
 */
record RawPlanes(long address, Sample sample, int channels, int width, int height) {
  /** What a value is. */
  enum Sample {
    UINT8(1),
    UINT16(2),
    FLOAT32(4);

    private final int bytes;

    Sample(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of a value; also what kernels know it by. */
    int bytes() {
      return bytes;
    }
  }

  RawPlanes {
    if (channels < 1 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "planes of %d channels, %dx%d".formatted(channels, width, height));
    }
    Math.multiplyExact(width, height);
  }

  /** Values of one channel. */
  int pixels() {
    return width * height;
  }

  /** Bytes of all channels. */
  long bytes() {
    return (long) sample.bytes * channels * pixels();
  }
}

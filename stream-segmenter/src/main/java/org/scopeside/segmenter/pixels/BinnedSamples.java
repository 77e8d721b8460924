package org.scopeside.segmenter.pixels;

/**
 * Pixels to learn from.
 *
 * @param bins {@code [feature][sample]}, unsigned
 * @param classes channels of {@link PixelClass}
 */
// Arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
record BinnedSamples(byte[][] bins, byte[] classes) {
  int size() {
    return classes.length;
  }

  int features() {
    return bins.length;
  }

  int[] countsByClass() {
    int[] counts = new int[PixelClass.COUNT];
    for (byte c : classes) {
      counts[c]++;
    }
    return counts;
  }

  /** The bins of a sample, one after the other, as trees want them. */
  void copyBins(int sample, byte[] out) {
    for (int f = 0; f < bins.length; f++) {
      out[f] = bins[f][sample];
    }
  }
}

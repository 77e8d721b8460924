package org.scopeside.segmenter.image;

/**
 * The samples of a plane as the camera gave them: unsigned whole numbers, row-major {@code [y][x]},
 * the least significant byte first.
 *
 * @param bytes not copied; nobody may write to it any more
 * @param bytesPerSample 1 or 2
 */
// Array: a plane's pixels, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record RawSamples(byte[] bytes, int bytesPerSample) {
  public RawSamples {
    if (bytesPerSample < 1 || bytesPerSample > 2 || bytes.length % bytesPerSample != 0) {
      throw new IllegalArgumentException(
          "%d bytes in samples of %d".formatted(bytes.length, bytesPerSample));
    }
  }
}

package org.scopeside.segmenter.image;

import org.jspecify.annotations.Nullable;

/**
 * One plane of grey values, shape {@code [y][x]}, in the camera's units.
 *
 * <p>The array is not copied: who passes it in gives it up, and no one may write to it afterwards.
 * Under that condition an image may be read from any thread.
 */
public final class GreyImage {
  private final float[] pixels;
  private final int width;
  private final int height;
  private final @Nullable RawSamples raw;

  /**
   * @param pixels row-major values {@code [y][x]}, {@code width * height} of them; owned by the
   *     image from now on. That they are finite is checked where they are read (see {@link
   *     NonFinitePixelsException}), which costs no pass of its own.
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @throws IllegalArgumentException if the sizes do not agree
   */
  public GreyImage(float[] pixels, int width, int height) {
    this(pixels, width, height, null);
  }

  /**
   * As {@link #GreyImage(float[], int, int)}, with the same values as the camera gave them, which
   * cross to a GPU in half the bytes.
   *
   * @param raw null where there are none
   */
  public GreyImage(float[] pixels, int width, int height, @Nullable RawSamples raw) {
    ImageShape.check("grey image", pixels.length, width, height);
    if (raw != null) {
      ImageShape.check("raw image", raw.bytes().length / raw.bytesPerSample(), width, height);
    }
    this.raw = raw;
    this.pixels = pixels;
    this.width = width;
    this.height = height;
  }

  /** The values themselves, row-major {@code [y][x]}; for reading only. */
  public float[] pixels() {
    return pixels;
  }

  /** The same values as the camera gave them; null where they were not kept. */
  public @Nullable RawSamples raw() {
    return raw;
  }

  /** Memory of its values. */
  public long bytes() {
    return (long) Float.BYTES * pixels.length + (raw == null ? 0 : raw.bytes().length);
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The value in row {@code y}, column {@code x}; for tests and diagnostics, not for loops. */
  public float at(int y, int x) {
    return pixels[ImageShape.index(y, x, width, height)];
  }
}

package org.scopeside.segmenter.modelpackage;

import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;

/**
 * Where the values of an image tensor stand.
 *
 * @param images size of the batch axis; 1 without one
 * @param pixels of one channel of one image
 */
record ImageIndex(Layout layout, int images, int channels, int pixels) {
  /**
   * The index of a tensor.
   *
   * @throws IllegalArgumentException if the shape is not of that layout
   */
  static ImageIndex of(Layout layout, long[] shape) {
    int axes = layout.name().length();
    if (shape.length != axes) {
      throw new IllegalArgumentException("has %d axes, not %d".formatted(shape.length, axes));
    }
    int channelAxis = layout.name().indexOf('C');
    int images = layout == Layout.CYX ? 1 : (int) shape[0];
    int pixels = (int) (shape[axes - 1] * shape[axes - 2]);
    if (layout == Layout.BYXC) {
      pixels = (int) (shape[1] * shape[2]);
    }
    return new ImageIndex(layout, images, (int) shape[channelAxis], pixels);
  }

  /** Place of the first pixel of a channel. */
  int start(int image, int channel) {
    return layout == Layout.BYXC
        ? image * pixels * channels + channel
        : (image * channels + channel) * pixels;
  }

  /** Distance from one pixel of a channel to the next. */
  int stride() {
    return layout == Layout.BYXC ? channels : 1;
  }

  /** One image as {@code [channel][pixel]}. */
  float[] gather(float[] values, int image) {
    float[] planes = new float[channels * pixels];
    for (int c = 0; c < channels; c++) {
      int from = start(image, c);
      for (int p = 0; p < pixels; p++) {
        planes[c * pixels + p] = values[from + p * stride()];
      }
    }
    return planes;
  }

  /** The reverse of {@link #gather}. */
  void scatter(float[] planes, float[] values, int image) {
    for (int c = 0; c < channels; c++) {
      int to = start(image, c);
      for (int p = 0; p < pixels; p++) {
        values[to + p * stride()] = planes[c * pixels + p];
      }
    }
  }
}

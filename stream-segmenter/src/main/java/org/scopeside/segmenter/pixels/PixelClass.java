package org.scopeside.segmenter.pixels;

import org.scopeside.segmenter.image.LabelImage;

/** What a pixel can be, in the order of the probability maps. */
public enum PixelClass {
  BACKGROUND(0),
  INTERIOR(1),
  BOUNDARY(2);

  /** Number of classes. */
  static final int COUNT = 3;

  private final int channel;

  PixelClass(int channel) {
    this.channel = channel;
  }

  /** Index of its probability map. */
  public int channel() {
    return channel;
  }

  /**
   * The classes of the pixels of a label image. A boundary is every pixel with one of another label
   * among its four neighbours, so that the band is two pixels wide: one within the object, which
   * decoders give back by growing what they found by one, and one around it. It is the thick
   * boundary of {@code skimage.segmentation.find_boundaries}.
   *
   * @return channels of the classes, {@code [y][x]}
   */
  static byte[] of(LabelImage truth) {
    int width = truth.width();
    int height = truth.height();
    int[] labels = truth.labels();
    byte[] classes = new byte[labels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        int label = labels[i];
        boolean boundary =
            (x > 0 && labels[i - 1] != label)
                || (x + 1 < width && labels[i + 1] != label)
                || (y > 0 && labels[i - width] != label)
                || (y + 1 < height && labels[i + width] != label);
        PixelClass found = boundary ? BOUNDARY : label == 0 ? BACKGROUND : INTERIOR;
        classes[i] = (byte) found.channel();
      }
    }
    return classes;
  }
}

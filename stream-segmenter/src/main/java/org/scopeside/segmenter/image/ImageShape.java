package org.scopeside.segmenter.image;

/** Checks that arrays and the sizes claimed for them agree. */
final class ImageShape {
  private ImageShape() {}

  static void check(String what, int length, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          what + " " + width + "x" + height + " has no pixels; both sizes must be at least 1");
    }
    if ((long) width * height != length) {
      throw new IllegalArgumentException(
          what
              + " "
              + width
              + "x"
              + height
              + " needs "
              + (long) width * height
              + " pixels, got "
              + length);
    }
  }

  static int index(int y, int x, int width, int height) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new IndexOutOfBoundsException(
          "pixel y=" + y + " x=" + x + " lies outside " + width + "x" + height);
    }
    return y * width + x;
  }
}

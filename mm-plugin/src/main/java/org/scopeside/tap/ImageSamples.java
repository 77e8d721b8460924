package org.scopeside.tap;

import java.lang.reflect.Array;
import mmcorej.TaggedImage;
import org.micromanager.data.Image;

/** The pixels of an image, on the array that Micro-Manager shares: it is never written to. */
final class ImageSamples {
  final Object array;
  final int width;
  final int height;
  final int bytesPerPixel;
  final int components;

  ImageSamples(Object array, int width, int height, int bytesPerPixel, int components) {
    this.array = array;
    this.width = width;
    this.height = height;
    this.bytesPerPixel = bytesPerPixel;
    this.components = components;
  }

  static ImageSamples of(Image image) {
    return new ImageSamples(
        image.getRawPixels(),
        image.getWidth(),
        image.getHeight(),
        image.getBytesPerPixel(),
        image.getNumComponents());
  }

  static ImageSamples of(TaggedImage image) {
    String type = image.tags.optString("PixelType");
    boolean colour = type.startsWith("RGB");
    int bytes = image.pix instanceof byte[] ? 1 : image.pix instanceof short[] ? 2 : 4;
    return new ImageSamples(
        image.pix,
        image.tags.optInt("Width"),
        image.tags.optInt("Height"),
        colour ? 4 * bytes : bytes,
        colour ? 3 : 1);
  }

  int length() {
    return array.getClass().isArray() ? Array.getLength(array) : 0;
  }

  /** In words, for what is said of images that are not sent. */
  String kind() {
    return array.getClass().getSimpleName()
        + " with "
        + bytesPerPixel
        + " bytes and "
        + components
        + (components == 1 ? " component" : " components")
        + " a pixel";
  }
}

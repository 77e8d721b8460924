package org.scopeside.deploy.train;

import org.scopeside.contract.PixelType;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.source.image.FilePlane;

/** The samples of a file as what training wants: grey values, or labels numbered from 1. */
final class FileSamples {
  private static final int MAX_LABEL = 1 << 24;

  private FileSamples() {}

  /** Grey values; the mean of the samples where a pixel has several. */
  static GreyImage grey(FilePlane plane) {
    int perPixel = plane.samplesPerPixel();
    float[] grey = new float[plane.sizeX() * plane.sizeY()];
    for (int i = 0; i < grey.length; i++) {
      double sum = 0;
      for (int s = 0; s < perPixel; s++) {
        sum += sample(plane, i * perPixel + s);
      }
      grey[i] = (float) (sum / perPixel);
    }
    return new GreyImage(grey, plane.sizeX(), plane.sizeY());
  }

  /**
   * Labels; numbers that are left out in the file are closed up.
   *
   * @throws IllegalArgumentException if it is no label image
   */
  static LabelImage labels(FilePlane plane) {
    if (plane.samplesPerPixel() != 1) {
      throw new IllegalArgumentException(
          plane.samplesPerPixel() + " samples a pixel; a label image has one");
    }
    int[] labels = new int[plane.sizeX() * plane.sizeY()];
    int largest = 0;
    for (int i = 0; i < labels.length; i++) {
      double value = sample(plane, i);
      if (value < 0 || value > MAX_LABEL || value != Math.rint(value)) {
        throw new IllegalArgumentException(
            "label %s at y=%d x=%d; labels are whole numbers from 0 to %d"
                .formatted(value, i / plane.sizeX(), i % plane.sizeX(), MAX_LABEL));
      }
      labels[i] = (int) value;
      largest = Math.max(largest, labels[i]);
    }
    return numbered(labels, largest, plane);
  }

  private static LabelImage numbered(int[] labels, int largest, FilePlane plane) {
    int[] number = new int[largest + 1];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > 0 && number[labels[i]] == 0) {
        number[labels[i]] = ++count;
      }
      labels[i] = number[labels[i]];
    }
    return LabelImage.ofConsecutive(labels, plane.sizeX(), plane.sizeY(), count);
  }

  private static double sample(FilePlane plane, int i) {
    PixelType type = plane.pixelType();
    if (plane.samples() instanceof byte[] bytes) {
      return type == PixelType.INT8 ? bytes[i] : bytes[i] & 0xFF;
    }
    if (plane.samples() instanceof short[] shorts) {
      return type == PixelType.INT16 ? shorts[i] : shorts[i] & 0xFFFF;
    }
    if (plane.samples() instanceof int[] ints) {
      return type == PixelType.INT32 ? ints[i] : ints[i] & 0xFFFFFFFFL;
    }
    return ((float[]) plane.samples())[i];
  }
}

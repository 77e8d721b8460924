package org.scopeside.deploy.train;

import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.source.PlanePixels;

/** The samples of a file as what training wants: grey values, or labels numbered from 1. */
final class FileSamples {
  private static final int MAX_LABEL = 1 << 24;

  private FileSamples() {}

  /** Grey values; the mean of the samples where a pixel has several. */
  static GreyImage grey(PlanePixels plane) {
    int perPixel = plane.samplesPerPixel();
    double[] samples = plane.values();
    float[] grey = new float[plane.sizeX() * plane.sizeY()];
    for (int i = 0; i < grey.length; i++) {
      double sum = 0;
      for (int s = 0; s < perPixel; s++) {
        sum += samples[i * perPixel + s];
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
  static LabelImage labels(PlanePixels plane) {
    if (plane.samplesPerPixel() != 1) {
      throw new IllegalArgumentException(
          plane.samplesPerPixel() + " samples a pixel; a label image has one");
    }
    double[] samples = plane.values();
    int[] labels = new int[samples.length];
    int largest = 0;
    for (int i = 0; i < labels.length; i++) {
      double value = samples[i];
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

  private static LabelImage numbered(int[] labels, int largest, PlanePixels plane) {
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
}

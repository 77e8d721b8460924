package org.scopeside.segmenter.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;

/** Planes that are hard on statistics, and random ones. */
final class TestPlanes {
  private TestPlanes() {}

  /** Channels of values between two bounds, whole but for float32. */
  static List<GreyImage> random(
      Sample sample, int channels, int width, int height, int low, int high, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<GreyImage> planes = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      float[] pixels = new float[width * height];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] =
            sample == Sample.FLOAT32
                ? (float) (low + (high - low) * random.nextDouble())
                : random.nextInt(low, high + 1);
      }
      planes.add(new GreyImage(pixels, width, height));
    }
    return planes;
  }

  /** One channel each. */
  record Case(String name, Sample sample, GreyImage plane) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> hard() {
    return List.of(
        of("8 bit", Sample.UINT8, 37, 23, 0, 255),
        of("16 bit", Sample.UINT16, 61, 47, 0, 65535),
        // More blocks than there are copies of the counts.
        of("larger", Sample.UINT16, 81, 67, 0, 4095),
        of("dim 16 bit", Sample.UINT16, 61, 47, 90, 400),
        of("narrow, far from zero", Sample.UINT16, 53, 31, 60_000, 60_010),
        of("constant", Sample.UINT16, 17, 5, 60_001, 60_001),
        of("constant 8 bit", Sample.UINT8, 7, 7, 3, 3),
        of("black", Sample.UINT8, 17, 5, 0, 0),
        of("white", Sample.UINT16, 3, 5, 65535, 65535),
        of("two values", Sample.UINT16, 19, 19, 255, 256),
        of("two pixels", Sample.UINT16, 2, 1, 0, 65535),
        of("one pixel", Sample.UINT8, 1, 1, 7, 7));
  }

  private static Case of(String name, Sample sample, int width, int height, int low, int high) {
    return new Case(name, sample, random(sample, 1, width, height, low, high, 42).get(0));
  }
}

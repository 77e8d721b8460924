package org.scopeside.segmenter.normalise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

class ImageScalerTest {
  @Test
  void shouldKeepEndsAndInterpolateBetweenCentres() {
    GreyImage doubled = ImageScaler.resize(new GreyImage(new float[] {0, 8}, 2, 1), 4, 1);

    assertArrayEquals(new float[] {0, 2, 6, 8}, doubled.pixels());
  }

  @Test
  void shouldTakeMeanOfFourWhenHalved() {
    GreyImage plane = new GreyImage(new float[] {1, 3, 10, 10, 5, 7, 10, 50}, 4, 2);

    assertArrayEquals(new float[] {4, 20}, ImageScaler.resize(plane, 2, 1).pixels());
  }

  @Test
  void shouldLeaveSizeOneAlone() {
    GreyImage plane = new GreyImage(new float[] {7}, 1, 1);

    assertArrayEquals(new float[] {7, 7, 7}, ImageScaler.resize(plane, 3, 1).pixels());
  }

  @Test
  void shouldDropObjectThatNoPixelIsLeftOf() {
    LabelImage labels = LabelImage.of(new int[] {1, 1, 0, 2, 0, 3, 3, 3}, 8, 1);
    FoundObjects found =
        new FoundObjects(labels, new float[] {0.1f, 0.2f, 0.3f}, new int[] {1, 2, 3});

    FoundObjects halved = ImageScaler.nearest(found, 4, 1);

    assertArrayEquals(new int[] {1, 2, 3, 3}, halved.labels().labels());
    FoundObjects quartered = ImageScaler.nearest(found, 2, 1);
    assertArrayEquals(new int[] {0, 1}, quartered.labels().labels());
    assertArrayEquals(new float[] {0.3f}, quartered.scores());
    assertEquals(3, quartered.classes()[0]);
  }
}

package org.scopeside.segmenter.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ImageTest {

  @Test
  void shouldRefusePixelsThatDoNotFillTheSize() {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> new GreyImage(new float[5], 2, 3));

    assertEquals("grey image 2x3 needs 6 pixels, got 5", error.getMessage());
  }

  @Test
  void shouldRefuseSizesWhoseProductOverflows() {
    assertThrows(
        IllegalArgumentException.class, () -> new GreyImage(new float[0], 1 << 16, 1 << 16));
  }

  @Test
  void shouldRefusePlaneWithoutPixels() {
    assertThrows(IllegalArgumentException.class, () -> new GreyImage(new float[0], 0, 3));
  }

  @Test
  void shouldReadByRowAndColumn() {
    GreyImage image = new GreyImage(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

    assertEquals(6, image.at(1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> image.at(0, 3));
  }

  @Test
  void shouldCountConsecutiveLabels() {
    assertEquals(2, LabelImage.of(new int[] {0, 2, 1, 2}, 2, 2).objectCount());
  }

  @Test
  void shouldNameLabelThatIsMissing() {
    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> LabelImage.of(new int[] {0, 3, 1, 3}, 2, 2));

    assertEquals("label 2 of 1..3 is missing: labels are not consecutive", error.getMessage());
  }

  @Test
  void shouldRefuseLabelsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> LabelImage.of(new int[] {-1}, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> LabelImage.of(new int[] {1 << 30}, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> LabelImage.ofConsecutive(new int[4], 2, 2, 5));
  }

  @Test
  void shouldFindRangeOfPlanesThatDoNotFillABlock() {
    float[] pixels = new float[3000];
    pixels[2999] = 9;
    pixels[1] = -2;

    assertEquals(new ValueRange(-2, 9), ValueRange.of(new GreyImage(pixels, 3000, 1)));
    assertEquals(new ValueRange(7, 7), ValueRange.of(new GreyImage(new float[] {7}, 1, 1)));
  }

  @Test
  void shouldKeepScoresAndClassesOfObjectsThatAreLargeEnough() {
    int[] pixels = {1, 1, 2, 0, 3, 3, 3, 0};
    FoundObjects found =
        new FoundObjects(
            LabelImage.ofConsecutive(pixels, 4, 2, 3),
            new float[] {0.9f, 0.8f, 0.7f},
            new int[] {1, 2, 3});

    FoundObjects left = found.atLeast(2);

    assertArrayEquals(new int[] {1, 1, 0, 0, 2, 2, 2, 0}, left.labels().labels());
    assertArrayEquals(new float[] {0.9f, 0.7f}, left.scores());
    assertArrayEquals(new int[] {1, 3}, left.classes());
    assertSame(left, left.atLeast(2));
  }
}

package org.scopeside.segmenter.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

class ClassicalSegmentationTest {
  private static final int SIDE = 200;

  private final ClassicalSegmentation segmentation =
      new ClassicalSegmentation(ClassicalSettings.defaults());

  @Test
  void shouldSeparateTwoTouchingDiscs() {
    float[] pixels = flat(100);
    disc(pixels, 80, 100, 14, 2000);
    disc(pixels, 102, 100, 14, 2000);

    LabelImage found = segmentation.segment(noisy(pixels, 20));

    assertEquals(2, found.objectCount());
    assertNotEquals(found.at(100, 75), found.at(100, 107));
    assertTrue(found.at(100, 75) > 0 && found.at(100, 107) > 0);
    assertEquals(0, found.at(10, 10));
  }

  @Test
  void shouldFillHoleInsideDisc() {
    float[] pixels = flat(100);
    disc(pixels, 60, 60, 15, 2000);
    disc(pixels, 60, 60, 4, 100);

    LabelImage found = segmentation.segment(noisy(pixels, 20));

    assertEquals(1, found.objectCount());
    assertEquals(1, found.at(60, 60));
  }

  @Test
  void shouldNotFillGapBetweenCellsThatSurroundIt() {
    float[] pixels = flat(100);
    disc(pixels, 100, 100, 40, 2000);
    disc(pixels, 100, 100, 20, 100);

    LabelImage found = segmentation.segment(noisy(pixels, 20));

    assertEquals(0, found.at(100, 100));
    assertTrue(found.at(100, 70) > 0);
  }

  @Test
  void shouldDropWhatIsSmallerThanMinArea() {
    float[] pixels = flat(100);
    disc(pixels, 50, 50, 12, 2000);
    disc(pixels, 150, 150, 1.5, 2000);

    assertEquals(1, segmentation.segment(noisy(pixels, 20)).objectCount());
  }

  @Test
  void shouldKeepDiscCutByEdge() {
    float[] pixels = flat(100);
    disc(pixels, 0, 100, 12, 2000);
    disc(pixels, 199, 0, 12, 2000);

    assertEquals(2, segmentation.segment(noisy(pixels, 20)).objectCount());
  }

  @Test
  void shouldNumberObjectsInReadingOrder() {
    float[] pixels = flat(100);
    disc(pixels, 150, 40, 12, 2000);
    disc(pixels, 50, 60, 12, 2000);
    disc(pixels, 100, 150, 12, 2000);

    LabelImage found = segmentation.segment(noisy(pixels, 20));

    assertEquals(3, found.objectCount());
    assertEquals(1, found.at(40, 150));
    assertEquals(2, found.at(60, 50));
    assertEquals(3, found.at(150, 100));
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 10, 100})
  void shouldFindNothingInNoise(double sigma) {
    assertEquals(0, segmentation.segment(noisy(flat(500), sigma)).objectCount());
  }

  @Test
  void shouldFindNothingInUnevenlyLitEmptyField() {
    float[] pixels = flat(0);
    for (int i = 0; i < pixels.length; i++) {
      int x = i % SIDE - SIDE / 2;
      int y = i / SIDE - SIDE / 2;
      pixels[i] = (float) (1000 - 300.0 * (x * x + y * y) / (SIDE * SIDE / 2.0));
    }

    assertEquals(0, segmentation.segment(noisy(pixels, 15)).objectCount());
  }

  @Test
  void shouldFindOneCellThatOtsuOverlooks() {
    float[] pixels = flat(500);
    disc(pixels, 120, 90, 7, 650);
    GreyImage plane = noisy(pixels, 40);

    LabelImage found = segmentation.segment(plane);

    assertEquals(1, found.objectCount());
    assertEquals(1, found.at(90, 120));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4096", "4096,1", "2,2", "5,300"})
  void shouldFindNothingInConstantPlaneOfAnySize(int width, int height) {
    for (float value : new float[] {0, 65535, -3.5f}) {
      float[] pixels = new float[width * height];
      Arrays.fill(pixels, value);

      assertEquals(0, segmentation.segment(new GreyImage(pixels, width, height)).objectCount());
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4096", "4096,1", "2,2", "300,5", "64,64"})
  void shouldSurviveSaturatedAndBinaryPlanes(int width, int height) {
    Random random = new Random(5);
    float[] pixels = new float[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(4) == 0 ? 0 : 65535;
    }

    LabelImage found = segmentation.segment(new GreyImage(pixels, width, height));

    LabelImage.of(found.labels().clone(), width, height);
  }

  @Test
  void shouldGiveOneObjectWhereMaskCoversWholePlane() {
    MaskRuns mask = new MaskRuns();
    float[] ones = new float[30 * 20];
    Arrays.fill(ones, 1);
    mask.above(ones, 0.5f, 30, 20);
    float[] distance = new float[ones.length];

    new DistanceTransform().apply(mask, distance);

    assertEquals(1, distance[0]);
    assertEquals(10, distance[10 * 30 + 15]);
  }

  @Test
  void shouldNameFirstInfinitePixel() {
    float[] pixels = flat(100);
    pixels[3 * SIDE + 2] = Float.POSITIVE_INFINITY;

    Exception error =
        assertThrows(
            NonFinitePixelsException.class,
            () -> segmentation.segment(new GreyImage(pixels, SIDE, SIDE)));

    assertEquals("plane 200x200 holds Infinity at y=3 x=2", error.getMessage());
  }

  @Test
  void shouldGiveSameResultForSamePlaneAfterPlanesOfOtherSizes() {
    float[] pixels = flat(100);
    for (int n = 0; n < 30; n++) {
      disc(pixels, 20 + 31 * n % 160, 20 + 57 * n % 160, 8 + n % 5, 1500);
    }
    GreyImage plane = noisy(pixels, 30);
    int[] before = segmentation.segment(plane).labels();

    segmentation.segment(new GreyImage(new float[] {1, 2, 3, 900, 5, 6}, 3, 2));
    segmentation.segment(noisy(flat(50), 5));

    assertArrayEquals(before, segmentation.segment(plane).labels());
  }

  @Test
  void shouldFloodPlateausOfEqualHeightToTheEnd() {
    float[] pixels = flat(0);
    for (int y = 40; y < 160; y++) {
      Arrays.fill(pixels, y * SIDE + 10, y * SIDE + 190, 1000);
    }

    LabelImage found = segmentation.segment(new GreyImage(pixels, SIDE, SIDE));

    for (int y = 42; y < 158; y++) {
      for (int x = 12; x < 188; x++) {
        assertTrue(found.at(y, x) > 0, "pixel y=" + y + " x=" + x + " is not flooded");
      }
    }
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ClassicalSettings(0, 1, 4, 5, 100, 1, 0.5, 7, 30, 6));

    assertTrue(String.valueOf(error.getMessage()).startsWith("smoothingSigma = 0.0 lies outside"));
  }

  private static float[] flat(float value) {
    float[] pixels = new float[SIDE * SIDE];
    Arrays.fill(pixels, value);
    return pixels;
  }

  private static void disc(float[] pixels, int cx, int cy, double radius, float brightness) {
    for (int i = 0; i < pixels.length; i++) {
      if (Math.hypot(i % SIDE - cx, i / SIDE - cy) <= radius) {
        pixels[i] = brightness;
      }
    }
  }

  private static GreyImage noisy(float[] pixels, double sigma) {
    Random random = new Random(6);
    float[] noisy = new float[pixels.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (float) Math.max(0, Math.round(pixels[i] + sigma * random.nextGaussian()));
    }
    return new GreyImage(noisy, SIDE, SIDE);
  }

  @Test
  void shouldLeaveOutWhatIsSmallerThanANucleusWhereThePixelSizeIsKnown() {
    float[] pixels = new float[SIDE * SIDE];
    disc(pixels, 30, 30, 4, 2000);
    disc(pixels, 90, 90, 10, 2000);
    GreyImage plane = noisy(pixels, 3);
    ClassicalSegmentation segmentation = new ClassicalSegmentation(ClassicalSettings.defaults());
    assertEquals(2, segmentation.segment(plane).objectCount());
    // 9 pixels across are 5 µm here: debris. At 1 µm a pixel they are a nucleus.
    assertEquals(1, segmentation.segment(plane, 0.5).objectCount());
    assertEquals(2, segmentation.segment(plane, 1).objectCount());
  }
}

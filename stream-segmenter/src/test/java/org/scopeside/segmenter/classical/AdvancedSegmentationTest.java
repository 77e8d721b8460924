package org.scopeside.segmenter.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.model.FieldInput;

class AdvancedSegmentationTest {
  private static final int SIDE = 320;
  private static final int SPACING = 40;
  private static final int DISCS = SIDE / SPACING * (SIDE / SPACING);

  private final AdvancedSegmentation segmentation =
      new AdvancedSegmentation(AdvancedSettings.defaults());

  /** Discs 600 above a background that rises by {@code rise} from one side to the other. */
  private static GreyImage discs(double rise, double angle, double level) {
    SplittableRandom random = new SplittableRandom(1);
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      int dx = x % SPACING - SPACING / 2;
      int dy = y % SPACING - SPACING / 2;
      double along = (x * Math.cos(angle) + y * Math.sin(angle)) / SIDE;
      double disc = dx * dx + dy * dy < 100 ? level : 0;
      pixels[i] = (float) (200 + rise * along + disc + random.nextInt(40));
    }
    return new GreyImage(pixels, SIDE, SIDE);
  }

  @Test
  void shouldFindDiscsOnASlopeWhereThePlainPipelineFails() {
    GreyImage slope = discs(4000, Math.PI / 4, 600);

    int plain =
        new ClassicalSegmentation(ClassicalSettings.defaults()).segment(slope).objectCount();
    int basic =
        new ClassicalSegmentation(ClassicalSettings.cellProfilerBasic())
            .segment(slope)
            .objectCount();

    assertEquals(DISCS, segmentation.segment(slope, Double.NaN).objectCount());
    assertTrue(plain < DISCS / 2 && basic < DISCS / 2, () -> plain + " and " + basic);
  }

  @Property(tries = 30)
  void shouldFindAllDiscsWhateverTheSlope(
      @ForAll @DoubleRange(min = 0, max = 5000) double rise,
      @ForAll @DoubleRange(min = 0, max = 1.57) double angle,
      @ForAll @DoubleRange(min = 300, max = 5000) double level) {
    AdvancedSegmentation fresh = new AdvancedSegmentation(AdvancedSettings.defaults());

    LabelImage found = fresh.segment(discs(rise, angle, level), Double.NaN);

    assertEquals(DISCS, found.objectCount());
    LabelImage.of(found.labels().clone(), SIDE, SIDE);
  }

  @Test
  void shouldFindNothingOnPlanesWithNothingToSee() {
    for (int[] size : new int[][] {{1, 1}, {1, 4096}, {4096, 1}, {100, 100}}) {
      for (float level : new float[] {0, 65535}) {
        float[] pixels = new float[size[0] * size[1]];
        Arrays.fill(pixels, level);
        GreyImage plane = new GreyImage(pixels, size[0], size[1]);
        assertEquals(0, segmentation.segment(plane, Double.NaN).objectCount());
      }
    }
  }

  @Test
  void shouldFindNothingInNoise() {
    SplittableRandom random = new SplittableRandom(3);
    float[] pixels = new float[256 * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(100) + random.nextInt(100);
    }

    assertEquals(
        0, segmentation.segment(new GreyImage(pixels, 256, 256), Double.NaN).objectCount());
  }

  @Test
  void shouldRefusePlaneThatIsNotFinite() {
    float[] pixels = new float[100];
    pixels[7] = Float.POSITIVE_INFINITY;

    assertThrows(
        NonFinitePixelsException.class,
        () -> segmentation.segment(new GreyImage(pixels, 10, 10), Double.NaN));
  }

  @Test
  void shouldGiveOneResultAsModelAndAsSegmentation() {
    GreyImage plane = discs(1000, 1, 800);
    try (ClassicalModel model = ClassicalModel.advanced(AdvancedSettings.defaults(), 2)) {
      model.warmUp();
      LabelImage found =
          model
              .segment(List.of(FieldInput.of(plane, Double.NaN)))
              .toCompletableFuture()
              .join()
              .get(0)
              .labels();

      assertEquals("classical-advanced@1", model.id());
      assertArrayEquals(segmentation.segment(plane, Double.NaN).labels(), found.labels());
    }
  }

  @Property(tries = 60)
  void shouldOpenLikeTheDefinition(
      @ForAll @IntRange(min = 1, max = 4) int radius,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] plane = new float[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = random.nextInt(50);
    }
    float[] expected = most(most(plane, width, radius, -1), width, radius, 1);

    new GreyOpening(radius).apply(plane, width, height);

    assertArrayEquals(expected, plane);
  }

  /** Largest value in the disc, or with sign -1 the least. */
  private static float[] most(float[] in, int width, int radius, int sign) {
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < in.length; j++) {
        int dx = j % width - i % width;
        int dy = j / width - i / width;
        most = dx * dx + dy * dy <= radius * radius ? Math.max(most, sign * in[j]) : most;
      }
      out[i] = sign * most;
    }
    return out;
  }

  @Test
  void shouldSubtractASlopeToTheEdges() {
    int width = 200;
    int height = 130;
    float[] slope = new float[width * height];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = 3 * (i % width) - 2 * (i / width);
    }

    new BackgroundPlane(40, 50).subtract(slope, width, height);

    // A block's median is that of every second pixel: a step of the slope off, at most.
    for (float rest : slope) {
      assertEquals(0, rest, 12);
    }
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    ClassicalSettings steps = ClassicalSettings.defaults();

    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> new AdvancedSettings(8, 10, 1, 0.4, 0.5, steps));
    assertEquals("backgroundBlock = 8.0 lies outside 16.0 to 1000.0", error.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new AdvancedSettings(64, 10, 1, 1, 0.5, steps));
  }
}

package org.scopeside.segmenter.decode.threeclass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

class ForegroundDecoderTest {
  private static final float[] TWO_CORNERS = {
    .9f, .9f, .2f, .2f,
    .9f, .6f, .2f, .2f,
    .2f, .2f, .8f, .8f,
    .2f, .2f, .8f, .8f
  };

  @Test
  void shouldSeparatePartsThatShareOnlyACorner() {
    assertEquals(2, decode(one(TWO_CORNERS), Map.of("min_size", 1)).objectCount());
    assertEquals(
        1, decode(one(TWO_CORNERS), Map.of("min_size", 1, "connectivity", 8)).objectCount());
  }

  @Test
  void shouldDropPartsThatAreTooSmall() {
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1},
        decode(one(TWO_CORNERS), Map.of("min_size", 4, "threshold", 0.7)).labels());
  }

  @Test
  void shouldTakeSigmoidOfLogits() {
    float[] logits = TWO_CORNERS.clone();
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(logits[i] / (1 - logits[i]));
    }

    assertArrayEquals(
        decode(one(TWO_CORNERS), Map.of("min_size", 1, "threshold", 0.7)).labels(),
        decode(one(logits), Map.of("min_size", 1, "threshold", 0.7, "activation", "sigmoid"))
            .labels());
  }

  @Test
  void shouldTakeBoundaryOffForeground() {
    float[] foreground = {1, 1, 1, 1, 1};
    float[] boundary = {0, 0, 1, 0, 0};
    DenseMaps maps = new DenseMaps(new float[][] {foreground, boundary}, 5, 1);

    LabelImage labels = decode(maps, Map.of("channels", 2, "min_size", 1));

    // A gap of one pixel is no hole smaller than one.
    assertArrayEquals(new int[] {1, 1, 0, 2, 2}, labels.labels());
  }

  @Test
  void shouldCutTouchingDiscsApart() {
    int width = 60;
    float[] foreground = new float[40 * width];
    for (int i = 0; i < foreground.length; i++) {
      int y = i / width - 20;
      int x = i % width;
      boolean inside = Math.hypot(y, x - 20.0) < 11 || Math.hypot(y, x - 39.0) < 11;
      foreground[i] = inside ? 0.9f : 0.1f;
    }
    DenseMaps maps = new DenseMaps(new float[][] {foreground}, width, 40);

    assertEquals(1, decode(maps, Map.of()).objectCount());
    LabelImage split = decode(maps, Map.of("split", "distance"));
    assertEquals(2, split.objectCount());
    assertEquals(1, split.at(20, 15));
    assertEquals(2, split.at(20, 45));
  }

  @Test
  void shouldFindNothingWhereNothingIsAboveThreshold() {
    DenseMaps black = new DenseMaps(new float[1][4096], 4096, 1);

    assertEquals(0, decode(black, Map.of()).objectCount());
    assertEquals(0, decode(black, Map.of("split", "distance")).objectCount());
    assertEquals(0, decode(new DenseMaps(new float[1][1], 1, 1), Map.of()).objectCount());
  }

  @Test
  void shouldTakeSaturatedPlaneAsOneObject() {
    float[] ones = new float[64 * 64];
    java.util.Arrays.fill(ones, 1);
    DenseMaps maps = new DenseMaps(new float[][] {ones}, 64, 64);

    assertEquals(1, decode(maps, Map.of()).objectCount());
    assertEquals(1, decode(maps, Map.of("split", "distance")).objectCount());
  }

  @Test
  void shouldRefuseValuesThatAreNotFiniteAndParametersThatDoNotFit() {
    float[] broken = {0, Float.POSITIVE_INFINITY};

    assertThrows(
        NonFiniteOutputException.class,
        () -> decode(new DenseMaps(new float[][] {broken}, 2, 1), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> decode(one(TWO_CORNERS), Map.of("split", "distance", "connectivity", 8)));
    assertThrows(
        IllegalArgumentException.class, () -> decode(one(TWO_CORNERS), Map.of("channels", 2)));
  }

  /** The author's own output of the bioimage.io nuclei U-Net, on an image of many nuclei. */
  @Test
  void shouldFindNucleiInRecordedOutputOfUNet() throws IOException {
    Path file = ReferenceData.images("weights").resolve("unet_test_output.npy");
    Assumptions.assumeTrue(Files.exists(file), "skipped: no " + file);
    NpyArray output = NpyArray.read(file);
    DenseMaps maps =
        new DenseMaps(new float[][] {output.floats()}, output.width(), output.height());

    int parts = decode(maps, Map.of()).objectCount();
    LabelImage split = decode(maps, Map.of("split", "distance"));

    assertTrue(parts > 10, parts + " parts");
    assertTrue(split.objectCount() >= parts, split.objectCount() + " of " + parts + " parts");
    int covered = 0;
    int foreground = 0;
    for (int i = 0; i < output.values().length; i++) {
      if (output.values()[i] > 0.5) {
        foreground++;
        covered += split.labels()[i] > 0 ? 1 : 0;
      }
    }
    assertTrue(covered > 0.95 * foreground, covered + " of " + foreground + " pixels");
  }

  private static DenseMaps one(float[] map) {
    return new DenseMaps(new float[][] {map}, 4, 4);
  }

  private static LabelImage decode(DenseMaps maps, Map<String, Object> parameters) {
    return ForegroundDecoder.of(new Parameters("decoder foreground", parameters))
        .decode(maps, maps.width(), maps.height())
        .labels();
  }
}

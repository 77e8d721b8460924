package org.scopeside.segmenter.decode.threeclass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.regions.Discs;
import org.scopeside.segmenter.decode.regions.Golden;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;

class ThreeClassDecoderTest {

  @Tag("conformance")
  @ParameterizedTest
  @ValueSource(strings = {"noise", "cells"})
  void shouldLabelLikeThePublishedSteps(String name) throws IOException {
    DenseMaps maps = golden(name);
    int[] expected = Golden.read("threeclass/" + name + "/labels").ints();

    assertArrayEquals(expected, decode(maps, Map.of()).labels());
  }

  @Tag("conformance")
  @ParameterizedTest
  @ValueSource(strings = {"noise", "cells"})
  void shouldBoostTheBoundaryLikeThePublishedSteps(String name) throws IOException {
    DenseMaps maps = golden(name);
    int[] expected = Golden.read("threeclass/" + name + "/labels_boosted").ints();

    LabelImage labels = decode(maps, Map.of("boundary_boost", 1.25, "min_size", 6));

    assertArrayEquals(expected, labels.labels());
  }

  @Test
  void shouldGiveSameObjectsForLogitsAsForTheirSoftmax() throws IOException {
    DenseMaps probabilities = golden("cells");
    float[][] logits = new float[3][];
    for (int c = 0; c < 3; c++) {
      logits[c] = probabilities.channel(c).clone();
      for (int i = 0; i < logits[c].length; i++) {
        logits[c][i] = (float) Math.log(Math.max(1e-6, logits[c][i]));
      }
    }
    DenseMaps maps = new DenseMaps(logits, probabilities.width(), probabilities.height());

    assertArrayEquals(
        decode(probabilities, Map.of("boundary_boost", 1.3)).labels(),
        decode(maps, Map.of("boundary_boost", 1.3, "activation", "softmax")).labels());
  }

  @Test
  void shouldFindClassesInTheOrderOfTheirChannels() throws IOException {
    DenseMaps maps = golden("cells");
    DenseMaps turned =
        new DenseMaps(
            new float[][] {maps.channel(2), maps.channel(0), maps.channel(1)},
            maps.width(),
            maps.height());
    int[] expected = decode(maps, Map.of()).labels();

    int[] found = decode(turned, Map.of("order", "boundary, background, interior")).labels();

    int different = 0;
    for (int i = 0; i < found.length; i++) {
      different += (found[i] == 0) == (expected[i] == 0) ? 0 : 1;
    }
    // Ties of bytes fall to the first channel.
    assertTrue(different < found.length / 50, different + " pixels differ");
  }

  @Property(tries = 30)
  void shouldGiveBackObjectsThatBoundariesSeparate(
      @ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
    LabelImage truth = Discs.touching(90, 70, count, seed);

    LabelImage found = decode(oneHot(truth), Map.of("min_size", 1));

    Discs.assertEveryLargeObjectFound(truth, found, 60, 0.6);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4096, 1", "1, 50", "33, 17"})
  void shouldFindNothingInBackgroundAndOneObjectInInterior(int width, int height) {
    float[] none = new float[width * height];
    float[] all = new float[width * height];
    java.util.Arrays.fill(all, 1);
    Map<String, Object> any = Map.of("min_size", 1);

    assertEquals(0, decode(maps(width, height, all, none, none), any).objectCount());
    assertEquals(1, decode(maps(width, height, none, all, none), any).objectCount());
    assertEquals(0, decode(maps(width, height, none, none, none), any).objectCount());
  }

  @Test
  void shouldKeepSixtyThousandObjects() {
    int side = 1000;
    float[] background = new float[side * side];
    float[] interior = new float[side * side];
    for (int i = 0; i < interior.length; i++) {
      boolean inside = i % side % 4 < 2 && i / side % 4 < 2;
      interior[i] = inside ? 0.9f : 0.1f;
      background[i] = 1 - interior[i];
    }
    Map<String, Object> small = Map.of("min_size", 4);
    DenseMaps maps = maps(side, side, background, interior, new float[side * side]);

    assertEquals(62_500, decode(maps, small).objectCount());
  }

  @Test
  void shouldNamePlaceOfValueThatIsNotFinite() {
    float[] broken = {0, 0, 0, Float.NaN};
    Exception error =
        assertThrows(
            NonFiniteOutputException.class,
            () -> decode(maps(2, 2, new float[4], broken, new float[4]), Map.of()));

    assertEquals("the network gave NaN in channel 1 at y=1 x=1", error.getMessage());
  }

  @Test
  void shouldRefuseMapsOfAnotherShape() {
    DenseMaps two = new DenseMaps(new float[2][4], 2, 2);

    assertThrows(IllegalArgumentException.class, () -> decode(two, Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ThreeClassDecoder.of(parameters(Map.of()))
                .decode(new DenseMaps(new float[3][4], 2, 2), 4, 4));
  }

  @Test
  void shouldTellEveryWrongParameter() {
    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ThreeClassDecoder.of(
                    parameters(Map.of("order", "a, b, c", "connectivity", 6, "minsize", 3))));

    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("order is a, b, c"), message);
    assertTrue(message.contains("connectivity is 6"), message);
    assertTrue(message.contains("minsize is not known"), message);
  }

  private static LabelImage decode(DenseMaps maps, Map<String, Object> parameters) {
    return ThreeClassDecoder.of(parameters(parameters))
        .decode(maps, maps.width(), maps.height())
        .labels();
  }

  private static Parameters parameters(Map<String, Object> values) {
    return new Parameters("decoder three-class", values);
  }

  private static DenseMaps maps(int width, int height, float[]... channels) {
    return new DenseMaps(channels, width, height);
  }

  private static DenseMaps golden(String name) throws IOException {
    NpyArray classes = Golden.read("threeclass/" + name + "/classes");
    float[][] channels = new float[3][];
    for (int c = 0; c < 3; c++) {
      channels[c] = Golden.probabilities(classes.slice(c));
    }
    return new DenseMaps(channels, classes.width(), classes.height());
  }

  /** Boundaries one pixel wide inside objects, as the outermost pixels of each. */
  private static DenseMaps oneHot(LabelImage truth) {
    int width = truth.width();
    int height = truth.height();
    float[][] channels = new float[3][width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int label = truth.at(y, x);
        boolean edge = false;
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            edge |= truth.at(v, u) != label;
          }
        }
        channels[label == 0 ? 0 : edge ? 2 : 1][y * width + x] = 1;
      }
    }
    return new DenseMaps(channels, width, height);
  }
}

package org.scopeside.segmenter.decode.distance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
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

class DistanceDecoderTest {
  private static final Map<String, Object> PLAIN =
      Map.of("interior_smooth", 0, "interior_threshold", 0.2, "fill_holes_threshold", 0);

  @Tag("conformance")
  @Test
  void shouldMeasureTargetsLikeSciPy() throws IOException {
    NpyArray expected = Golden.read("distance/targets");

    DenseMaps targets = DistanceTargets.of(Golden.read("distance/labels").labels(), 1);

    assertArrayEquals(expected.slice(0).floats(), targets.channel(0), 1e-5f);
    assertArrayEquals(expected.slice(1).floats(), targets.channel(1), 1e-6f);
  }

  @Tag("conformance")
  @Test
  void shouldFloodFromHMaximaLikeScikitImage() throws IOException {
    Map<String, Object> parameters = new HashMap<>(PLAIN);
    parameters.put("radius", 3);
    parameters.put("small_objects_threshold", 0);

    assertArrayEquals(expected("unsmoothed"), decode(golden(), parameters).labels());
  }

  @Tag("conformance")
  @Test
  void shouldFloodFromPeaksLikeScikitImage() throws IOException {
    Map<String, Object> parameters = new HashMap<>(PLAIN);
    parameters.put("maxima_algorithm", "peak_local_max");
    parameters.put("maxima_threshold", 0.3);
    parameters.put("radius", 4);

    assertArrayEquals(expected("peaks"), decode(golden(), parameters).labels());
  }

  /** The Gaussian is summed in another order: the last bits differ, hence no more than a pixel. */
  @Tag("conformance")
  @ParameterizedTest
  @ValueSource(strings = {"default", "mesmer"})
  void shouldFloodSmoothedInteriorLikeScikitImage(String name) throws IOException {
    String preset = name.equals("default") ? name : "mesmer-whole-cell";
    LabelImage found = decode(golden(), Map.of("preset", preset, "fill_holes_threshold", 0));
    int[] expected = expected(name);

    int different = 0;
    for (int i = 0; i < expected.length; i++) {
      different += expected[i] == found.labels()[i] ? 0 : 1;
    }
    assertTrue(different <= 1, different + " pixels differ");
  }

  @Property(tries = 40)
  void shouldGiveBackObjectsFromTheirTargets(
      @ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
    LabelImage truth = Discs.touching(90, 70, count, seed);

    LabelImage found =
        decode(
            DistanceTargets.of(truth, 1),
            Map.of("radius", 2, "interior_smooth", 0, "interior_threshold", 0));

    // Where discs touch, the flood cuts them elsewhere than they were drawn.
    Discs.assertEveryLargeObjectFound(truth, found, 60, 0.5);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4096, 1", "1, 200", "50, 40"})
  void shouldFindNothingInConstantMaps(int width, int height) {
    for (float value : new float[] {0, 1}) {
      float[] constant = new float[width * height];
      Arrays.fill(constant, value);
      DenseMaps maps = new DenseMaps(new float[][] {constant, constant.clone()}, width, height);

      assertEquals(0, decode(maps, Map.of()).objectCount());
    }
  }

  @Test
  void shouldTakePlaneThatIsOneObject() {
    int[] ones = new int[30 * 20];
    Arrays.fill(ones, 1);
    LabelImage truth = LabelImage.of(ones, 30, 20);

    LabelImage found = decode(DistanceTargets.of(truth, 1), Map.of());

    assertArrayEquals(truth.labels(), found.labels());
  }

  @Test
  void shouldKeepSixtyThousandObjects() {
    int side = 1250;
    float[] inner = new float[side * side];
    for (int i = 0; i < inner.length; i++) {
      int y = i / side % 5 - 2;
      int x = i % side % 5 - 2;
      inner[i] = 1f / (1 + y * y + x * x);
    }
    DenseMaps maps = new DenseMaps(new float[][] {inner, inner.clone()}, side, side);
    Map<String, Object> parameters = new HashMap<>(PLAIN);
    parameters.put("radius", 1);
    parameters.put("interior_threshold", 0);

    assertEquals(62_500, decode(maps, parameters).objectCount());
  }

  @Test
  void shouldReadInteriorFromThePlaceInMesmersOutput() {
    LabelImage truth = Discs.touching(60, 60, 12, 5);
    DenseMaps targets = DistanceTargets.of(truth, 1);
    float[] unused = new float[60 * 60];
    DenseMaps four =
        new DenseMaps(
            new float[][] {targets.channel(0), unused, targets.channel(1), unused}, 60, 60);

    assertArrayEquals(
        decode(targets, Map.of("preset", "mesmer-nuclear")).labels(),
        decode(four, Map.of("preset", "mesmer-nuclear", "channels", 4, "interior_index", 2))
            .labels());
  }

  @Test
  void shouldFillHoleThatInteriorLeaves() {
    LabelImage truth = Discs.touching(40, 40, 1, 3);
    DenseMaps targets = DistanceTargets.of(truth, 1);
    float[] holed = targets.channel(1).clone();
    int centre = indexOfLargest(targets.channel(0));
    holed[centre + 3] = 0;
    DenseMaps maps = new DenseMaps(new float[][] {targets.channel(0), holed}, 40, 40);
    Map<String, Object> parameters =
        Map.of("interior_smooth", 0, "interior_threshold", 0, "radius", 2);

    assertEquals(1, decode(maps, parameters).labels()[centre + 3]);
  }

  @Test
  void shouldRefuseValuesThatAreNotFinite() {
    float[] broken = {0, 0, Float.NEGATIVE_INFINITY, 0};

    assertThrows(
        NonFiniteOutputException.class,
        () -> decode(new DenseMaps(new float[][] {new float[4], broken}, 2, 2), Map.of()));
  }

  @Test
  void shouldTellEveryWrongParameter() {
    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                DistanceSettings.of(
                    new Parameters(
                        "decoder distance",
                        Map.of("radius", 0, "exclude_border", true, "interior_index", 2))));

    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("radius is 0"), message);
    assertTrue(message.contains("exclude_border is true"), message);
    assertTrue(message.contains("interior_index is 2"), message);
  }

  private static int indexOfLargest(float[] values) {
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static int[] expected(String name) throws IOException {
    return Golden.read("distance/expected_" + name).ints();
  }

  private static DenseMaps golden() throws IOException {
    NpyArray maps = Golden.read("distance/maps");
    return new DenseMaps(
        new float[][] {maps.slice(0).floats(), maps.slice(1).floats()},
        maps.width(),
        maps.height());
  }

  private static LabelImage decode(DenseMaps maps, Map<String, Object> parameters) {
    return DistanceDecoder.of(new Parameters("decoder distance", parameters))
        .decode(maps, maps.width(), maps.height())
        .labels();
  }
}

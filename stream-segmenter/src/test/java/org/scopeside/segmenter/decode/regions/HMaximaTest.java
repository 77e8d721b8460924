package org.scopeside.segmenter.decode.regions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.image.NpyArray;

class HMaximaTest {
  private static final double[] RISES = {0.05, 0.1, 0.3};

  @Tag("conformance")
  @ParameterizedTest
  @ValueSource(strings = {"smooth", "rough", "levels", "cones", "around_zero", "row"})
  void shouldFindWhatScikitImageFinds(String name) throws IOException {
    NpyArray image = Golden.read("maxima/" + name + "/image");
    for (int radius : new int[] {1, 2, 10}) {
      NpyArray expected = Golden.read("maxima/" + name + "/h_maxima_" + radius);
      for (int h = 0; h < RISES.length; h++) {
        int[] found = find(image.floats(), image.width(), image.height(), RISES[h], radius);
        assertArrayEquals(
            whereOne(expected.slice(h)), found, "radius " + radius + ", h " + RISES[h]);
      }
    }
  }

  @Tag("conformance")
  @ParameterizedTest
  @CsvSource({
    "smooth, false", "rough, false", "around_zero, false",
    "smooth, true", "rough, true", "around_zero, true"
  })
  void shouldFindPeaksThatScikitImageFinds(String name, boolean inner) throws IOException {
    NpyArray image = Golden.read("maxima/" + name + "/image");
    NpyArray expected = Golden.read("maxima/" + name + "/peaks_" + (inner ? "inner" : "all"));

    int[] found = new LocalPeaks(0.3, 4, inner).find(image.floats(), image.width(), image.height());

    assertArrayEquals(whereOne(expected), found);
  }

  @Test
  void shouldTakeHighestOfTwoPeaksWithoutDeepSaddle() {
    float[] ridge = {0, .5f, .45f, .6f, 0, .4f, 0};

    assertArrayEquals(new int[] {3, 5}, find(ridge, 7, 1, 0.1, 1));
    assertArrayEquals(new int[] {1, 3, 5}, find(ridge, 7, 1, 0.04, 1));
    // Within two pixels the saddles at 0 can be stepped over.
    assertArrayEquals(new int[] {3}, find(ridge, 7, 1, 0.3, 2));
  }

  @Test
  void shouldKeepWholePlateau() {
    float[] plateau = {0, 1, 1, 1, 0, 0};

    assertArrayEquals(new int[] {1, 2, 3}, find(plateau, 6, 1, 0.5, 1));
    assertArrayEquals(new int[] {1}, new LocalPeaks(0.5, 4, false).find(plateau, 6, 1));
  }

  @Test
  void shouldFindNothingInPlaneThatRisesLess() {
    assertEquals(0, find(new float[100], 10, 10, 0.1, 3).length);
    assertEquals(0, find(new float[] {5}, 1, 1, 0.1, 3).length);
    assertEquals(0, new LocalPeaks(0, 3, false).find(new float[100], 10, 10).length);
  }

  @Test
  void shouldRefuseRiseOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> new HMaxima(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new HMaxima(0.1, 0));
  }

  @Property(tries = 200)
  void shouldGiveWhatReconstructionGives(
      @ForAll @IntRange(min = 1, max = 24) int width,
      @ForAll @IntRange(min = 1, max = 24) int height,
      @ForAll @IntRange(min = 2, max = 40) int levels,
      @ForAll @IntRange(min = 1, max = 4) int radius,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(levels) / (float) levels - 0.3f;
    }
    double h = 0.05 + 0.4 * random.nextDouble();

    assertArrayEquals(
        byReconstruction(values, width, height, h, radius), find(values, width, height, h, radius));
  }

  private static int[] find(float[] values, int width, int height, double h, int radius) {
    int[] scratch = new int[values.length];
    int[] found = new HMaxima(h, radius).find(values, width, height, scratch);
    assertArrayEquals(new int[values.length], scratch);
    return found;
  }

  /** The definition, step by step until nothing changes. */
  private static int[] byReconstruction(float[] f, int width, int height, double h, int radius) {
    float[] r = new float[f.length];
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < f.length; i++) {
      r[i] = f[i] - (float) h - 2e-6f * Math.abs(f[i]);
      min = Math.min(min, f[i]);
      max = Math.max(max, f[i]);
    }
    if (h > max - min) {
      return new int[0];
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = 0; i < f.length; i++) {
        float highest = r[i];
        for (int y = Math.max(0, i / width - radius);
            y <= Math.min(height - 1, i / width + radius);
            y++) {
          for (int x = Math.max(0, i % width - radius);
              x <= Math.min(width - 1, i % width + radius);
              x++) {
            int dy = y - i / width;
            int dx = x - i % width;
            if (dy * dy + dx * dx <= radius * radius) {
              highest = Math.max(highest, r[y * width + x]);
            }
          }
        }
        highest = Math.min(highest, f[i]);
        changed |= highest > r[i];
        r[i] = highest;
      }
    }
    int[] found = new int[f.length];
    int count = 0;
    for (int i = 0; i < f.length; i++) {
      if ((double) f[i] - r[i] >= h) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static int[] whereOne(NpyArray mask) {
    int[] ones = mask.ints();
    int[] places = new int[ones.length];
    int count = 0;
    for (int i = 0; i < ones.length; i++) {
      if (ones[i] != 0) {
        places[count++] = i;
      }
    }
    return Arrays.copyOf(places, count);
  }
}

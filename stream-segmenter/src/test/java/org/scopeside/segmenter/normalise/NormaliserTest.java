package org.scopeside.segmenter.normalise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

class NormaliserTest {
  private static final Preprocessing RANGE = new ScaleRange(1, 99.8, 1e-6, false);
  private static final Preprocessing UNIT = new ZeroMeanUnitVariance(1e-6, false);

  @Property(tries = 100)
  void shouldGivePercentilesOfNumPyForWholeNumbersAndFractions(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll boolean whole,
      @ForAll @IntRange(min = 0, max = 1000) int tenthsOfPercent,
      @ForAll long seed) {
    GreyImage plane = noise(height, width, whole, seed);
    double percent = tenthsOfPercent / 10.0;

    double percentile =
        new SampleStatistics(plane, 0, 0, height, width)
            .percentile(percent, IntensityChain.IDENTITY);

    float[] sorted = plane.pixels().clone();
    Arrays.sort(sorted);
    double position = percent / 100 * (sorted.length - 1);
    int below = (int) position;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    assertEquals(
        sorted[below] + (position - below) * (above - sorted[below]), percentile, 1e-9 * 65536);
  }

  @Property(tries = 100)
  void shouldCollapseStepsToWhatTheyGiveOneAfterTheOther(
      @ForAll @IntRange(min = 2, max = 30) int side,
      @ForAll boolean whole,
      @ForAll @IntRange(min = 0, max = 3) int order,
      @ForAll long seed) {
    List<Preprocessing> steps =
        switch (order) {
          case 0 -> List.of(RANGE, new Clip(0, 1), UNIT);
          case 1 -> List.of(new ScaleLinear(-0.25, 7), RANGE, new ScaleLinear(2, -1));
          case 2 -> List.of(new Clip(100, 2000), UNIT, new Clip(-1, 1), RANGE);
          default -> List.of(new FixedZeroMeanUnitVariance(500, 250), new ScaleLinear(-3, 0), UNIT);
        };
    GreyImage plane = noise(side, side, whole, seed);

    float[] collapsed = normalised(plane, steps);

    double[] values = new double[side * side];
    Arrays.setAll(values, i -> plane.pixels()[i]);
    steps.forEach(step -> applyPlainly(step, values));
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], collapsed[i], 2e-6 * Math.max(1, Math.abs(values[i])));
    }
  }

  @Test
  void shouldGiveZerosWithoutContrast() {
    for (float value : new float[] {0, 255, 65535, 0.1f, -3}) {
      float[] pixels = new float[35];
      Arrays.fill(pixels, value);
      for (Preprocessing step : List.of(RANGE, UNIT)) {
        assertArrayEquals(
            new float[35], normalised(new GreyImage(pixels, 7, 5), List.of(step)), "" + value);
      }
    }
  }

  @Test
  void shouldKeepDigitsOfNarrowRangeFarFromZero() {
    GreyImage plane = new GreyImage(new float[] {60000, 60001, 60002, 60003, 60004}, 5, 1);

    float[] scaled = normalised(plane, List.of(new ScaleRange(0, 100, 0, false)));

    assertArrayEquals(new float[] {0, 0.25f, 0.5f, 0.75f, 1}, scaled);
  }

  @Test
  void shouldNamePixelThatIsNotFinite() {
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
      for (List<Preprocessing> steps :
          List.<List<Preprocessing>>of(List.of(RANGE), List.of(UNIT), List.of())) {
        GreyImage plane = new GreyImage(new float[] {1, 2, value, 3}, 2, 2);
        assertThrows(NonFinitePixelsException.class, () -> new Normaliser(steps).channel(plane));
      }
    }
  }

  @Test
  void shouldTakeStatisticsOfEachTileWhereAsked() {
    GreyImage plane = new GreyImage(new float[] {0, 10, 100, 300}, 4, 1);
    Normaliser.Channel channel =
        new Normaliser(List.of(new ScaleRange(0, 100, 0, true))).channel(plane);

    assertEquals(1, channel.map(0, 0, 1, 2).of(10), 1e-6);
    assertEquals(1, channel.map(0, 2, 1, 2).of(300), 1e-6);
    assertEquals(0, channel.map(0, 2, 1, 2).of(100), 1e-6);
  }

  @Test
  void shouldRefusePlaneStepAfterTileStep() {
    List<Preprocessing> steps = List.of(new ScaleRange(1, 99, 0, true), UNIT);
    assertThrows(IllegalArgumentException.class, () -> new Normaliser(steps));
  }

  private static float[] normalised(GreyImage plane, List<Preprocessing> steps) {
    float[] result = new float[plane.pixels().length];
    new Normaliser(steps)
        .channel(plane)
        .map(0, 0, plane.height(), plane.width())
        .copy(plane.pixels(), 0, result, 0, result.length);
    return result;
  }

  private static void applyPlainly(Preprocessing step, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double low = 0;
    double width = 1;
    if (step instanceof ScaleRange range) {
      low = plainPercentile(sorted, range.minPercentile());
      width = plainPercentile(sorted, range.maxPercentile()) - low;
      width = width == 0 ? Double.POSITIVE_INFINITY : width + range.eps();
    } else if (step instanceof ZeroMeanUnitVariance unit) {
      low = mean;
      width = Math.sqrt(variance) + unit.eps();
    } else if (step instanceof FixedZeroMeanUnitVariance unit) {
      low = unit.mean();
      width = unit.std();
    } else if (step instanceof ScaleLinear linear) {
      width = 1 / linear.gain();
      low = -linear.offset() * width;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          step instanceof Clip clip
              ? Math.max(clip.min(), Math.min(clip.max(), values[i]))
              : (values[i] - low) / width;
    }
  }

  private static double plainPercentile(double[] sorted, double percent) {
    double position = percent / 100 * (sorted.length - 1);
    int below = (int) position;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (position - below) * (above - sorted[below]);
  }

  private static GreyImage noise(int height, int width, boolean whole, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          whole
              ? random.nextInt(1 << random.nextInt(17))
              : (float) (random.nextDouble() - 0.5) * 9999;
    }
    return new GreyImage(pixels, width, height);
  }
}

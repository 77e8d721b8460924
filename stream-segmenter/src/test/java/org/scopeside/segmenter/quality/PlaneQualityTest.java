package org.scopeside.segmenter.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

class PlaneQualityTest {
  private static final int SIDE = 256;

  private final PlaneQuality quality = new PlaneQuality();
  private final QualitySettings settings = QualitySettings.defaults();

  @Test
  void shouldMeasureTinyPlaneAsByHand() {
    GreyImage plane = new GreyImage(new float[] {0, 10, 10, 20}, 2, 2);

    QualityMetrics metrics = quality.measure(plane, 20);

    assertEquals(10, metrics.mean());
    assertEquals(Math.sqrt(50), metrics.std(), 1e-12);
    assertEquals(5, metrics.focusScore(), 1e-12);
    assertEquals(10, metrics.median());
    assertEquals(5, metrics.mad());
    assertEquals(25, metrics.percentMaximal());
    assertEquals(25, metrics.percentSaturated());
    // Laplacians with repeated edges: 20, 0, 0, -20.
    assertEquals(200, metrics.laplacianVariance(), 1e-9);
  }

  @Test
  void shouldEstimateNoiseAddedToFlatField() {
    QualityMetrics metrics = quality.measure(noisy(new float[SIDE * SIDE], 12), null);

    assertEquals(12, metrics.noiseSigma(), 0.3);
    assertEquals(4.0, metrics.signalToNoise(), 0.2);
    assertEquals(3.1, metrics.peakToNoise(), 0.2);
    assertEquals(0, metrics.percentSaturated());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4096", "4096,1", "3,7", "37,41", "67,131"})
  void shouldMeasureConstantPlaneOfAnySize(int width, int height) {
    float[] pixels = new float[width * height];
    Arrays.fill(pixels, 65535f);

    QualityMetrics metrics = quality.measure(new GreyImage(pixels, width, height), 65535);

    metrics.toMeasurements().forEach((name, value) -> assertTrue(Double.isFinite(value), name));
    assertEquals(100, metrics.percentSaturated());
    assertEquals(Set.of(QualityFlag.SATURATED, QualityFlag.EMPTY), settings.flags(metrics));
  }

  @Test
  void shouldFlagNoiseAloneAsEmpty() {
    assertEquals(
        Set.of(QualityFlag.EMPTY),
        settings.flags(quality.measure(noisy(new float[SIDE * SIDE], 10), 65535)));
  }

  @Test
  void shouldFlagBlurredDiscsButNotSharpOnes() {
    Set<QualityFlag> sharp = settings.flags(quality.measure(noisy(discs(0.7), 10), 65535));
    Set<QualityFlag> blurred = settings.flags(quality.measure(noisy(discs(6), 10), 65535));

    assertEquals(Set.of(), sharp);
    assertEquals(Set.of(QualityFlag.OUT_OF_FOCUS), blurred);
  }

  @Test
  void shouldFlagFaintDiscsAsLowSignal() {
    assertEquals(
        Set.of(QualityFlag.LOW_SIGNAL),
        settings.flags(quality.measure(noisy(discs(0.7), 500), 65535)));
  }

  @Test
  void shouldFlagPlaneWithManyPixelsAtSensorMaximum() {
    float[] discs = discs(0.7);
    for (int i = 0; i < discs.length; i++) {
      discs[i] = Math.min(1500, discs[i]);
    }

    assertEquals(
        Set.of(QualityFlag.SATURATED),
        settings.flags(quality.measure(new GreyImage(discs, SIDE, SIDE), 1500)));
  }

  @Test
  void shouldNamePixelThatIsNotANumber() {
    float[] pixels = new float[12];
    pixels[7] = Float.NaN;

    Exception error =
        assertThrows(
            NonFinitePixelsException.class,
            () -> quality.measure(new GreyImage(pixels, 4, 3), null));

    assertEquals("plane 4x3 holds NaN at y=1 x=3", error.getMessage());
  }

  @Test
  void shouldKeepPowerSpectrumSlopeUnderChangeOfGainAndOffset() {
    GreyImage plane = noisy(discs(1), 10);
    float[] brighter = plane.pixels().clone();
    for (int i = 0; i < brighter.length; i++) {
      brighter[i] = 3 * brighter[i] + 500;
    }

    assertEquals(
        quality.measure(plane, null).powerLogLogSlope(),
        quality.measure(new GreyImage(brighter, SIDE, SIDE), null).powerLogLogSlope(),
        1e-5);
  }

  /**
   * Discs of radius 5 to 9 at random places, 3000 above 200, edges {@code softness} pixels wide.
   */
  private static float[] discs(double softness) {
    float[] pixels = new float[SIDE * SIDE];
    Arrays.fill(pixels, 200);
    Random random = new Random(3);
    for (int n = 0; n < 40; n++) {
      double cx = random.nextInt(SIDE);
      double cy = random.nextInt(SIDE);
      double radius = 5 + 4 * random.nextDouble();
      for (int i = 0; i < pixels.length; i++) {
        int y = i / SIDE;
        double distance = Math.hypot(i % SIDE - cx, y - cy);
        pixels[i] += (float) (3000 / (1 + Math.exp((distance - radius) / softness)));
      }
    }
    return pixels;
  }

  private static GreyImage noisy(float[] pixels, double sigma) {
    Random random = new Random(4);
    float[] noisy = new float[pixels.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = Math.round(1000 + pixels[i] + sigma * random.nextGaussian());
    }
    return new GreyImage(noisy, SIDE, SIDE);
  }
}

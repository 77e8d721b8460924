package org.scopeside.segmenter.decode.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.LabelImage;

class StyleSizeEstimatorTest {
  private static final StyleSizeEstimator ESTIMATOR =
      new StyleSizeEstimator(new double[] {2, -1}, new double[] {0.1, 0.2}, 0.3, 30);

  @Test
  void shouldFollowTheFormulaWithStylesOfTilesSummedToLengthOne() {
    // 3 and 4 over length 5.
    double expected = Math.exp(2 * (0.6 - 0.1) - (0.8 - 0.2) + Math.log(30) + 0.3);
    List<float[]> styles = List.of(new float[] {1, 3}, new float[] {2, 1});
    assertEquals(expected, ESTIMATOR.diameter(styles), 1e-9);
  }

  @Test
  void shouldNotGoBelowFivePixels() {
    StyleSizeEstimator tiny =
        new StyleSizeEstimator(new double[] {-9, 0}, new double[] {0, 0}, 0, 30);
    assertEquals(5, tiny.diameter(List.of(new float[] {1, 0})));
  }

  @Test
  void shouldFallBackToTheTrainingDiameter() {
    assertEquals(30, ESTIMATOR.diameter(List.of(new float[2])));
  }

  @Test
  void shouldRefuseStylesThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> ESTIMATOR.diameter(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> ESTIMATOR.diameter(List.of(new float[] {1})));
    assertThrows(
        NonFiniteOutputException.class,
        () -> ESTIMATOR.diameter(List.of(new float[] {1, Float.NaN})));
  }

  @Test
  void shouldTakeTheMedianDiscOfObjects() {
    // Areas 1, 4 and 9; without the last, the middle of two roots.
    LabelImage three =
        LabelImage.of(new int[] {1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0}, 16, 1);
    LabelImage two = LabelImage.of(new int[] {1, 2, 2, 2, 2, 0}, 6, 1);
    assertEquals(2 * 2 / Math.sqrt(Math.PI), FlowDiameters.median(three), 1e-12);
    assertEquals(1.5 * 2 / Math.sqrt(Math.PI), FlowDiameters.median(two), 1e-12);
  }

  @Test
  void shouldBeReadFromThePackage() {
    Map<String, Object> model =
        Map.of("A", List.of(0, 0, 0), "smean", List.of(1, 1, 1), "ymean", 0.5, "diam_mean", 17);
    FlowDecoder decoder =
        FlowDecoder.of(new Parameters("decoder flows", Map.of("size_model", model)));
    double diameter =
        decoder.sizeEstimator().orElseThrow().diameter(List.of(new float[] {1, 0, 0}));
    assertEquals(17 * Math.exp(0.5), diameter, 1e-9);
  }
}

package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

class LateralBleedCompensationTest {
  @Test
  void shouldLeaveCellsThatTouchNobodyAsTheyAre() {
    var compensation = new LateralBleedCompensation(Drawing.labels("11.22", "....."));
    assertArrayEquals(new double[] {3, 8}, compensation.compensate(new double[] {3, 8}), 1e-12);
  }

  @Test
  void shouldTakeOutWhatBleedsOverFromTheNeighbour() {
    // Each has two outline pixels and two contacts: half of the neighbour's true value bleeds over.
    var compensation = new LateralBleedCompensation(Drawing.labels("12", "12"));
    double[] bled = {10 + 0.5 * 2, 2 + 0.5 * 10};
    assertArrayEquals(new double[] {10, 2}, compensation.compensate(bled), 1e-12);
  }

  @Test
  void shouldNotGoBelowZero() {
    var compensation = new LateralBleedCompensation(Drawing.labels("12", "12"));
    // The solution itself is (12.67, -5.33).
    double[] compensated = compensation.compensate(new double[] {10, 1});
    assertArrayEquals(new double[] {38 / 3.0, 0}, compensated, 1e-12);
  }

  @Test
  void shouldGiveTheShortestSolutionWhereTheSystemIsSingular() {
    // Every pixel has two contacts: A is all ones, and NumPy's lstsq gives (7.5, 7.5).
    var compensation = new LateralBleedCompensation(Drawing.labels("12", "21"));
    assertArrayEquals(
        new double[] {7.5, 7.5}, compensation.compensate(new double[] {10, 20}), 1e-12);
  }

  @Test
  void shouldGiveNothingForAPlaneWithoutCells() {
    var compensation = new LateralBleedCompensation(LabelImage.empty(7, 3));
    double[] means = compensation.means(new GreyImage(new float[21], 7, 3));
    assertEquals(0, compensation.compensate(means).length);
  }

  @Test
  void shouldComeToAnEndWhereLabelsAreNoise() {
    SplittableRandom random = new SplittableRandom(5);
    int[] labels = new int[90 * 90];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i < 2000 ? i + 1 : 1 + random.nextInt(2000);
    }
    var compensation = new LateralBleedCompensation(LabelImage.of(labels, 90, 90));
    for (double value : compensation.compensate(random.doubles(2000, 0, 1000).toArray())) {
      assertTrue(value >= 0 && Double.isFinite(value), () -> "compensated to " + value);
    }
  }

  @Test
  void shouldRefuseChannelsThatDoNotFitAndValuesThatAreNoNumbers() {
    var compensation = new LateralBleedCompensation(Drawing.labels("12", "12"));
    assertEquals(
        "channel is 1x1, its cells are 2x2",
        assertThrows(
                IllegalArgumentException.class,
                () -> compensation.means(new GreyImage(new float[1], 1, 1)))
            .getMessage());
    assertThrows(
        NonFinitePixelsException.class,
        () -> compensation.means(new GreyImage(new float[] {1, Float.NaN, 1, 1}, 2, 2)));
    assertEquals(
        "3 means for 2 cells",
        assertThrows(IllegalArgumentException.class, () -> compensation.compensate(new double[3]))
            .getMessage());
  }

  @Property(tries = 30)
  void shouldRecoverWhatWasMixed(@ForAll long seed) {
    LabelImage cells = Drawing.discs(120, 90, 12, 8, seed);
    SplittableRandom random = new SplittableRandom(seed);
    double[] truth = random.doubles(cells.objectCount(), 0, 5000).toArray();
    double[] mixed = new double[truth.length];
    ContactMatrix.of(cells).multiply(truth, mixed);
    assertArrayEquals(truth, new LateralBleedCompensation(cells).compensate(mixed), 1e-7);
  }

  @Property(tries = 30)
  void shouldMultiplyByTheTransposedMatrix(@ForAll long seed) {
    ContactMatrix matrix = ContactMatrix.of(Drawing.discs(60, 50, 9, 6, seed));
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(matrix.size()).toArray();
    double[] y = random.doubles(matrix.size()).toArray();
    double[] forward = new double[x.length];
    double[] backward = new double[x.length];
    matrix.multiply(x, forward);
    matrix.multiplyTransposed(y, backward);
    assertEquals(dot(y, forward), dot(x, backward), 1e-9);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

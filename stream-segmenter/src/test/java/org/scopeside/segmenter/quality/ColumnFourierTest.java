package org.scopeside.segmenter.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ColumnFourierTest {
  private static final int COLUMNS = 3;

  @Property(tries = 120)
  void shouldTransformColumnsOfAnyLengthAsTheDefinitionSays(
      @ForAll @IntRange(min = 1, max = 130) int length, @ForAll long seed) {
    double[][] samples = new double[length][COLUMNS];
    float[][] re = new float[length][COLUMNS];
    float[][] im = new float[length][COLUMNS];
    ColumnFourier fourier = new ColumnFourier(length, COLUMNS);
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      for (int c = 0; c < COLUMNS; c++) {
        samples[i][c] = (float) random.nextDouble();
        re[fourier.rowOf(i)][c] = (float) samples[i][c];
      }
    }

    fourier.transform(re, im);

    for (int k = 0; k < length; k++) {
      for (int c = 0; c < COLUMNS; c++) {
        double expectedRe = 0;
        double expectedIm = 0;
        for (int i = 0; i < length; i++) {
          double angle = -2 * Math.PI * ((long) i * k % length) / length;
          expectedRe += samples[i][c] * Math.cos(angle);
          expectedIm += samples[i][c] * Math.sin(angle);
        }
        assertEquals(expectedRe, re[k][c], 1e-3);
        assertEquals(expectedIm, im[k][c], 1e-3);
      }
    }
  }
}

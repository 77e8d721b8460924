package org.scopeside.segmenter.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SparseAssignmentTest {

  @Property(tries = 500)
  void shouldWeighAsMuchAsTheBestOfAllAssignments(
      @ForAll @IntRange(min = 0, max = 6) int rows,
      @ForAll @IntRange(min = 0, max = 6) int columns,
      @ForAll @IntRange(min = 0, max = 10) int density,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[][] weights = new double[rows][columns];
    for (double[] row : weights) {
      // Few different weights, so that there are ties.
      Arrays.setAll(row, i -> random.nextInt(10) < density ? 1 + random.nextInt(4) : 0);
    }

    int[] columnOf = maximise(weights, columns);

    double weight = 0;
    boolean[] taken = new boolean[columns];
    for (int row = 0; row < rows; row++) {
      if (columnOf[row] >= 0) {
        assertEquals(false, taken[columnOf[row]], "a column is taken twice");
        taken[columnOf[row]] = true;
        weight += weights[row][columnOf[row]];
      }
    }
    assertEquals(best(weights, 0, new boolean[columns]), weight, 1e-9);
  }

  private static double best(double[][] weights, int row, boolean[] taken) {
    if (row == weights.length) {
      return 0;
    }
    double best = best(weights, row + 1, taken);
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column] && weights[row][column] > 0) {
        taken[column] = true;
        best = Math.max(best, weights[row][column] + best(weights, row + 1, taken));
        taken[column] = false;
      }
    }
    return best;
  }

  private static int[] maximise(double[][] weights, int columns) {
    int[] first = new int[weights.length + 1];
    int[] columnOf = new int[weights.length * columns];
    double[] weight = new double[columnOf.length];
    int edges = 0;
    for (int row = 0; row < weights.length; row++) {
      for (int column = 0; column < columns; column++) {
        if (weights[row][column] > 0) {
          columnOf[edges] = column;
          weight[edges++] = weights[row][column];
        }
      }
      first[row + 1] = edges;
    }
    return SparseAssignment.maximise(columns, first, columnOf, weight);
  }

  @Test
  void shouldLeaveOutTheRowThatIsWorthLeast() {
    assertArrayEquals(
        new int[] {-1, 0}, maximise(new double[][] {{2}, {3}}, 1), "later row is heavier");
    assertArrayEquals(
        new int[] {0, -1}, maximise(new double[][] {{3}, {2}}, 1), "earlier row is heavier");
  }

  /** Every row but the last prefers the next one's column by a little; the last one turns them. */
  @Test
  void shouldTurnAroundAPathThroughSixtyThousandRows() {
    int n = 60_000;
    int[] first = IntStream.rangeClosed(0, n).map(i -> Math.min(2 * i, 2 * n - 1)).toArray();
    int[] columnOf = new int[2 * n - 1];
    double[] weight = new double[columnOf.length];
    for (int row = 0; row < n; row++) {
      columnOf[2 * row] = row;
      weight[2 * row] = row == n - 1 ? 3 : 1;
      if (row < n - 1) {
        columnOf[2 * row + 1] = row + 1;
        weight[2 * row + 1] = 1.000001;
      }
    }

    int[] matched = SparseAssignment.maximise(n, first, columnOf, weight);

    assertArrayEquals(IntStream.range(0, n).toArray(), matched);
  }
}

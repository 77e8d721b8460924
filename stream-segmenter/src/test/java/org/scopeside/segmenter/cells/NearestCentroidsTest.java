package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NearestCentroidsTest {
  @Property(tries = 200)
  void shouldFindTheNearestOfAllWhateverTies(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 120) int count,
      @ForAll @IntRange(min = 1, max = 40) int k) {
    SplittableRandom random = new SplittableRandom(seed);
    // Few different coordinates, so that many are equally far.
    double[] y = IntStream.range(0, count).mapToDouble(i -> random.nextInt(9)).toArray();
    double[] x = IntStream.range(0, count).mapToDouble(i -> random.nextInt(9)).toArray();
    NearestCentroids nearest = new NearestCentroids(new Centroids(y, x), k);
    for (int i = 0; i < count; i++) {
      int index = i;
      List<Integer> expected =
          IntStream.range(0, count)
              .filter(other -> other != index)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      (Integer other) ->
                          Math.pow(y[index] - y[other], 2) + Math.pow(x[index] - x[other], 2)))
              .limit(k)
              .toList();
      int found = nearest.search(i);
      assertEquals(expected, IntStream.range(0, found).mapToObj(nearest::found).toList());
    }
  }
}

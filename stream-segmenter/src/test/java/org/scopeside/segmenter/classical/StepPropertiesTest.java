package org.scopeside.segmenter.classical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The fast steps against the slowest and plainest ones that do the same. */
class StepPropertiesTest {

  @Property(tries = 150)
  void shouldGiveDistanceToNearestBackgroundPixel(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 0, max = 30) int sparsity,
      @ForAll long seed) {
    float[] mask = randomMask(width, height, sparsity, seed);
    mask[(int) Math.floorMod(seed, (long) mask.length)] = 0;
    float[] distance = new float[mask.length];

    new DistanceTransform().apply(runs(mask, width, height), distance);

    for (int i = 0; i < mask.length; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int j = 0; j < mask.length; j++) {
        if (mask[j] == 0) {
          nearest = Math.min(nearest, Math.hypot(i % width - j % width, i / width - j / width));
        }
      }
      assertEquals(nearest, distance[i], 1e-5 * nearest + 1e-6);
    }
  }

  @Property(tries = 20)
  void shouldMeasureLongDistancesByParabolas(
      @ForAll @IntRange(min = 300, max = 400) int width, @ForAll long seed) {
    int height = 150;
    float[] mask = new float[width * height];
    Arrays.fill(mask, 1);
    int hole = (int) Math.floorMod(seed, (long) mask.length);
    mask[hole] = 0;
    float[] distance = new float[mask.length];

    new DistanceTransform().apply(runs(mask, width, height), distance);

    for (int i = 0; i < mask.length; i++) {
      double expected = Math.hypot(i % width - hole % width, i / width - hole / width);
      assertEquals(expected, distance[i], 1e-5 * expected);
    }
  }

  @Property(tries = 150)
  void shouldFillExactlyWhatBackgroundFromTheEdgeCannotReach(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 0, max = 5) int sparsity,
      @ForAll long seed) {
    float[] mask = randomMask(width, height, sparsity, seed);
    boolean[] open = reachableFromEdge(mask, width, height);
    MaskRuns filled = runs(mask, width, height);

    filled.fillHoles(new MaskRuns(), Integer.MAX_VALUE);

    boolean[] inRuns = new boolean[mask.length];
    for (int y = 0; y < height; y++) {
      for (int r = filled.rowStart(y); r < filled.rowStart(y + 1); r++) {
        Arrays.fill(inRuns, y * width + filled.start(r), y * width + filled.end(r), true);
      }
    }
    for (int i = 0; i < mask.length; i++) {
      assertEquals(!open[i], inRuns[i]);
    }
  }

  @Property(tries = 150)
  void shouldFloodInTheOrderOfOneHeap(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 300) int levels,
      @ForAll long seed) {
    Random random = new Random(seed);
    FloodPlane plane = new FloodPlane();
    plane.resize(width, height);
    float[] ones = new float[width * height];
    Arrays.fill(ones, 1);
    MaskRuns mask = runs(ones, width, height);
    mask.label();
    plane.restrictTo(mask);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        plane.heights()[plane.row(y) + x] = random.nextInt(levels) / 7f;
      }
      plane.openRun(y, 0, width);
    }
    int[] seeds =
        random
            .ints(0, width * height)
            .distinct()
            .limit(Math.min(5, width * height))
            .sorted()
            .map(i -> plane.row(i / width) + i % width)
            .toArray();
    int[] expected = heapFlood(plane.labels().clone(), plane.stride(), seeds);

    new Watershed().flood(plane.labels(), plane.stride(), seeds, 0, seeds.length, ones.length);

    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertEquals(expected[plane.row(y) + x], plane.labels()[plane.row(y) + x]);
      }
    }
  }

  private record Waiting(int height, int age, int pixel) {}

  private static int[] heapFlood(int[] cells, int stride, int[] seeds) {
    PriorityQueue<Waiting> heap =
        new PriorityQueue<>(
            (a, b) ->
                a.height != b.height
                    ? Integer.compare(b.height, a.height)
                    : Integer.compare(a.age, b.age));
    int age = 0;
    for (int s = 0; s < seeds.length; s++) {
      heap.add(new Waiting(cells[seeds[s]], age++, seeds[s]));
      cells[seeds[s]] = Watershed.taken(s);
    }
    while (!heap.isEmpty()) {
      int pixel = heap.remove().pixel();
      for (int step : new int[] {-stride, -1, 1, stride}) {
        int neighbour = pixel + step;
        if (cells[neighbour] >= 0) {
          heap.add(new Waiting(cells[neighbour], age++, neighbour));
          cells[neighbour] = cells[pixel];
        }
      }
    }
    return cells;
  }

  private static boolean[] reachableFromEdge(float[] mask, int width, int height) {
    boolean[] open = new boolean[mask.length];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int i = 0; i < mask.length; i++) {
      int x = i % width;
      int y = i / width;
      if (mask[i] == 0 && (x == 0 || y == 0 || x == width - 1 || y == height - 1)) {
        open[i] = true;
        queue.add(i);
      }
    }
    while (!queue.isEmpty()) {
      int i = queue.remove();
      for (int j : new int[] {i - width, i + width, i - 1, i + 1}) {
        boolean neighbour =
            j >= 0 && j < mask.length && (j % width == i % width || j / width == i / width);
        if (neighbour && mask[j] == 0 && !open[j]) {
          open[j] = true;
          queue.add(j);
        }
      }
    }
    return open;
  }

  /** One pixel in {@code sparsity + 1} is background. */
  private static float[] randomMask(int width, int height, int sparsity, long seed) {
    Random random = new Random(seed);
    float[] mask = new float[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextInt(sparsity + 1) == 0 ? 0 : 1;
    }
    return mask;
  }

  private static MaskRuns runs(float[] mask, int width, int height) {
    MaskRuns runs = new MaskRuns();
    runs.above(mask, 0.5f, width, height);
    return runs;
  }
}

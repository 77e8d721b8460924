package org.scopeside.segmenter.decode.flows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** Each step against Cellpose 3.1.1.3, each given what the original's step before it gave. */
@Tag("conformance")
class FlowConformanceTest {
  private static final double LEAST_IOU = 0.98;
  private static final int CELLPOSE_STEPS = 200;

  static List<Path> cases() throws IOException {
    return ReferenceData.cases("cellpose", "s.*");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldGiveFlowsOfLabels(Path folder) throws IOException {
    DenseMaps flows = FlowTargets.of(read(folder, "labels").labels());

    NpyArray expected = read(folder, "gtflows");
    // Ours are single precision: half a unit in the last place of 1.
    assertEquals(0, largestDifference(flows.channel(0), expected.slice(0)), 1e-7);
    assertEquals(0, largestDifference(flows.channel(1), expected.slice(1)), 1e-7);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldBringPixelsToTheSamePlaces(Path folder) throws IOException {
    DenseMaps maps = maps(folder);
    float[] finalY = new float[maps.width() * maps.height()];
    float[] finalX = new float[maps.width() * maps.height()];
    FlowDynamics.toTheLastBit(maps, FlowSettings.DEFAULT, CELLPOSE_STEPS)
        .follow(
            (pixel, y, x) -> {
              finalY[pixel] = y;
              finalX[pixel] = x;
            });

    NpyArray expected = read(folder, "p_final");
    assertEquals(0, largestDifference(inCells(finalY, maps), expected.slice(0)), 1e-5);
    assertEquals(0, largestDifference(inCells(finalX, maps), expected.slice(1)), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldBringPixelsToTheSamePlacesWithoutInterpolation(Path folder) throws IOException {
    DenseMaps maps = maps(folder);
    float[] finalY = new float[maps.width() * maps.height()];
    float[] finalX = new float[maps.width() * maps.height()];
    FlowDynamics.toTheLastBit(maps, FlowSettings.forSizing(), CELLPOSE_STEPS)
        .follow(
            (pixel, y, x) -> {
              finalY[pixel] = y;
              finalX[pixel] = x;
            });

    NpyArray expected = read(folder, "p_final_nointerp");
    assertEquals(0, largestDifference(inCells(finalY, maps), expected.slice(0)), 1e-5);
    assertEquals(0, largestDifference(inCells(finalX, maps), expected.slice(1)), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldEndInTheSameWholePixelsWhenLettingPixelsGo(Path folder) throws IOException {
    DenseMaps maps = maps(folder);
    int width = maps.width();
    int[] found = new int[width * maps.height()];
    new FlowDynamics(maps, FlowSettings.DEFAULT, CELLPOSE_STEPS)
        .follow((pixel, y, x) -> found[pixel] = ((int) y) * width + ((int) x) + 1);

    int[] expected = arrivals(read(folder, "p_final"), maps);
    int elsewhere = 0;
    for (int i = 0; i < found.length; i++) {
      elsewhere += found[i] == expected[i] ? 0 : 1;
    }
    // None on the vectors at hand; a judgement to first order leaves room for one in 10,000.
    assertTrue(elsewhere * 10_000L <= found.length, elsewhere + " pixels end elsewhere");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldMakeTheSameObjectsOfArrivals(Path folder) throws IOException {
    DenseMaps maps = maps(folder);
    int width = maps.width();
    int[] labels = arrivals(read(folder, "p_final"), maps);
    int seeds = new ArrivalPeaks(width, maps.height()).label(labels);
    LabelledObjects objects = new LabelledObjects(labels, width, seeds);
    objects.keepSizes(0, FlowSettings.DEFAULT.maxSizeFraction() * labels.length);

    shouldBeTheSameObjects(labels, read(folder, "masks_get").ints());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldFindTheSameErrorsOfFlows(Path folder) throws IOException {
    NpyArray masks = read(folder, "masks_get");
    LabelledObjects objects = located(masks);
    FlowErrors errors = new FlowErrors(maps(folder));
    double[] found =
        Arrays.stream(labelsUpTo(objects.count()))
            .mapToDouble(label -> errors.of(objects, label))
            .toArray();

    NpyArray expected = read(folder, "flow_errors");
    assertArrayEquals(expected.values(), found, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldRejectTheSameObjects(Path folder) throws IOException {
    LabelledObjects objects = located(read(folder, "masks_get"));
    FlowErrors errors = new FlowErrors(maps(folder));
    boolean[] rejected = new boolean[objects.count() + 1];
    for (int label = 1; label < rejected.length; label++) {
      rejected[label] = errors.of(objects, label) > FlowSettings.DEFAULT.flowThreshold();
    }
    objects.drop(rejected);

    shouldBeTheSameObjects(objects.labels(), read(folder, "masks_qc").ints());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldFindTheSameObjectsInTheEnd(Path folder) throws IOException {
    DenseMaps maps = maps(folder);
    LabelImage found =
        new FlowDecoder(FlowSettings.DEFAULT).decode(maps, maps.width(), maps.height()).labels();

    int[] labels = found.labels().clone();
    loseAsCellposeDoes(labels, read(folder, "masks_qc").ints());
    shouldBeTheSameObjects(labels, read(folder, "masks_final").ints());
  }

  /**
   * Cellpose 3 takes the rank of a small object for its label, though labels are missing after bad
   * flows were rejected: the object that has that label is lost. Ours is not; it is taken out here.
   */
  private static void loseAsCellposeDoes(int[] found, int[] rejected) {
    int[] areas = areas(rejected);
    int rank = 0;
    for (int label = 1; label < areas.length; label++) {
      if (areas[label] == 0) {
        continue;
      }
      rank++;
      boolean isLost = rank < areas.length && areas[rank] >= FlowSettings.DEFAULT.minSize();
      if (areas[label] < FlowSettings.DEFAULT.minSize() && isLost) {
        remove(found, rejected, rank);
      }
    }
  }

  private static void remove(int[] found, int[] reference, int label) {
    int[] votes = new int[Arrays.stream(found).max().orElse(0) + 1];
    for (int i = 0; i < found.length; i++) {
      votes[found[i]] += reference[i] == label ? 1 : 0;
    }
    votes[0] = 0;
    int lost = 0;
    for (int candidate = 1; candidate < votes.length; candidate++) {
      lost = votes[candidate] > votes[lost] ? candidate : lost;
    }
    for (int i = 0; i < found.length; i++) {
      found[i] = found[i] == lost ? 0 : found[i];
    }
  }

  /** As many objects, and each of the reference has one with nearly the same pixels. */
  private static void shouldBeTheSameObjects(int[] found, int[] expected) {
    int[] foundAreas = areas(found);
    int[] expectedAreas = areas(expected);
    assertEquals(
        Arrays.stream(expectedAreas).filter(area -> area > 0).count(),
        Arrays.stream(foundAreas).filter(area -> area > 0).count());
    int[][] shared = new int[expectedAreas.length][foundAreas.length];
    for (int i = 0; i < found.length; i++) {
      if (found[i] > 0 && expected[i] > 0) {
        shared[expected[i]][found[i]]++;
      }
    }
    for (int e = 1; e < expectedAreas.length; e++) {
      double best = expectedAreas[e] == 0 ? 1 : 0;
      for (int f = 1; f < foundAreas.length; f++) {
        int union = expectedAreas[e] + foundAreas[f] - shared[e][f];
        best = Math.max(best, (double) shared[e][f] / union);
      }
      assertTrue(best >= LEAST_IOU, "IoU of object " + e + " is " + best);
    }
  }

  private static int[] areas(int[] labels) {
    int[] areas = new int[Arrays.stream(labels).max().orElse(0) + 1];
    for (int label : labels) {
      areas[label] += label > 0 ? 1 : 0;
    }
    return areas;
  }

  private static int[] arrivals(NpyArray places, DenseMaps maps) {
    int[] arrivals = new int[maps.width() * maps.height()];
    float[] cell = maps.channel(2);
    double[] ys = places.slice(0).values();
    double[] xs = places.slice(1).values();
    int k = 0;
    for (int i = 0; i < arrivals.length; i++) {
      if (cell[i] > 0) {
        arrivals[i] = ((int) ys[k]) * maps.width() + (int) xs[k] + 1;
        k++;
      }
    }
    return arrivals;
  }

  private static LabelledObjects located(NpyArray masks) {
    LabelImage image = masks.labels();
    LabelledObjects objects =
        new LabelledObjects(image.labels(), image.width(), image.objectCount());
    objects.locate();
    return objects;
  }

  private static int[] labelsUpTo(int count) {
    return IntStream.rangeClosed(1, count).toArray();
  }

  private static float[] inCells(float[] plane, DenseMaps maps) {
    float[] values = new float[plane.length];
    int n = 0;
    for (int i = 0; i < plane.length; i++) {
      if (maps.channel(2)[i] > 0) {
        values[n++] = plane[i];
      }
    }
    return Arrays.copyOf(values, n);
  }

  private static double largestDifference(float[] found, NpyArray expected) {
    assertEquals(expected.values().length, found.length);
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(found[i] - expected.values()[i]));
    }
    return largest;
  }

  private static DenseMaps maps(Path folder) throws IOException {
    NpyArray flows = read(folder, "dP");
    NpyArray cell = read(folder, "cellprob");
    return new DenseMaps(
        new float[][] {flows.slice(0).floats(), flows.slice(1).floats(), cell.floats()},
        cell.width(),
        cell.height());
  }

  private static NpyArray read(Path folder, String name) throws IOException {
    return NpyArray.read(folder.resolve(name + ".npy"));
  }
}

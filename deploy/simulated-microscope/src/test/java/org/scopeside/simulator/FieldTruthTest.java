package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FieldTruthTest {

  private static final SimulatedWell NEGATIVE =
      new SimulatedWell(0, 0, WellRole.NEGATIVE_CONTROL, Double.NaN, 0);
  private static final SimulatedWell POSITIVE =
      new SimulatedWell(0, 11, WellRole.POSITIVE_CONTROL, Double.NaN, 1);
  private static final SimulatedWell EMPTY = new SimulatedWell(2, 5, WellRole.EMPTY, Double.NaN, 0);

  @Property(tries = 60)
  void shouldLabelEveryObjectAsOnePieceOfAtLeast40Pixels(
      @ForAll long seed,
      @ForAll @IntRange(min = 64, max = 400) int sizeX,
      @ForAll @IntRange(min = 64, max = 400) int sizeY,
      @ForAll @DoubleRange(min = 0.2, max = 1.0) double pixelSizeUm,
      @ForAll @IntRange(min = 0, max = 49) int time,
      @ForAll boolean positive) {
    SimulationSettings settings =
        SimulationSettings.defaults(seed)
            .withSize(sizeX, sizeY)
            .withPixelSizeUm(pixelSizeUm)
            .withTimePoints(50)
            .withDefectFraction(0.5);
    SimulatedField field =
        new SimulatedMicroscope(settings).field(positive ? POSITIVE : NEGATIVE, 0, time);
    int[] labels = field.labels();
    int[] areas = areas(labels);
    assertEquals(field.count(), areas.length - 1, "largest label");
    int[] pieces = new int[areas.length];
    boolean[] seen = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0 && !seen[i]) {
        pieces[labels[i]]++;
        int area = flood(labels, sizeX, i, seen);
        assertTrue(area >= 40, "label " + labels[i] + " has a piece of " + area + " pixels");
      }
    }
    for (int label = 1; label < areas.length; label++) {
      assertEquals(1, pieces[label], "pieces of label " + label);
    }
  }

  @Test
  void shouldHaveCellsThatTouch() {
    int[] labels = microscope(3).field(NEGATIVE, 0, 0).labels();
    int touching = 0;
    for (int i = 1; i < labels.length; i++) {
      boolean sameRow = i % 1024 != 0;
      if (sameRow && labels[i] != 0 && labels[i - 1] != 0 && labels[i] != labels[i - 1]) {
        touching++;
      }
    }
    assertTrue(touching > 50, touching + " pixels touch another cell");
  }

  @Test
  void shouldHaveNoObjectsInEmptyWells() {
    SimulatedField field = microscope(3).field(EMPTY, 0, 0);
    assertEquals(0, field.count());
    assertEquals(0, Arrays.stream(field.labels()).max().orElseThrow());
  }

  @Test
  void shouldCountNegativeControlsLikeARealPlateAndLoseThreeQuartersAtFullResponse() {
    SimulatedMicroscope microscope = microscope(11);
    double negative = 0;
    double positive = 0;
    for (int row = 0; row < 8; row++) {
      int count = microscope.count(new SimulatedWell(row, 0, NEGATIVE.role(), Double.NaN, 0));
      assertTrue(count >= 110 && count <= 210, "negative control with " + count);
      negative += count;
      positive += microscope.count(new SimulatedWell(row, 11, POSITIVE.role(), Double.NaN, 1));
    }
    assertEquals(0.25, positive / negative, 0.04);
  }

  @Test
  void shouldLoseCellsFromDoseToDose() {
    SimulatedMicroscope microscope = microscope(11);
    List<SimulatedWell> wells = PlateLayout.of96Wells(11).wells();
    double[] means = {
      mean(microscope, wells, 1), mean(microscope, wells, 5), mean(microscope, wells, 9)
    };
    assertTrue(means[0] > 1.3 * means[1] && means[1] > 1.3 * means[2], Arrays.toString(means));
  }

  private static double mean(SimulatedMicroscope microscope, List<SimulatedWell> wells, int dose) {
    return wells.stream()
        .filter(well -> well.dose() == dose)
        .mapToInt(microscope::count)
        .average()
        .orElseThrow();
  }

  @Test
  void shouldHoldTheDoseResponseForSmallPlanesToo() {
    SimulationSettings settings =
        SimulationSettings.defaults(1).withSize(256, 256).withDefectFraction(0).withFields(16);
    SimulatedMicroscope microscope = new SimulatedMicroscope(settings);
    int count = microscope.count(NEGATIVE);
    // Sixteen planes of 256² show as many cells as one of 1024², and more cut ones.
    assertTrue(count >= 120 && count <= 230, count + " cells on sixteen small planes");
  }

  @Test
  void shouldGiveSameTruthForSameSeedAndAnotherForAnother() {
    int[] labels = microscope(3).field(NEGATIVE, 0, 0).labels();
    assertArrayEquals(labels, microscope(3).field(NEGATIVE, 0, 0).labels());
    assertNotEquals(
        Arrays.hashCode(labels), Arrays.hashCode(microscope(4).field(NEGATIVE, 0, 0).labels()));
  }

  @Test
  void shouldDriftSlowlyWithTime() {
    SimulationSettings settings =
        SimulationSettings.defaults(3).withDefectFraction(0).withTimePoints(40);
    SimulatedMicroscope microscope = new SimulatedMicroscope(settings);
    int[] start = microscope.field(NEGATIVE, 0, 0).labels();
    int[] late = microscope.field(NEGATIVE, 0, 39).labels();
    assertNotEquals(Arrays.hashCode(start), Arrays.hashCode(late));
    int before = microscope.count(NEGATIVE, 0, 0);
    assertEquals(before, microscope.count(NEGATIVE, 0, 39), 0.12 * before);
  }

  @Test
  void shouldKeepCellsOutOfBubbles() {
    SimulatedMicroscope microscope =
        new SimulatedMicroscope(
            SimulationSettings.defaults(1).withDefectFraction(1).withFields(60));
    int bubbles = 0;
    for (int f = 0; f < 60; f++) {
      FieldLayout layout = FieldLayout.of(microscope.settings(), NEGATIVE, f, 0);
      Bubble bubble = layout.bubble();
      assertEquals(layout.defect() == FieldDefect.BUBBLE, bubble != null);
      if (bubble != null) {
        bubbles++;
        int[] labels = microscope.field(NEGATIVE, f, 0).labels();
        for (int i = 0; i < labels.length; i++) {
          int y = i / 1024;
          assertTrue(labels[i] == 0 || !bubble.covers(i % 1024, y, 0), "cell in bubble");
        }
      }
    }
    assertTrue(bubbles >= 5, bubbles + " bubbles");
  }

  @Test
  void shouldRefuseFieldsAndTimesThatAreNotAcquired() {
    SimulatedMicroscope microscope = microscope(1);
    String field =
        assertThrows(IllegalArgumentException.class, () -> microscope.field(NEGATIVE, 1, 0))
            .getMessage();
    assertEquals("field 1 not in 0..0", field);
    assertThrows(IllegalArgumentException.class, () -> microscope.field(NEGATIVE, 0, -1));
  }

  private static SimulatedMicroscope microscope(long seed) {
    return new SimulatedMicroscope(SimulationSettings.defaults(seed).withDefectFraction(0));
  }

  private static int[] areas(int[] labels) {
    int[] areas = new int[Arrays.stream(labels).max().orElseThrow() + 1];
    for (int label : labels) {
      areas[label]++;
    }
    return areas;
  }

  /** Marks the 4-connected piece around {@code start} and returns its area. */
  private static int flood(int[] labels, int sizeX, int start, boolean[] seen) {
    int[] stack = new int[labels.length];
    int size = 0;
    stack[size++] = start;
    seen[start] = true;
    int area = 0;
    while (size > 0) {
      int at = stack[--size];
      area++;
      int x = at % sizeX;
      int[] neighbours = {x > 0 ? at - 1 : -1, x < sizeX - 1 ? at + 1 : -1, at - sizeX, at + sizeX};
      for (int next : neighbours) {
        if (next >= 0 && next < labels.length && !seen[next] && labels[next] == labels[start]) {
          seen[next] = true;
          stack[size++] = next;
        }
      }
    }
    return area;
  }
}

package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class PlaneRenderingTest {

  private static final SimulatedWell NEGATIVE =
      new SimulatedWell(0, 0, WellRole.NEGATIVE_CONTROL, Double.NaN, 0);
  private static final SimulatedWell POSITIVE =
      new SimulatedWell(0, 11, WellRole.POSITIVE_CONTROL, Double.NaN, 1);
  private static final SimulatedWell EMPTY = new SimulatedWell(2, 5, WellRole.EMPTY, Double.NaN, 0);

  private static final SimulationSettings SMALL =
      SimulationSettings.defaults(1)
          .withSize(256, 256)
          .withChannels(List.of("DAPI", "GFP", "membrane", "mitochondria"))
          .withDefectFraction(0);

  /** A change of these numbers changes every demo and every recorded truth: say so in the log. */
  @Test
  void shouldGiveTheGoldenPixels() {
    SimulatedField field = new SimulatedMicroscope(SMALL).field(NEGATIVE, 0, 0);
    assertEquals("b10c75ef", Long.toHexString(crc(field.plane(0, 0))));
    assertEquals("9629eb63", Long.toHexString(crc(field.plane(1, 0))));
    assertEquals("ef365430", Long.toHexString(crc(field.plane(2, 0))));
    assertEquals("db6283bd", Long.toHexString(crc(field.plane(3, 0))));
  }

  @Test
  void shouldGiveSamePixelsInAnyOrderAndOnManyThreads() {
    SimulationSettings settings = SMALL.withFields(3).withStack(3, 1.5).withTimePoints(2);
    SimulatedMicroscope forward = new SimulatedMicroscope(settings);
    SimulatedMicroscope parallel = new SimulatedMicroscope(settings);
    int planes = 3 * 2 * 4 * 3;
    long[] expected = IntStream.range(0, planes).mapToLong(i -> crcOf(forward, i)).toArray();
    long[] reversed = new long[planes];
    IntStream.range(0, planes)
        .parallel()
        .map(i -> planes - 1 - i)
        .forEach(i -> reversed[i] = crcOf(parallel, i));
    assertArrayEquals(expected, reversed);
    assertEquals(planes, Arrays.stream(expected).distinct().count(), "all planes differ");
  }

  private static long crcOf(SimulatedMicroscope microscope, int i) {
    SimulatedField field = microscope.field(NEGATIVE, i % 3, i / 3 % 2);
    return crc(field.plane(i / 6 % 4, i / 24));
  }

  @Test
  void shouldLiftNucleiFarOverBackgroundNoise() {
    SimulatedField field = defaults(0, 1).field(NEGATIVE, 0, 0);
    short[] plane = field.plane(0, 0);
    Statistics inside = new Statistics();
    Statistics outside = new Statistics();
    int[] labels = field.labels();
    for (int i = 0; i < labels.length; i++) {
      (labels[i] > 0 ? inside : outside).add(plane[i] & 0xFFFF);
    }
    assertTrue(inside.mean() > 900 && inside.mean() < 6000, "nuclei at " + inside.mean());
    assertTrue(outside.mean() > 150 && outside.mean() < 500, "background at " + outside.mean());
    double contrast = (inside.mean() - outside.mean()) / outside.deviation();
    assertTrue(contrast > 5, "nuclei " + contrast + " deviations over background");
  }

  @Test
  void shouldMakeEveryObjectBrighterThanTheBackground() {
    SimulatedField field = defaults(0, 1).field(NEGATIVE, 0, 0);
    short[] plane = field.plane(0, 0);
    int[] labels = field.labels();
    Statistics[] objects = new Statistics[field.count() + 1];
    Arrays.setAll(objects, i -> new Statistics());
    for (int i = 0; i < labels.length; i++) {
      objects[labels[i]].add(plane[i] & 0xFFFF);
    }
    for (int label = 1; label < objects.length; label++) {
      assertTrue(
          objects[label].mean() > 2 * objects[0].mean(),
          "label " + label + " at " + objects[label].mean());
    }
  }

  @Test
  void shouldAddShotNoiseThatGrowsWithLight() {
    // The empty well's background is smooth, so neighbours differ by noise alone.
    short[] dim = new SimulatedMicroscope(SMALL).field(EMPTY, 0, 0).plane(0, 0);
    double mean = 0;
    double differences = 0;
    for (int i = 1; i < dim.length; i++) {
      mean += dim[i] & 0xFFFF;
      double difference = (dim[i] & 0xFFFF) - (dim[i - 1] & 0xFFFF);
      differences += Math.min(difference * difference, 10_000);
    }
    double light = mean / dim.length - 100;
    double variance = differences / dim.length / 2;
    // 0.83 counts an electron, 1.9 electrons read noise; rounding adds 1/12; debris a little.
    assertEquals(0.83 * light + 2.6, variance, 0.15 * variance);
  }

  @Test
  void shouldDarkenTheCorners() {
    short[] plane = defaults(0, 1).field(EMPTY, 0, 0).plane(0, 0);
    double centre = median(plane, 448, 448) - 100;
    double corners =
        (median(plane, 0, 0)
                    + median(plane, 896, 0)
                    + median(plane, 0, 896)
                    + median(plane, 896, 896))
                / 4
            - 100;
    assertTrue(corners < 0.9 * centre, "corners " + corners + ", centre " + centre);
  }

  private static double median(short[] plane, int left, int top) {
    int[] values =
        IntStream.range(0, 128 * 128)
            .map(i -> plane[(top + i / 128) * 1024 + left + i % 128] & 0xFFFF)
            .sorted()
            .toArray();
    return values[values.length / 2];
  }

  @Test
  void shouldBlurFieldsOutOfFocus() {
    SimulatedField bad = find(FieldDefect.OUT_OF_FOCUS);
    SimulatedField good = defaults(0, 100).field(NEGATIVE, bad.field(), 0);
    assertArrayEquals(good.labels(), bad.labels(), "the same cells");
    // Noise, which no blur removes, makes up about half of the sharp field's variance.
    double sharp = laplacianVariance(good.plane(0, 0), 1024);
    double blurred = laplacianVariance(bad.plane(0, 0), 1024);
    assertTrue(blurred < 0.65 * sharp, "out of focus " + blurred + ", in focus " + sharp);
  }

  @Test
  void shouldSaturateNucleiOfOverexposedFields() {
    SimulatedField field = find(FieldDefect.SATURATED);
    short[] plane = field.plane(0, 0);
    int[] labels = field.labels();
    int saturated = 0;
    int nuclear = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > 0) {
        nuclear++;
        saturated += plane[i] == (short) 65535 ? 1 : 0;
      }
    }
    assertTrue(saturated > 0.5 * nuclear, saturated + " of " + nuclear + " pixels saturated");
    for (short value : defaults(0, 100).field(NEGATIVE, field.field(), 0).plane(0, 0)) {
      assertFalse(value == (short) 65535, "saturated at normal exposure");
    }
  }

  @Test
  void shouldStayWithinTheSignificantBits() {
    SimulationSettings settings =
        SMALL.withSignificantBits(12).withDefectFraction(1).withFields(40);
    SimulatedMicroscope microscope = new SimulatedMicroscope(settings);
    int largest = 0;
    for (int field = 0; field < 40; field++) {
      for (short value : microscope.field(NEGATIVE, field, 0).plane(0, 0)) {
        largest = Math.max(largest, value & 0xFFFF);
      }
    }
    assertEquals(4095, largest);
  }

  @Test
  void shouldMoveProteinIntoTheNucleusWithDose() {
    assertTrue(nuclearOverRing(NEGATIVE) < 1, "at rest " + nuclearOverRing(NEGATIVE));
    assertTrue(nuclearOverRing(POSITIVE) > 2, "full response " + nuclearOverRing(POSITIVE));
  }

  /** Mean GFP on labels over mean GFP within 4 pixels left or right of them, less background. */
  private static double nuclearOverRing(SimulatedWell well) {
    SimulationSettings settings = SMALL.withSize(512, 512);
    SimulatedField field = new SimulatedMicroscope(settings).field(well, 0, 0);
    int[] labels = field.labels();
    short[] gfp = field.plane(1, 0);
    Statistics nuclear = new Statistics();
    Statistics ring = new Statistics();
    for (int i = 4; i < labels.length - 4; i++) {
      if (labels[i] > 0) {
        nuclear.add(gfp[i] & 0xFFFF);
      } else if (labels[i - 4] > 0 || labels[i + 4] > 0) {
        ring.add(gfp[i] & 0xFFFF);
      }
    }
    return (nuclear.mean() - 270) / (ring.mean() - 270);
  }

  @Test
  void shouldBeSharpestInTheMiddleOfTheStack() {
    SimulatedField field = new SimulatedMicroscope(SMALL.withStack(5, 2)).field(NEGATIVE, 0, 0);
    double[] sharpness =
        IntStream.range(0, 5).mapToDouble(z -> laplacianVariance(field.plane(0, z), 256)).toArray();
    assertTrue(
        sharpness[2] > sharpness[1]
            && sharpness[1] > sharpness[0]
            && sharpness[2] > sharpness[3]
            && sharpness[3] > sharpness[4],
        Arrays.toString(sharpness));
  }

  @Test
  void shouldRenderOddAndSmallestSizes() {
    for (int[] size : new int[][] {{64, 64}, {65, 97}, {1021, 67}}) {
      SimulatedMicroscope microscope =
          new SimulatedMicroscope(SMALL.withSize(size[0], size[1]).withStack(9, 20));
      for (int z = 0; z < 9; z++) {
        assertEquals(size[0] * size[1], microscope.field(NEGATIVE, 0, 0).plane(3, z).length);
      }
    }
  }

  @Test
  void shouldRenderThePlaneOf4096() {
    SimulatedMicroscope microscope =
        new SimulatedMicroscope(
            SimulationSettings.defaults(1).withSize(4096, 4096).withDefectFraction(0));
    SimulatedField field = microscope.field(NEGATIVE, 0, 0);
    assertEquals(16 * 150, field.count(), 16 * 40);
    short[] plane = field.plane(0, 0);
    int above = 0;
    for (short value : plane) {
      above += (value & 0xFFFF) > 1000 ? 1 : 0;
    }
    assertTrue(above > field.count() * 100, above + " bright pixels");
  }

  @Test
  void shouldRefusePlanesThatAreNotAcquired() {
    SimulatedField field = new SimulatedMicroscope(SMALL).field(NEGATIVE, 0, 0);
    refused("channel 4 not in 0..3", () -> field.plane(4, 0));
    refused("z 1 not in 0..0", () -> field.plane(0, 1));
    refused("array of 9 values for a plane of 256x256", () -> field.plane(0, 0, new short[9]));
  }

  private static void refused(String facts, Runnable call) {
    assertEquals(facts, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  private static SimulatedMicroscope defaults(double defectFraction, int fields) {
    return new SimulatedMicroscope(
        SimulationSettings.defaults(1).withDefectFraction(defectFraction).withFields(fields));
  }

  private static SimulatedField find(FieldDefect defect) {
    SimulatedMicroscope microscope = defaults(1, 100);
    return IntStream.range(0, 100)
        .mapToObj(field -> microscope.field(NEGATIVE, field, 0))
        .filter(field -> field.defect() == defect)
        .findFirst()
        .orElseThrow();
  }

  private static double laplacianVariance(short[] plane, int sizeX) {
    Statistics laplacian = new Statistics();
    for (int i = sizeX + 1; i < plane.length - sizeX - 1; i++) {
      laplacian.add(
          4 * (plane[i] & 0xFFFF)
              - (plane[i - 1] & 0xFFFF)
              - (plane[i + 1] & 0xFFFF)
              - (plane[i - sizeX] & 0xFFFF)
              - (plane[i + sizeX] & 0xFFFF));
    }
    return laplacian.deviation() * laplacian.deviation();
  }

  private static long crc(short[] plane) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * plane.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(plane);
    CRC32 crc = new CRC32();
    crc.update(bytes.array());
    return crc.getValue();
  }

  private static final class Statistics {
    private long n;
    private double sum;
    private double squares;

    void add(double value) {
      n++;
      sum += value;
      squares += value * value;
    }

    double mean() {
      return sum / n;
    }

    double deviation() {
      return Math.sqrt(squares / n - mean() * mean());
    }
  }
}

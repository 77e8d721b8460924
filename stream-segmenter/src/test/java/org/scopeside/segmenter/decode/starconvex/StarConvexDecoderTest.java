package org.scopeside.segmenter.decode.starconvex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/** What becomes of small maps drawn by hand, and of maps no network should give. */
class StarConvexDecoderTest {
  private static final int RAYS = 8;

  @Test
  void shouldFindBothOfTwoDiscsAndTheSurerFirst() {
    DenseMaps maps = empty(40, 20);
    vote(maps, 10, 10, 0.7f, 5);
    vote(maps, 10, 28, 0.9f, 4);

    FoundObjects objects = decoder(1, 2).decode(maps, 40, 20);

    assertEquals(2, objects.labels().objectCount());
    assertArrayEquals(new float[] {0.9f, 0.7f}, objects.scores());
    assertEquals(1, objects.labels().at(10, 28));
    assertEquals(2, objects.labels().at(10, 10));
    assertEquals(0, objects.labels().at(10, 19));
  }

  @Test
  void shouldKeepOnlyTheSurestOfOutlinesThatShareTheirArea() {
    DenseMaps maps = empty(40, 20);
    vote(maps, 10, 10, 0.7f, 5);
    vote(maps, 10, 12, 0.9f, 5);
    vote(maps, 11, 11, 0.8f, 2);

    List<StarPolygon> polygons = decoder(1, 2).polygons(maps, 40, 20);

    assertEquals(1, polygons.size());
    assertEquals(12, polygons.get(0).x());
  }

  @Test
  void shouldKeepBothOfOutlinesThatShareLessThanTheThreshold() {
    DenseMaps maps = empty(40, 20);
    vote(maps, 10, 10, 0.7f, 5);
    vote(maps, 10, 18, 0.9f, 5);

    FoundObjects objects = decoder(1, 2).decode(maps, 40, 20);

    assertEquals(2, objects.labels().objectCount());
    // Both reach column 14; the surer lies on top.
    assertEquals(1, objects.labels().at(10, 14));
    assertEquals(2, objects.labels().at(10, 12));
  }

  @Test
  void shouldPaintRowsDownAlongTheFirstQuarterOfTheRays() {
    DenseMaps maps = empty(21, 21);
    vote(maps, 10, 10, 0.9f, 2);
    maps.channel(1 + RAYS / 4)[10 * 21 + 10] = 8;

    FoundObjects objects = decoder(1, 2).decode(maps, 21, 21);

    assertEquals(1, objects.labels().at(17, 10));
    assertEquals(0, objects.labels().at(3, 10));
  }

  @Test
  void shouldNotLetPixelsOfTheBorderVote() {
    DenseMaps maps = empty(12, 12);
    vote(maps, 1, 5, 0.9f, 3);
    vote(maps, 5, 10, 0.9f, 3);

    assertEquals(0, decoder(1, 2).decode(maps, 12, 12).labels().objectCount());
    assertEquals(2, decoder(1, 1).decode(maps, 12, 12).labels().objectCount());
  }

  @Test
  void shouldTellClassesAtTheCentreAndNeverBackground() {
    StarConvexSettings settings = new StarConvexSettings(0.5, 0.3, RAYS, 1, 2, 2);
    DenseMaps maps = empty(20, 20, 1 + RAYS + 3);
    vote(maps, 10, 10, 0.9f, 4);
    int centre = 10 * 20 + 10;
    maps.channel(1 + RAYS)[centre] = 0.6f;
    maps.channel(2 + RAYS)[centre] = 0.1f;
    maps.channel(3 + RAYS)[centre] = 0.3f;

    FoundObjects objects = new StarConvexDecoder(settings).decode(maps, 20, 20);

    assertArrayEquals(new int[] {2}, objects.classes());
  }

  @Test
  void shouldFindNothingWhereNothingVotes() {
    for (int[] size : new int[][] {{1, 1}, {4096, 1}, {1, 4096}, {3, 3}, {64, 64}}) {
      FoundObjects objects = decoder(1, 2).decode(empty(size[0], size[1]), size[0], size[1]);
      assertEquals(0, objects.labels().objectCount());
      assertEquals(0, objects.scores().length);
    }
  }

  @Test
  void shouldDecodeARowOfPixelsWithoutBorder() {
    DenseMaps maps = empty(4096, 1);
    vote(maps, 0, 100, 0.9f, 3);
    vote(maps, 0, 4095, 0.8f, 3);

    FoundObjects objects = decoder(1, 0).decode(maps, 4096, 1);

    assertEquals(2, objects.labels().objectCount());
    assertEquals(1, objects.labels().at(0, 102));
    assertEquals(2, objects.labels().at(0, 4093));
    assertEquals(1, decoder(1, 0).decode(only(1), 1, 1).labels().objectCount());
  }

  @Test
  void shouldReachTheEdgeOfPlanesThatAreNoMultipleOfTheGrid() {
    DenseMaps maps = empty(11, 6);
    vote(maps, 3, 10, 0.9f, 6);

    FoundObjects objects = decoder(4, 0).decode(maps, 41, 23);

    assertEquals(1, objects.labels().at(12, 40));
    assertThrows(IllegalArgumentException.class, () -> decoder(4, 0).decode(maps, 45, 23));
    assertThrows(IllegalArgumentException.class, () -> decoder(4, 0).decode(maps, 40, 23));
  }

  @Test
  void shouldEndWhereEveryPixelVotesForOneHugeOutline() {
    int side = 256;
    float[][] channels = new float[1 + RAYS][side * side];
    Arrays.fill(channels[0], 1f);
    for (int k = 1; k <= RAYS; k++) {
      Arrays.fill(channels[k], 3e38f);
    }

    FoundObjects objects = decoder(1, 2).decode(new DenseMaps(channels, side, side), side, side);

    assertEquals(1, objects.labels().objectCount());
    assertTrue(Arrays.stream(objects.labels().labels()).allMatch(label -> label == 1));
  }

  @Test
  void shouldSurviveNoiseInPlaceOfANetwork() {
    int side = 96;
    Random random = new Random(3);
    float[][] channels = new float[1 + RAYS][side * side];
    for (float[] channel : channels) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (float) random.nextGaussian() * (channel == channels[0] ? 1 : 6);
      }
    }

    FoundObjects objects = decoder(1, 0).decode(new DenseMaps(channels, side, side), side, side);

    LabelImage checked = LabelImage.of(objects.labels().labels().clone(), side, side);
    assertEquals(objects.labels().objectCount(), checked.objectCount());
  }

  @Test
  void shouldKeepSixtyThousandObjects() {
    int columns = 250;
    int rows = 240;
    DenseMaps maps = empty(2 * columns, 2 * rows);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        vote(maps, 2 * y + 1, 2 * x + 1, 0.8f, 2.5f);
      }
    }

    FoundObjects objects = decoder(4, 0).decode(maps, 8 * columns, 8 * rows);

    assertEquals(60_000, objects.labels().objectCount());
    assertEquals(60_000, objects.scores().length);
  }

  @Test
  void shouldRefuseValuesThatAreNotFiniteWhereItReadsThem() {
    DenseMaps nan = empty(20, 20);
    nan.channel(0)[7] = Float.NaN;
    DenseMaps infinite = empty(20, 20);
    vote(infinite, 10, 10, 0.9f, 3);
    infinite.channel(3)[210] = Float.POSITIVE_INFINITY;

    assertThrows(NonFiniteOutputException.class, () -> decoder(1, 2).decode(nan, 20, 20));
    assertThrows(NonFiniteOutputException.class, () -> decoder(1, 2).decode(infinite, 20, 20));
  }

  @Test
  void shouldBringTheObjectsBackFromTheirTargets() {
    int side = 64;
    int[] labels = new int[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        labels[y * side + x] =
            Math.hypot(y - 20, x - 20) < 12 ? 1 : Math.hypot(y - 42, x - 44) < 15 ? 2 : 0;
      }
    }
    LabelImage truth = LabelImage.of(labels, side, side);
    StarConvexSettings settings = new StarConvexSettings(0.5, 0.3, 32, 1, 2, 0);

    LabelImage found =
        new StarConvexDecoder(settings).decode(StarTargets.maps(truth, 32, 1), side, side).labels();

    assertEquals(2, found.objectCount());
    int both = 0;
    int either = 0;
    for (int i = 0; i < labels.length; i++) {
      both += labels[i] > 0 && found.labels()[i] > 0 ? 1 : 0;
      either += labels[i] > 0 || found.labels()[i] > 0 ? 1 : 0;
    }
    // Outlines run half-way to the next pixel and take in the pixels that they touch.
    assertTrue(both > 0.9 * either, both + " of " + either + " pixels");
  }

  @Test
  void shouldReadItsParametersAndRefuseOthers() {
    StarConvexSettings settings =
        StarConvexSettings.of(
            new Parameters("decoder star-convex", Map.of("prob_thresh", 0.4, "grid", 2)));

    assertEquals(new StarConvexSettings(0.4, 0.3, 32, 2, 2, 0), settings);
    assertEquals(33, new StarConvexDecoder(settings).channels());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            StarConvexDecoder.of(new Parameters("decoder star-convex", Map.of("nms_tresh", 0.4))));
    assertThrows(
        IllegalArgumentException.class,
        () -> StarConvexDecoder.of(new Parameters("decoder star-convex", Map.of("rays", 2))));
  }

  private static StarConvexDecoder decoder(int grid, int border) {
    return new StarConvexDecoder(new StarConvexSettings(0.5, 0.3, RAYS, grid, border, 0));
  }

  private static DenseMaps empty(int width, int height) {
    return empty(width, height, 1 + RAYS);
  }

  private static DenseMaps empty(int width, int height, int channels) {
    return new DenseMaps(new float[channels][width * height], width, height);
  }

  private static DenseMaps only(float value) {
    float[][] channels = new float[1 + RAYS][1];
    Arrays.stream(channels).forEach(channel -> channel[0] = value);
    return new DenseMaps(channels, 1, 1);
  }

  /** One pixel that is sure of a disc around it. */
  private static void vote(DenseMaps maps, int y, int x, float probability, float radius) {
    int i = y * maps.width() + x;
    maps.channel(0)[i] = probability;
    for (int k = 1; k <= RAYS; k++) {
      maps.channel(k)[i] = radius;
    }
  }
}

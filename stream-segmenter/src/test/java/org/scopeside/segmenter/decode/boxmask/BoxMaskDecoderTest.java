package org.scopeside.segmenter.decode.boxmask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.boxmask.BoxMaskSettings.Paste;
import org.scopeside.segmenter.decode.regions.Golden;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.NpyArray;

class BoxMaskDecoderTest {
  private static final Map<String, Object> SMALL = Map.of("min_size", 1, "paste", "matterport");

  @Tag("conformance")
  @ParameterizedTest
  @EnumSource(Paste.class)
  void shouldPasteMasksLikeTheOriginal(Paste paste) throws IOException {
    NpyArray expected =
        Golden.read("boxmask/" + (paste == Paste.TORCHVISION ? "torchvision" : "matterport"));
    NpyArray masks = Golden.read("boxmask/masks");
    int count = masks.shape()[0];
    Crop crop =
        new Crop(
            0,
            0,
            expected.width(),
            expected.height(),
            Golden.read("boxmask/boxes").floats(),
            new float[count],
            new int[0],
            Golden.probabilities(masks),
            28);
    MaskPasting pasting = new MaskPasting(paste, 0.5);
    for (int n = 0; n < count; n++) {
      PlaneRuns runs = new PlaneRuns();
      int area = pasting.paste(crop, n, runs);

      int[] pixels = new int[crop.width() * crop.height()];
      for (int r = 0; r < runs.count(); r++) {
        int row = runs.y(r) * crop.width();
        Arrays.fill(pixels, row + runs.start(r), row + runs.end(r), 1);
      }
      assertArrayEquals(expected.slice(n).ints(), pixels, "detection " + n);
      assertEquals(Arrays.stream(pixels).sum(), area);
    }
  }

  @Test
  void shouldLetHigherScoreKeepContestedPixels() {
    Crop crop = crop(0, 0, 8, 1, box(0, 0, 1, 4, .85f), box(0, 3, 1, 8, .95f));

    FoundObjects found = decode(List.of(crop), 8, 1);

    assertArrayEquals(new int[] {1, 1, 1, 2, 2, 2, 2, 2}, found.labels().labels());
    assertArrayEquals(new float[] {.85f, .95f}, found.scores());
    assertEquals(0, found.classes().length);
  }

  @Test
  void shouldDropDetectionsBelowScoreOrSize() {
    Crop crop =
        crop(0, 0, 10, 1, box(0, 0, 1, 4, .79f), box(0, 5, 1, 6, .9f), box(0, 7, 1, 10, .8f));

    FoundObjects found = decode(List.of(crop), 10, 1, Map.of("min_size", 2, "paste", "matterport"));

    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 1, 1, 1}, found.labels().labels());
  }

  @Test
  void shouldDropDuplicateWithinCrop() {
    Crop crop = crop(0, 0, 10, 1, box(0, 0, 1, 6, .9f), box(0, 2, 1, 8, .95f));

    FoundObjects found = decode(List.of(crop), 10, 1);

    assertArrayEquals(new int[] {0, 0, 1, 1, 1, 1, 1, 1, 0, 0}, found.labels().labels());
  }

  @Test
  void shouldTakeWholeObjectRatherThanWhatACropCutOffEvenIfThatIsSurer() {
    // Crops of columns 0..9 and 6..15; the object covers 7..12.
    Crop left = crop(0, 0, 10, 1, box(0, 7, 1, 10, .99f));
    Crop right = crop(0, 6, 10, 1, box(0, 1, 1, 7, .9f));

    FoundObjects found = decode(List.of(left, right), 16, 1);

    assertEquals(1, found.labels().objectCount());
    assertEquals(0, found.labels().at(0, 6));
    assertEquals(1, found.labels().at(0, 7));
    assertEquals(1, found.labels().at(0, 12));
    assertEquals(.9f, found.scores()[0]);
  }

  @Test
  void shouldJoinObjectThatNoCropShowsWhole() {
    // It covers columns 2..13 of crops 0..9 and 6..15.
    Crop left = crop(0, 0, 10, 1, box(0, 2, 1, 10, .9f));
    Crop right = crop(0, 6, 10, 1, box(0, 0, 1, 8, .95f));

    FoundObjects found = decode(List.of(left, right), 16, 1);

    assertArrayEquals(
        new int[] {0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, found.labels().labels());
  }

  @Test
  void shouldJoinObjectAcrossThreeCropsButNotItsNeighbour() {
    // The object covers 2..23, its neighbour 23..28; crops 0..9, 6..19 and 16..29.
    Crop left = crop(0, 0, 10, 1, box(0, 2, 1, 10, .9f));
    Crop middle = crop(0, 6, 14, 1, box(0, 0, 1, 14, .85f));
    Crop right = crop(0, 16, 14, 1, box(0, 0, 1, 8, .8f), box(0, 7, 1, 13, .8f));

    FoundObjects found = decode(List.of(left, middle, right), 30, 1);

    assertEquals(2, found.labels().objectCount());
    assertEquals(1, found.labels().at(0, 2));
    assertEquals(1, found.labels().at(0, 12));
    assertEquals(1, found.labels().at(0, 22));
    // The neighbour is whole in its crop and goes first.
    assertEquals(2, found.labels().at(0, 23));
    assertEquals(2, found.labels().at(0, 28));
  }

  @Test
  void shouldKeepNeighboursOfDifferentCropsThatOverlapByAPixel() {
    Crop left = crop(0, 0, 10, 1, box(0, 3, 1, 8, .9f));
    Crop right = crop(0, 6, 10, 1, box(0, 1, 1, 6, .95f));

    FoundObjects found = decode(List.of(left, right), 16, 1);

    assertEquals(2, found.labels().objectCount());
    assertEquals(2, found.labels().at(0, 7));
  }

  @Test
  void shouldKeepLargestWhereAsked() {
    Crop crop = crop(0, 0, 10, 1, box(0, 0, 1, 3, .99f), box(0, 1, 1, 8, .9f));

    FoundObjects found =
        decode(
            List.of(crop),
            10,
            1,
            Map.of("min_size", 1, "paste", "matterport", "prefer", "largest"));

    assertArrayEquals(new int[] {0, 1, 1, 1, 1, 1, 1, 1, 0, 0}, found.labels().labels());
  }

  @Test
  void shouldCarryClasses() {
    Crop plain = crop(0, 0, 8, 1, box(0, 4, 1, 8, .9f), box(0, 0, 1, 3, .9f));
    Crop crop =
        new Crop(0, 0, 8, 1, plain.boxes(), plain.scores(), new int[] {2, 5}, plain.masks(), 28);

    assertArrayEquals(new int[] {5, 2}, decode(List.of(crop), 8, 1).classes());
  }

  @Property(tries = 50)
  void shouldFindDiscsOnceHoweverThePlaneIsCropped(
      @ForAll @IntRange(min = 40, max = 90) int size, @ForAll long seed) {
    int side = 160;
    List<float[]> discs = discs(side, seed);

    // A sliver of a pixel or two may lie beside what the next crop shows whole.
    Map<String, Object> cells = Map.of("min_size", 10, "paste", "matterport");

    FoundObjects whole = decode(crops(discs, side, side, seed), side, side, cells);
    FoundObjects cropped = decode(crops(discs, side, size, seed), side, side, cells);

    assertEquals(discs.size(), whole.labels().objectCount());
    assertEquals(discs.size(), cropped.labels().objectCount());
    int different = 0;
    for (int i = 0; i < side * side; i++) {
      different += (whole.labels().labels()[i] > 0) == (cropped.labels().labels()[i] > 0) ? 0 : 1;
    }
    assertTrue(different < 60 * discs.size(), different + " pixels of " + discs.size() + " discs");
  }

  @Test
  void shouldKeepSixtyThousandObjects() {
    int side = 1250;
    float[][] boxes = new float[62_500][];
    for (int n = 0; n < boxes.length; n++) {
      int y = n / 250 * 5;
      int x = n % 250 * 5;
      boxes[n] = box(y, x, y + 4, x + 4, .9f);
    }

    FoundObjects found = decode(List.of(crop(0, 0, side, side, boxes)), side, side);

    assertEquals(62_500, found.labels().objectCount());
  }

  @Test
  void shouldFindNothingInNoDetections() {
    assertEquals(0, decode(List.of(), 4096, 1).labels().objectCount());
    assertEquals(0, decode(List.of(crop(0, 0, 1, 1)), 1, 1).labels().objectCount());
    assertEquals(
        0, decode(List.of(crop(0, 0, 4, 4, box(9, 9, 20, 20, 1))), 4, 4).labels().objectCount());
    assertEquals(
        1, decode(List.of(crop(0, 0, 1, 1, box(0, 0, 1, 1, 1))), 1, 1).labels().objectCount());
  }

  @Test
  void shouldRefuseOutputThatIsNotFinite() {
    Crop crop = crop(0, 0, 8, 1, box(0, 0, 1, 4, .9f), box(0, 4, 1, 8, .1f));
    crop.boxes()[6] = Float.NaN;
    assertEquals(1, decode(List.of(crop), 8, 1).labels().objectCount());
    crop.masks()[5] = Float.NaN;
    assertThrows(NonFiniteOutputException.class, () -> decode(List.of(crop), 8, 1));
    crop.masks()[5] = 0;
    crop.boxes()[2] = Float.POSITIVE_INFINITY;
    assertThrows(NonFiniteOutputException.class, () -> decode(List.of(crop), 8, 1));
    crop.boxes()[2] = 1;
    crop.scores()[1] = Float.NaN;
    assertThrows(NonFiniteOutputException.class, () -> decode(List.of(crop), 8, 1));
  }

  @Test
  void shouldRefuseArraysAndCropsThatDoNotFit() {
    Crop fits = crop(0, 0, 8, 1, box(0, 0, 1, 4, .9f));
    Crop torn = new Crop(0, 0, 8, 1, new float[5], fits.scores(), new int[0], fits.masks(), 28);

    assertThrows(IllegalArgumentException.class, () -> decode(List.of(torn), 8, 1));
    assertThrows(IllegalArgumentException.class, () -> decode(List.of(fits), 7, 1));
  }

  @Test
  void shouldRefuseDetectionsThatCoverThePlaneHundredsOfTimes() {
    int side = 1024;
    float[][] boxes = new float[300][];
    Arrays.fill(boxes, box(-10, -10, 2000, 2000, .9f));

    assertThrows(
        IllegalArgumentException.class,
        () -> decode(List.of(crop(0, 0, side, side, boxes)), side, side));
  }

  @Test
  void shouldTakeBoxesFarBeyondThePlane() {
    Crop crop = crop(0, 0, 6, 6, box(-1e30f, -1e30f, 1e30f, 1e30f, .9f));

    assertEquals(1, decode(List.of(crop), 6, 6, Map.of("min_size", 1)).labels().objectCount());
  }

  private static FoundObjects decode(List<Crop> crops, int width, int height) {
    return decode(crops, width, height, SMALL);
  }

  private static FoundObjects decode(
      List<Crop> crops, int width, int height, Map<String, Object> parameters) {
    return BoxMaskDecoder.of(new Parameters("decoder box-mask", parameters))
        .decode(crops, width, height);
  }

  private static float[] box(float y1, float x1, float y2, float x2, float score) {
    return new float[] {y1, x1, y2, x2, score};
  }

  /** Detections that fill their boxes. */
  private static Crop crop(int y, int x, int width, int height, float[]... detections) {
    float[] boxes = new float[4 * detections.length];
    float[] scores = new float[detections.length];
    for (int n = 0; n < detections.length; n++) {
      System.arraycopy(detections[n], 0, boxes, 4 * n, 4);
      scores[n] = detections[n][4];
    }
    float[] masks = new float[28 * 28 * detections.length];
    Arrays.fill(masks, 1);
    return new Crop(y, x, width, height, boxes, scores, new int[0], masks, 28);
  }

  /** Centres and radii of discs that do not overlap. */
  private static List<float[]> discs(int side, long seed) {
    Random random = new Random(seed);
    List<float[]> discs = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      float y = 10 + (side - 20) * random.nextFloat();
      float x = 10 + (side - 20) * random.nextFloat();
      float r = 5 + 4 * random.nextFloat();
      if (discs.stream().allMatch(d -> Math.hypot(d[0] - y, d[1] - x) > d[2] + r + 2)) {
        discs.add(new float[] {y, x, r});
      }
    }
    return discs;
  }

  /** What a perfect network finds in crops that overlap by 20 pixels, just what they show. */
  private static List<Crop> crops(List<float[]> discs, int side, int size, long seed) {
    Random random = new Random(seed + 1);
    List<Crop> crops = new ArrayList<>();
    for (int y = 0; y == 0 || y < side - 20; y += size - 20) {
      for (int x = 0; x == 0 || x < side - 20; x += size - 20) {
        int height = Math.min(size, side - y);
        int width = Math.min(size, side - x);
        crops.add(seen(discs, y, x, width, height, random));
      }
    }
    return crops;
  }

  private static Crop seen(
      List<float[]> discs, int cropY, int cropX, int width, int height, Random random) {
    List<float[]> boxes = new ArrayList<>();
    List<float[]> masks = new ArrayList<>();
    for (float[] disc : discs) {
      float y1 = Math.max(0, (float) Math.rint(disc[0] - disc[2]) - cropY);
      float x1 = Math.max(0, (float) Math.rint(disc[1] - disc[2]) - cropX);
      float y2 = Math.min(height, (float) Math.rint(disc[0] + disc[2]) - cropY);
      float x2 = Math.min(width, (float) Math.rint(disc[1] + disc[2]) - cropX);
      // A network overlooks slivers.
      if (y2 - y1 >= 3 && x2 - x1 >= 3) {
        boxes.add(box(y1, x1, y2, x2, 0.8f + 0.2f * random.nextFloat()));
        float[] mask = new float[28 * 28];
        for (int i = 0; i < mask.length; i++) {
          int row = i / 28;
          double dy = cropY + y1 + (y2 - y1) * (row + 0.5) / 28 - disc[0];
          double dx = cropX + x1 + (x2 - x1) * (i % 28 + 0.5) / 28 - disc[1];
          mask[i] = dy * dy + dx * dx < disc[2] * disc[2] ? 1 : 0;
        }
        masks.add(mask);
      }
    }
    Crop filled = crop(cropY, cropX, width, height, boxes.toArray(float[][]::new));
    for (int n = 0; n < masks.size(); n++) {
      System.arraycopy(masks.get(n), 0, filled.masks(), 28 * 28 * n, 28 * 28);
    }
    return filled;
  }
}

package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scopeside.segmenter.cells.MaskGrowth.Variant;
import org.scopeside.segmenter.image.LabelImage;

class MaskGrowthTest {
  @Test
  void shouldGrowALonelyCellByACrossARound() {
    LabelImage dot =
        Drawing.labels(".......", ".......", "...1...", ".......", ".......", ".......");
    String[] diamond = {"...1...", "..111..", ".11111.", "..111..", "...1...", "......."};
    assertArrayEquals(diamond, grow(Variant.STANDARD, 2, dot));
    assertArrayEquals(diamond, grow(Variant.SEQUENTIAL, 2, dot));
  }

  @Test
  void shouldShareTheGapBetweenNeighboursByDistanceToTheirCentroids() {
    LabelImage gap = Drawing.labels("1......2.");
    assertArrayEquals(new String[] {"111122222"}, grow(Variant.STANDARD, 6, gap));
  }

  @Test
  void shouldLetTheEarlierLayerWinWhereCentroidsAreEquallyFar() {
    assertArrayEquals(
        new String[] {"1111222"}, grow(Variant.STANDARD, 3, Drawing.labels("1.....2")));
  }

  @Test
  void shouldLetAPixelThatWasACellsFromTheBeginningChangeItsOwner() {
    // The tail of 1 reaches to beside 2, whose centroid is nearer.
    LabelImage tail = Drawing.labels("1111111.", "1111..2.");
    assertArrayEquals(new String[] {"11111121", "11111222"}, grow(Variant.STANDARD, 1, tail));
  }

  @Test
  void shouldTakeNeighboursPixelsTooWhenGrowingSequentially() {
    LabelImage pair = Drawing.labels("1.22...", ".......");
    // 1 takes the gap, and 2, whose turn comes later, takes it from 1.
    assertArrayEquals(new String[] {"12222..", "......."}, grow(Variant.SEQUENTIAL, 1, pair));
  }

  @Test
  void shouldLeaveLastRowAndColumnAloneWhenGrowingSequentially() {
    LabelImage corner = Drawing.labels("....", "....", "...1");
    assertArrayEquals(Drawing.rows(corner), grow(Variant.SEQUENTIAL, 3, corner));
  }

  @Test
  void shouldDropACellThatItsNeighboursTakeEntirelyAndSayWhichOnesAreLeft() {
    LabelImage between = Drawing.labels("1123.", ".....");
    Relabelled grown = new MaskGrowth(Variant.SEQUENTIAL, 1).grow(between);
    assertArrayEquals(new int[] {1, 3}, grown.previous());
    assertEquals(2, grown.labels().objectCount());
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void shouldLeaveAnEmptyPlaneAndNoGrowthAsTheyAre(Variant variant) {
    LabelImage empty = LabelImage.empty(5, 4);
    LabelImage one = Drawing.labels("1");
    assertSame(empty, new MaskGrowth(variant, 3).grow(empty).labels());
    assertSame(one, new MaskGrowth(variant, 0).grow(one).labels());
    assertArrayEquals(new String[] {"1"}, grow(variant, 3, one));
    assertEquals(1, new MaskGrowth(variant, 9).grow(line(4096, 1)).labels().objectCount());
    assertEquals(1, new MaskGrowth(variant, 9).grow(line(1, 4096)).labels().objectCount());
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void shouldGrowSixtyThousandCells(Variant variant) {
    LabelImage cells = Drawing.discs(1500, 1500, 6, 2, 1);
    assertTrue(cells.objectCount() > 60_000);
    Relabelled grown = new MaskGrowth(variant, 1).grow(cells);
    assertTrue(covered(grown.labels()) > covered(cells));
  }

  @Test
  void shouldRefuseAGrowthThatCannotBe() {
    assertEquals(
        "growth of -1 pixels is not from 0 to 255",
        assertThrows(IllegalArgumentException.class, () -> new MaskGrowth(Variant.STANDARD, -1))
            .getMessage());
  }

  @Property(tries = 60)
  void shouldGrowSequentiallyAsWholePlaneDilationsWould(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int growth) {
    LabelImage cells = Drawing.discs(47, 38, 8, 4, seed);
    int[] expected = cells.labels().clone();
    for (int round = 0; round < growth; round++) {
      for (int cell = 1; cell <= cells.objectCount(); cell++) {
        expected = dilateOne(expected, cell, 47, 38);
      }
    }
    Relabelled grown = new MaskGrowth(Variant.SEQUENTIAL, growth).grow(cells);
    assertArrayEquals(expected, inOldNumbers(grown));
  }

  @Property(tries = 60)
  void shouldGrowInLayersAsLayerImagesWould(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int growth) {
    LabelImage cells = Drawing.discs(47, 58, 7, 4, seed);
    Centroids centroids = Centroids.of(cells);
    int[] layers = GrowthLayers.of(centroids);
    int[] expected = new int[cells.labels().length];
    for (int layer = 0; layer <= Arrays.stream(layers).max().orElse(0); layer++) {
      int[] claims = layerGrown(cells, layers, layer, growth);
      for (int i = 0; i < claims.length; i++) {
        boolean nearer =
            expected[i] != 0
                && claims[i] != 0
                && centroids.distance(claims[i], i / 47, i % 47)
                    < centroids.distance(expected[i], i / 47, i % 47);
        if (expected[i] == 0 || nearer) {
          expected[i] = claims[i];
        }
      }
    }
    Relabelled grown = new MaskGrowth(Variant.STANDARD, growth).grow(cells);
    assertArrayEquals(expected, inOldNumbers(grown));
  }

  private static String[] grow(Variant variant, int pixels, LabelImage cells) {
    return Drawing.rows(new MaskGrowth(variant, pixels).grow(cells).labels());
  }

  private static LabelImage line(int width, int height) {
    int[] labels = new int[width * height];
    labels[100] = 1;
    return LabelImage.of(labels, width, height);
  }

  private static long covered(LabelImage labels) {
    return Arrays.stream(labels.labels()).filter(label -> label != 0).count();
  }

  private static int[] inOldNumbers(Relabelled grown) {
    return Arrays.stream(grown.labels().labels())
        .map(label -> label == 0 ? 0 : grown.previous()[label - 1])
        .toArray();
  }

  private static int[] dilateOne(int[] labels, int cell, int width, int height) {
    int[] out = labels.clone();
    for (int y = 0; y < height - 1; y++) {
      for (int x = 0; x < width - 1; x++) {
        int i = y * width + x;
        boolean beside =
            (y > 0 && labels[i - width] == cell)
                || (x > 0 && labels[i - 1] == cell)
                || (x < width - 2 && labels[i + 1] == cell)
                || (y < height - 2 && labels[i + width] == cell);
        if (beside) {
          out[i] = cell;
        }
      }
    }
    return out;
  }

  private static int[] layerGrown(LabelImage cells, int[] layers, int layer, int growth) {
    int width = cells.width();
    int[] grown =
        Arrays.stream(cells.labels())
            .map(label -> label != 0 && layers[label - 1] == layer ? label : 0)
            .toArray();
    for (int round = 0; round < growth; round++) {
      int[] before = grown.clone();
      for (int i = 0; i < grown.length; i++) {
        int x = i % width;
        int up = i >= width ? before[i - width] : 0;
        int down = i + width < before.length ? before[i + width] : 0;
        int left = x > 0 ? before[i - 1] : 0;
        int right = x + 1 < width ? before[i + 1] : 0;
        grown[i] = Math.max(Math.max(before[i], Math.max(up, down)), Math.max(left, right));
      }
    }
    return grown;
  }
}

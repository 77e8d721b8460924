package org.scopeside.segmenter.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.SeamAudit;

class LabelStitcherTest {
  /** 16×16 in regions of at most 10×10 that share 3 or 4. */
  private static final Regions FOUR = Regions.of(16, 16, 100, 3, new int[0], new int[0]);

  @Test
  void shouldKeepOneLabelForObjectOverFourRegions() {
    int[] plane = new int[256];
    fill(plane, 16, 2, 2, 14, 14, 1);
    fill(plane, 16, 0, 15, 1, 16, 2);

    FoundObjects stitched = stitch(FOUR, plane, 16);

    assertEquals(4, FOUR.areas().size());
    assertEquals(2, stitched.labels().objectCount());
    assertSamePartition(plane, stitched.labels().labels());
  }

  @Test
  void shouldTakeObjectWholeWhereOneRegionSeesAllOfIt() {
    Regions two = Regions.of(1, 14, 10, 6, new int[0], new int[0]);
    Area left = two.areas().get(0);
    Area right = two.areas().get(1);
    LabelStitcher stitcher = new LabelStitcher(two);
    // The left region sees only the tip of what the right one sees whole, a little differently.
    int[] inLeft = new int[left.width()];
    fill(inLeft, left.width(), 0, 9, 1, left.width(), 1);
    int[] inRight = new int[right.width()];
    fill(inRight, right.width(), 0, 8 - right.x(), 1, 12 - right.x(), 1);

    stitcher.add(found(inLeft, left, 0.5f, 1));
    stitcher.add(found(inRight, right, 0.9f, 2));
    FoundObjects stitched = stitcher.finish();

    int[] expected = new int[14];
    fill(expected, 14, 0, 8, 1, 12, 1);
    assertArrayEquals(expected, stitched.labels().labels());
    assertArrayEquals(new float[] {0.9f}, stitched.scores());
    assertArrayEquals(new int[] {2}, stitched.classes());
  }

  @Test
  void shouldLeaveObjectSeenByOneRegionOnlyToTheRegionItLiesIn() {
    Regions two = Regions.of(1, 14, 10, 6, new int[0], new int[0]);
    Area left = two.areas().get(0);
    Area right = two.areas().get(1);
    int[] seen = new int[10];
    fill(seen, 10, 0, 8, 1, 9, 1);
    LabelStitcher ofLeft = new LabelStitcher(two);
    ofLeft.add(found(seen, left, 1, 1));
    ofLeft.add(FoundObjects.of(LabelImage.empty(right.width(), 1)));
    int[] inRight = new int[right.width()];
    fill(inRight, right.width(), 0, 8 - right.x(), 1, 9 - right.x(), 1);
    LabelStitcher ofRight = new LabelStitcher(two);
    ofRight.add(FoundObjects.of(LabelImage.empty(left.width(), 1)));
    ofRight.add(found(inRight, right, 1, 1));

    // Pixel 8 is nearer to the middle of the right region.
    assertTrue(two.core(1).contains(0, 8));
    assertEquals(0, ofLeft.finish().labels().objectCount());
    assertEquals(1, ofRight.finish().labels().objectCount());
  }

  @Test
  void shouldNotTakeForAnObjectWhatARegionsSideCutsOff() {
    Regions two = Regions.of(1, 14, 10, 6, new int[0], new int[0]);
    Area left = two.areas().get(0);
    Area right = two.areas().get(1);
    int[] tip = new int[left.width()];
    fill(tip, left.width(), 0, 9, 1, 10, 1);
    int[] whole = new int[right.width()];
    fill(whole, right.width(), 0, 1, 1, 6, 1);
    LabelStitcher stitcher = new LabelStitcher(two);
    stitcher.add(found(tip, left, 1, 1));
    stitcher.add(found(whole, right, 1, 1));

    FoundObjects stitched = stitcher.finish();

    assertEquals(1, stitched.labels().objectCount());
    assertEquals(5, Arrays.stream(stitched.labels().labels()).sum());
  }

  @Test
  void shouldCountObjectsWithinOverlapsThatOneRegionSeesDifferently() {
    Regions two = Regions.of(5, 14, 50, 3, new int[0], new int[0]);
    Area left = two.areas().get(0);
    Area right = two.areas().get(1);
    int overlap = left.endX() - right.x();
    int[] dot = new int[50];
    fill(dot, 10, 2, right.x() + 1, 3, right.x() + 2, 1);
    int[] sameDot = new int[35];
    fill(sameDot, 7, 2, 1, 3, 2, 1);

    assertTrue(overlap >= 3);
    assertEquals(new SeamAudit(2, 0), seams(two, dot, sameDot));
    assertEquals(new SeamAudit(1, 1), seams(two, dot, new int[35]));
  }

  private static SeamAudit seams(Regions two, int[] left, int[] right) {
    LabelStitcher stitcher = new LabelStitcher(two);
    stitcher.add(FoundObjects.of(LabelImage.of(left, 10, 5)));
    stitcher.add(FoundObjects.of(LabelImage.of(right, 7, 5)));
    return stitcher.seams();
  }

  @Property(tries = 200)
  void shouldPutBackWhatWasCutApart(
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 30, max = 900) int largest,
      @ForAll @IntRange(min = 2, max = 9) int side,
      @ForAll @IntRange(min = 0, max = 12) int overlap) {
    int[] plane = new int[height * width];
    int label = 0;
    for (int y = 0; y < height; y += side) {
      for (int x = y % 3; x < width; x += side) {
        // Squares that touch along one side.
        fill(
            plane, width, y, x, Math.min(height, y + side - 1), Math.min(width, x + side), ++label);
      }
    }
    int[] consecutive = consecutive(plane);
    Regions regions = Regions.of(height, width, largest, overlap, new int[0], new int[0]);

    FoundObjects stitched = stitch(regions, consecutive, width);

    // Without an overlap there is nothing to tell by that two pieces are one.
    if (regions.areas().size() == 1 || minimalOverlap(regions) >= 2) {
      assertSamePartition(consecutive, stitched.labels().labels());
    }
  }

  @Property(tries = 200)
  void shouldCutRegionsWithinTheLimitWhoseCoresTileThePlane(
      @ForAll @IntRange(min = 1, max = 200) int height,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(min = 1, max = 3000) int largest,
      @ForAll @IntRange(min = 0, max = 50) int overlap) {
    Regions regions = Regions.of(height, width, largest, overlap, new int[0], new int[0]);

    int[] used = new int[height * width];
    for (int i = 0; i < regions.areas().size(); i++) {
      Area core = regions.core(i);
      assertTrue(regions.areas().get(i).contains(core));
      assertTrue(regions.areas().get(i).pixels() <= largest);
      for (int y = core.y(); y < core.endY(); y++) {
        for (int x = core.x(); x < core.endX(); x++) {
          used[y * width + x]++;
        }
      }
    }
    for (int count : used) {
      assertEquals(1, count);
    }
  }

  private static int minimalOverlap(Regions regions) {
    int least = Integer.MAX_VALUE;
    List<Area> areas = regions.areas();
    for (int i = 1; i < areas.size(); i++) {
      Area a = areas.get(i - 1);
      Area b = areas.get(i);
      least = Math.min(least, b.x() > a.x() ? a.endX() - b.x() : a.endY() - b.y());
    }
    return least;
  }

  private static FoundObjects stitch(Regions regions, int[] plane, int width) {
    LabelStitcher stitcher = new LabelStitcher(regions);
    for (Area area : regions.areas()) {
      int[] part = new int[(int) area.pixels()];
      for (int i = 0; i < part.length; i++) {
        part[i] = plane[(area.y() + i / area.width()) * width + area.x() + i % area.width()];
      }
      part = consecutive(part);
      stitcher.add(FoundObjects.of(LabelImage.of(part, area.width(), area.height())));
    }
    return stitcher.finish();
  }

  private static FoundObjects found(int[] labels, Area area, float score, int kind) {
    return new FoundObjects(
        LabelImage.of(labels, area.width(), area.height()), new float[] {score}, new int[] {kind});
  }

  private static void fill(int[] plane, int width, int y0, int x0, int y1, int x1, int label) {
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        plane[y * width + x] = label;
      }
    }
  }

  private static int[] consecutive(int[] labels) {
    Map<Integer, Integer> numbers = new HashMap<>();
    numbers.put(0, 0);
    int[] result = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      numbers.putIfAbsent(labels[i], numbers.size());
      result[i] = numbers.get(labels[i]);
    }
    return result;
  }

  private static void assertSamePartition(int[] expected, int[] actual) {
    assertArrayEquals(consecutive(expected), consecutive(actual));
  }
}

package org.scopeside.segmenter.decode.starconvex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Polygon;
import java.awt.geom.Area;
import java.awt.geom.PathIterator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntersectionSweepTest {
  private static final int[] SQUARE_X = {0, 10, 10, 0};
  private static final int[] SQUARE_Y = {0, 0, 10, 10};

  @Test
  void shouldMeasureSquaresThatShareACorner() {
    assertEquals(2 * 25, common(new int[] {5, 15, 15, 5}, new int[] {5, 5, 15, 15}));
  }

  @Test
  void shouldMeasureASquareInAnotherAndOnItself() {
    assertEquals(2 * 16, common(new int[] {3, 7, 7, 3}, new int[] {3, 3, 7, 7}));
    assertEquals(2 * 100, common(SQUARE_X, SQUARE_Y));
    assertEquals(2 * 100, common(new int[] {10, 0, 0, 10}, new int[] {0, 0, 10, 10}));
  }

  @Test
  void shouldFindNothingWhereOnlyEdgesOrCornersTouch() {
    assertEquals(0, common(new int[] {10, 20, 20, 10}, new int[] {0, 0, 10, 10}));
    assertEquals(0, common(new int[] {10, 20, 20, 10}, new int[] {10, 10, 20, 20}));
  }

  @Test
  void shouldFindNothingInPolygonsWithoutArea() {
    assertEquals(0, common(new int[] {5, 5, 5, 5}, new int[] {5, 5, 5, 5}));
    assertEquals(0, common(new int[] {2, 8, 2, 8}, new int[] {2, 8, 2, 8}));
    assertEquals(0, common(new int[] {2, 8, 4, 3}, new int[] {5, 5, 5, 5}));
  }

  /** Crossings rounded to the lattice as Clipper rounds them: the exact area is 45. */
  @Test
  void shouldRoundCrossingsToTheLattice() {
    int[] x = {5, 14, 14, 5};
    int[] y = {2, 5, 20, 20};

    // The edge from (5, 2) to (14, 5) leaves the square at y = 3⅔, which becomes 4.
    assertEquals(2 * 40 - 5 * 2, common(x, y));
  }

  @Test
  void shouldStayWithinTheMarginOfTheExactArea() {
    Random random = new Random(11);
    RayDirections directions = RayDirections.of(32);
    IntersectionSweep sweep = new IntersectionSweep(64);
    int overlapping = 0;
    for (int pair = 0; pair < 2_000; pair++) {
      double scatter = 0.3 * random.nextDouble();
      StarOutline a = outline(random, directions, scatter);
      StarOutline b = outline(random, directions, scatter);
      if (!a.boxesMeet(b)) {
        continue;
      }
      double exact = exactArea(a, b);
      double measured = 0.5 * sweep.doubleArea(a.x, a.y, b.x, b.y, 32);
      double margin = 3 + 0.25 * a.commonSpan(b);
      overlapping += exact > 0 ? 1 : 0;
      assertEquals(exact, measured, margin);
      float extent = a.commonExtent(b);
      assertTrue(measured <= extent + margin, "above the upper bound");
      assertTrue(
          measured >= extent - Math.max(0, a.excess) - Math.max(0, b.excess) - margin,
          "below the lower bound");
    }
    assertTrue(overlapping > 500);
  }

  private static StarOutline outline(Random random, RayDirections directions, double scatter) {
    float[] distances = new float[32];
    double radius = 3 + 20 * random.nextDouble();
    for (int k = 0; k < 32; k++) {
      distances[k] = (float) Math.max(1e-3, radius * (1 + scatter * random.nextGaussian()));
    }
    StarOutline outline = new StarOutline(32);
    outline.set(50 + random.nextInt(30), 50 + random.nextInt(30), distances, directions);
    return outline;
  }

  private static double exactArea(StarOutline a, StarOutline b) {
    Area area = new Area(new Polygon(a.x, a.y, a.x.length));
    area.intersect(new Area(new Polygon(b.x, b.y, b.x.length)));
    double sum = 0;
    double[] point = new double[6];
    double lastX = 0;
    double lastY = 0;
    double startX = 0;
    double startY = 0;
    for (PathIterator path = area.getPathIterator(null); !path.isDone(); path.next()) {
      int kind = path.currentSegment(point);
      double x = kind == PathIterator.SEG_CLOSE ? startX : point[0];
      double y = kind == PathIterator.SEG_CLOSE ? startY : point[1];
      if (kind == PathIterator.SEG_MOVETO) {
        startX = x;
        startY = y;
      } else {
        sum += lastX * y - lastY * x;
      }
      lastX = x;
      lastY = y;
    }
    return Math.abs(sum) / 2;
  }

  private static long common(int[] x, int[] y) {
    return new IntersectionSweep(8).doubleArea(SQUARE_X, SQUARE_Y, x, y, 4);
  }
}

package org.scopeside.segmenter.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.LabelImage;

class OutlinesTest {

  private static String drawn(String... rows) {
    int[] labels = new int[rows.length * rows[0].length()];
    String all = String.join("", rows);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = all.charAt(i) == '.' ? 0 : 1;
    }
    boolean[] outline = ObjectOutlines.of(LabelImage.of(labels, rows[0].length(), rows.length));
    StringBuilder drawing = new StringBuilder();
    for (int i = 0; i < outline.length; i++) {
      drawing.append(outline[i] ? '#' : '.');
      drawing.append((i + 1) % rows[0].length() == 0 ? "\n" : "");
    }
    return drawing.toString();
  }

  @Test
  void shouldDrawTheRimOfAnObjectButNotOfItsHole() {
    assertEquals(
        """
        #####.
        #...#.
        #...#.
        #...#.
        #####.
        """,
        drawn("#####.", "#####.", "##.##.", "#####.", "#####."));
  }

  @Test
  void shouldNotDrawAPartWithinAHoleOfItsOwnObject() {
    assertEquals(
        """
        #####
        #...#
        #...#
        #...#
        #####
        """,
        drawn("#####", "#...#", "#.#.#", "#...#", "#####"));
  }

  @Test
  void shouldDrawASinglePixelAndAFullPlane() {
    assertEquals("#\n", drawn("#"));
    assertEquals("###\n#.#\n###\n", drawn("###", "###", "###"));
  }

  @Property(tries = 300)
  void shouldDrawWhatTouchesTheOutsideOfEachObject(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 3) int objects,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] raw = random.ints((long) width * height, 0, objects + 1).toArray();
    LabelImage image = NumberedObjects.of(raw, width, height, 0).labels();

    boolean[] outline = ObjectOutlines.of(image);

    for (int label = 1; label <= image.objectCount(); label++) {
      boolean[] outside = outside(image, label);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (image.at(y, x) == label) {
            int framed = (y + 1) * (width + 2) + x + 1;
            boolean touches =
                outside[framed - 1]
                    || outside[framed + 1]
                    || outside[framed - width - 2]
                    || outside[framed + width + 2];
            assertEquals(touches, outline[y * width + x], "y=" + y + " x=" + x);
          }
        }
      }
    }
  }

  /** All that is not the object and 4-connected with a frame around the plane. */
  private static boolean[] outside(LabelImage image, int label) {
    int columns = image.width() + 2;
    int rows = image.height() + 2;
    boolean[] outside = new boolean[columns * rows];
    Deque<Integer> open = new ArrayDeque<>();
    open.add(0);
    while (!open.isEmpty()) {
      int at = open.remove();
      int y = at / columns;
      int x = at % columns;
      boolean inside = y > 0 && y < rows - 1 && x > 0 && x < columns - 1;
      if (outside[at] || (inside && image.at(y - 1, x - 1) == label)) {
        continue;
      }
      outside[at] = true;
      if (y > 0) {
        open.add(at - columns);
      }
      if (y < rows - 1) {
        open.add(at + columns);
      }
      if (x > 0) {
        open.add(at - 1);
      }
      if (x < columns - 1) {
        open.add(at + 1);
      }
    }
    return outside;
  }

  @Property(tries = 300)
  void shouldMeasureTheDistanceToTheNearestSetPixel(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 0, max = 100) int percent,
      @ForAll long seed) {
    Random random = new Random(seed);
    boolean[] set = new boolean[width * height];
    for (int i = 0; i < set.length; i++) {
      set[i] = random.nextInt(100) < percent;
    }

    long[] squared = SquaredDistances.of(set, width, height);

    for (int i = 0; i < set.length; i++) {
      long nearest = Long.MAX_VALUE;
      for (int j = 0; j < set.length; j++) {
        int dy = i / width - j / width;
        int dx = i % width - j % width;
        nearest = set[j] ? Math.min(nearest, (long) dx * dx + (long) dy * dy) : nearest;
      }
      assertEquals(nearest, squared[i], "pixel " + i);
    }
  }
}

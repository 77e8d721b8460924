package org.scopeside.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.Segmentation;

class ObjectOutlinesTest {
  @Provide
  Arbitrary<LabelDrawing> drawings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(0, 4))
        .flatAs(
            (width, height, labels) ->
                Arbitraries.integers()
                    .between(0, labels)
                    .array(int[].class)
                    .ofSize(width * height)
                    .map(pixels -> new LabelDrawing(width, height, pixels)));
  }

  @Property(tries = 2000)
  void shouldGiveTheLabelImageBackWhenFilled(@ForAll("drawings") LabelDrawing drawing) {
    assertArrayEquals(drawing.labels(), filled(drawing.outlines()));
  }

  /** Java2D is another judge than the arithmetic of {@link #filled}, and what the user sees. */
  @Property(tries = 300)
  void shouldGiveTheLabelImageBackWhenJavaFillsThePaths(@ForAll("drawings") LabelDrawing drawing) {
    assertArrayEquals(drawing.labels(), filledByJava(drawing.outlines()));
  }

  @Property(tries = 500)
  void shouldTurnAtEveryCorner(@ForAll("drawings") LabelDrawing drawing) {
    ObjectOutlines outlines = drawing.outlines();
    for (int i = 0; i < outlines.count(); i++) {
      outlines.draw(i, new CornerCheck());
    }
  }

  /** Edges are horizontal and vertical by turns, and none is empty. */
  private static final class CornerCheck implements ObjectOutlines.Pen {
    private int firstX;
    private int firstY;
    private int x;
    private int y;
    private boolean horizontal;

    @Override
    public void begin(int x, int y) {
      this.firstX = x;
      this.firstY = y;
      this.x = x;
      this.y = y;
      this.horizontal = true;
    }

    @Override
    public void to(int nextX, int nextY) {
      assertTrue(horizontal ? nextY == y && nextX != x : nextX == x && nextY != y);
      horizontal = !horizontal;
      x = nextX;
      y = nextY;
    }

    @Override
    public void end() {
      assertTrue(!horizontal && x == firstX && y != firstY);
    }
  }

  @Test
  void shouldDrawFourCornersAroundOnePixel() {
    ObjectOutlines outlines = LabelDrawing.of("...", ".1.", "...").outlines();
    assertEquals("M1,1 L2,1 L2,2 L1,2 Z", text(outlines, 0));
    assertEquals(1, outlines.count());
  }

  @Test
  void shouldMergeEdgesThatGoOnStraight() {
    ObjectOutlines outlines = LabelDrawing.of("11111", "11111", "11111").outlines();
    assertEquals("M0,0 L5,0 L5,3 L0,3 Z", text(outlines, 0));
  }

  @Test
  void shouldDrawTheBorderBetweenTouchingObjectsForBoth() {
    ObjectOutlines outlines = LabelDrawing.of("1122", "1122").outlines();
    assertEquals("M0,0 L2,0 L2,2 L0,2 Z", text(outlines, 0));
    assertEquals("M2,0 L4,0 L4,2 L2,2 Z", text(outlines, 1));
  }

  @Test
  void shouldDrawHoleTheOtherWayRound() {
    ObjectOutlines outlines = LabelDrawing.of("111", "1.1", "111").outlines();
    assertEquals("M0,0 L3,0 L3,3 L0,3 Z M1,2 L2,2 L2,1 L1,1 Z", text(outlines, 0));
  }

  @Test
  void shouldDrawObjectInTheHoleOfAnother() {
    LabelDrawing drawing = LabelDrawing.of("11111", "1...1", "1.2.1", "1...1", "11111");
    ObjectOutlines outlines = drawing.outlines();
    assertEquals("M2,2 L3,2 L3,3 L2,3 Z", text(outlines, 1));
    assertArrayEquals(drawing.labels(), filled(outlines));
  }

  @Test
  void shouldDrawBothPartsOfOneObject() {
    ObjectOutlines outlines = LabelDrawing.of("1..1", "....").outlines();
    assertEquals("M0,0 L1,0 L1,1 L0,1 Z M3,0 L4,0 L4,1 L3,1 Z", text(outlines, 0));
    assertEquals(1, outlines.present());
  }

  @Test
  void shouldKeepPartsApartThatTouchAtCorner() {
    ObjectOutlines outlines = LabelDrawing.of("1.", ".1").outlines();
    assertEquals("M0,0 L1,0 L1,1 L0,1 Z M1,1 L2,1 L2,2 L1,2 Z", text(outlines, 0));
  }

  @Test
  void shouldLeaveLabelsWithoutPixelsEmpty() {
    ObjectOutlines outlines = LabelDrawing.of("4.").outlines();
    assertEquals(4, outlines.count());
    assertEquals(1, outlines.present());
    assertEquals("", text(outlines, 0));
    assertEquals(0, LabelDrawing.of("..").outlines().count());
  }

  @Test
  void shouldOutlineSeventyThousandObjects() {
    int[] labels = new int[600 * 500];
    for (int i = 0; i < 70_000; i++) {
      labels[2 * (i / 300) * 600 + 2 * (i % 300)] = i + 1;
    }
    LabelDrawing drawing = new LabelDrawing(600, 500, labels);
    assertEquals(PixelType.UINT32, drawing.plane(frame()).header().pixelType());
    ObjectOutlines outlines = drawing.outlines();
    assertEquals(70_000, outlines.present());
    assertEquals("M198,466 L199,466 L199,467 L198,467 Z", text(outlines, 69_999));
    assertArrayEquals(labels, filled(outlines));
  }

  @Test
  void shouldOutlineWidestAndHighestImages() {
    int[] labels = new int[65_535];
    Arrays.fill(labels, 65_000, 65_535, 1);
    assertEquals(
        "M65000,0 L65535,0 L65535,1 L65000,1 Z",
        text(new LabelDrawing(65_535, 1, labels).outlines(), 0));
    assertEquals(
        "M0,65000 L1,65000 L1,65535 L0,65535 Z",
        text(new LabelDrawing(1, 65_535, labels).outlines(), 0));
  }

  @Test
  void shouldTakeFewBytesForManyObjects() {
    ObjectOutlines outlines = LabelDrawing.discs(1024, 500).outlines();
    assertEquals(500, outlines.present());
    assertTrue(outlines.bytes() < 500 * 200, outlines.bytes() + " bytes");
  }

  @Test
  void shouldRefuseLabelsThatNoFieldHas() {
    LabelDrawing above = new LabelDrawing(2, 1, new int[] {0, Segmentation.MAX_OBJECTS + 1});
    assertEquals(
        "label 100001 at 1, 0 is above the 100000 objects that a field may have",
        assertThrows(IllegalArgumentException.class, above::outlines).getMessage());
    LabelDrawing negative = new LabelDrawing(1, 1, new int[] {-1});
    assertTrue(
        String.valueOf(
                assertThrows(IllegalArgumentException.class, negative::outlines).getMessage())
            .startsWith("label 4294967295 at 0, 0"));
  }

  @Test
  void shouldRefuseNoiseBeforeItTakesAllMemory() {
    int side = 3000;
    int[] checkers = new int[side * side];
    for (int i = 0; i < checkers.length; i++) {
      checkers[i] = (i / side + i) % 2;
    }
    LabelDrawing noise = new LabelDrawing(side, side, checkers);
    String refusal =
        String.valueOf(assertThrows(IllegalArgumentException.class, noise::outlines).getMessage());
    assertTrue(refusal.contains("these labels are noise"), refusal);
  }

  @Test
  void shouldRefusePlaneThatIsNoLabelImage() {
    Plane labels = LabelDrawing.of("1").plane(frame());
    Plane bytes =
        new Plane(labels.header().toBuilder().pixelType(PixelType.UINT8).build(), new byte[1]);
    String refusal =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> ObjectOutlines.of(bytes))
                .getMessage());
    assertEquals("run/-/f0/t0/z0/c0: 1 uint8 a pixel are no labels", refusal);
  }

  private static FrameRef frame() {
    return new FrameRef("run", null, 0, 0, 0, 0);
  }

  /** Every vertical edge flips all pixels of its rows to the right of it. */
  private static int[] filled(ObjectOutlines outlines) {
    int width = outlines.width();
    int[] filled = new int[width * outlines.height()];
    boolean[] inside = new boolean[filled.length];
    for (int i = 0; i < outlines.count(); i++) {
      outlines.draw(i, new Filler(width, inside));
      for (int pixel = outlines.top(i) * width; pixel < outlines.bottom(i) * width; pixel++) {
        if (inside[pixel]) {
          assertEquals(0, filled[pixel], "two objects at " + pixel);
          filled[pixel] = i + 1;
          inside[pixel] = false;
        }
      }
    }
    for (boolean left : inside) {
      assertFalse(left, "an outline leaves its bounds");
    }
    return filled;
  }

  private static final class Filler implements ObjectOutlines.Pen {
    private final int width;
    private final boolean[] inside;
    private int firstX;
    private int firstY;
    private int lastX;
    private int lastY;

    Filler(int width, boolean[] inside) {
      this.width = width;
      this.inside = inside;
    }

    @Override
    public void begin(int x, int y) {
      firstX = x;
      firstY = y;
      lastX = x;
      lastY = y;
    }

    @Override
    public void to(int x, int y) {
      if (x == lastX) {
        flip(x, Math.min(y, lastY), Math.max(y, lastY));
      }
      lastX = x;
      lastY = y;
    }

    @Override
    public void end() {
      to(firstX, firstY);
    }

    private void flip(int x, int top, int bottom) {
      for (int y = top; y < bottom; y++) {
        for (int pixel = y * width + x; pixel < (y + 1) * width; pixel++) {
          inside[pixel] = !inside[pixel];
        }
      }
    }
  }

  private static int[] filledByJava(ObjectOutlines outlines) {
    BufferedImage image =
        new BufferedImage(outlines.width(), outlines.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < outlines.count(); i++) {
      Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
      outlines.append(i, path);
      graphics.setColor(new Color(i + 1));
      graphics.fill(path);
    }
    graphics.dispose();
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).map(pixel -> pixel & 0xFFFFFF).toArray();
  }

  private static String text(ObjectOutlines outlines, int object) {
    StringBuilder text = new StringBuilder();
    outlines.draw(
        object,
        new ObjectOutlines.Pen() {
          @Override
          public void begin(int x, int y) {
            text.append(" M").append(x).append(',').append(y);
          }

          @Override
          public void to(int x, int y) {
            text.append(" L").append(x).append(',').append(y);
          }

          @Override
          public void end() {
            text.append(" Z");
          }
        });
    return text.toString().trim();
  }
}

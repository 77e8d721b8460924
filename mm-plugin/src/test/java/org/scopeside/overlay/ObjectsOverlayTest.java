package org.scopeside.overlay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.contract.Well;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.overlay.OverlayStyle.ColourBy;

@Timeout(60)
class ObjectsOverlayTest {
  private static final FrameRef FRAME = new FrameRef("run", new Well(0, 0), 2, 1, 0, 0);
  private static final int SIDE = 200;
  private static final ShownImage IMAGE = new ShownImage(SIDE, SIDE);
  private static final int GROUND = ShownImage.GROUND.getRGB();

  private final RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
  private final ChosenStyle style = new ChosenStyle(OverlayStyle.DEFAULT.withCounts(false));
  private final List<String> log = new ArrayList<>();

  /** Shows this frame on every image. */
  private ObjectsOverlay overlay(@Nullable FrameRef frame) {
    return new ObjectsOverlay(image -> frame, fields, style, log::add);
  }

  /** Two squares: from (100, 120) to (140, 160), and from (150, 120) to (170, 140). */
  private static LabelDrawing squares() {
    int[] labels = new int[SIDE * SIDE];
    for (int y = 120; y < 160; y++) {
      for (int x = 100; x < 140; x++) {
        labels[y * SIDE + x] = 1;
      }
      for (int x = 150; x < 170 && y < 140; x++) {
        labels[y * SIDE + x] = 2;
      }
    }
    return new LabelDrawing(SIDE, SIDE, labels);
  }

  private static PlaneOutcome outcome(FrameRef frame, String... flags) {
    Segmentation found =
        new Segmentation("discs@1", 2, 1, true, Map.of("AreaShape_Area", new double[] {1600, 400}))
            .ofObjects("Nuclei");
    return PlaneOutcome.analysed(frame, Instant.EPOCH, Map.of(), List.of(flags), found);
  }

  private void found(String... flags) {
    fields.take(outcome(FRAME, flags));
    fields.take(FRAME, squares().outlines());
  }

  @Test
  void shouldDrawLineWithHaloWherePixelsEndAtZoomOne() {
    found();
    BufferedImage canvas = IMAGE.painted(overlay(FRAME), 1);

    assertLine(canvas, 100, 130);
    assertLine(canvas, 140, 130);
    assertLine(canvas, 120, 120);
    assertLine(canvas, 120, 160);
    assertEquals(GROUND, canvas.getRGB(120, 140), "inside");
    assertEquals(GROUND, canvas.getRGB(50, 50), "outside");
    assertTrue(dark(canvas.getRGB(99, 130)), "halo outside");
    assertTrue(dark(canvas.getRGB(101, 130)), "halo inside");
    assertEquals(GROUND, canvas.getRGB(97, 130));
  }

  @Test
  void shouldScaleOutlinesWithTheZoomButNotTheLine() {
    found();
    BufferedImage twice = IMAGE.painted(overlay(FRAME), 2);
    assertLine(twice, 200, 260);
    assertLine(twice, 280, 260);
    assertFalse(line(twice.getRGB(201, 260)));
    assertEquals(GROUND, twice.getRGB(240, 280));

    BufferedImage half = IMAGE.painted(overlay(FRAME), 0.5);
    assertLine(half, 50, 65);
    assertLine(half, 70, 65);
    assertEquals(GROUND, half.getRGB(60, 70));
  }

  @Test
  void shouldDrawThePartThatTheViewPortShowsAndNoMore() {
    found();
    Rectangle screen = new Rectangle(20, 10, 120, 120);
    BufferedImage canvas =
        IMAGE.painted(overlay(FRAME), screen, new Rectangle2D.Float(90, 110, 40, 40));

    assertLine(canvas, 20 + 30, 10 + 60); // x = 100 is 10 pixels of the image from the left
    assertLine(canvas, 20 + 60, 10 + 30); // y = 120 likewise
    for (int y = 0; y < canvas.getHeight(); y++) {
      for (int x = 0; x < canvas.getWidth(); x++) {
        assertTrue(screen.contains(x, y) || canvas.getRGB(x, y) == GROUND, x + ", " + y);
      }
    }
  }

  @Test
  void shouldKeepObjectSmallerThanPixelOfTheScreenAsDot() {
    LabelDrawing dot = new LabelDrawing(SIDE, SIDE, new int[SIDE * SIDE]);
    dot.labels()[101 * SIDE + 101] = 1;
    fields.take(FRAME, dot.outlines());
    assertLine(IMAGE.painted(overlay(FRAME), 0.2), 20, 20);
  }

  @Test
  void shouldDrawThickerLineWhereChosen() {
    found();
    style.set(style.get().withLineWidthPx(4));
    BufferedImage canvas = IMAGE.painted(overlay(FRAME), 1);
    for (int x = 99; x < 103; x++) {
      assertLine(canvas, x, 130);
    }
    assertTrue(dark(canvas.getRGB(98, 130)) && dark(canvas.getRGB(103, 130)));
  }

  @Test
  void shouldShowObjectsOnEveryChannelAndSectionOfTheField() {
    found();
    FrameRef other = new FrameRef("run", FRAME.well(), 2, 1, 4, 3);
    assertLine(IMAGE.painted(overlay(other), 1), 100, 130);
  }

  @Test
  void shouldShowNothingOnAnotherFieldTimeWellOrAcquisition() {
    found();
    List<FrameRef> others =
        List.of(
            new FrameRef("run", FRAME.well(), 3, 1, 0, 0),
            new FrameRef("run", FRAME.well(), 2, 0, 0, 0),
            new FrameRef("run", new Well(0, 1), 2, 1, 0, 0),
            new FrameRef("run", null, 2, 1, 0, 0),
            new FrameRef("run2", FRAME.well(), 2, 1, 0, 0));
    for (FrameRef other : others) {
      assertUntouched(IMAGE.painted(overlay(other), 1), other.id());
    }
    assertUntouched(IMAGE.painted(overlay(null), 1), "an image that was not published");
  }

  @Test
  void shouldShowNothingOnImageOfAnotherSize() {
    found();
    ShownImage cropped = new ShownImage(SIDE, SIDE - 1);
    assertUntouched(cropped.painted(overlay(FRAME), 1), "cropped");
  }

  @Test
  void shouldSayInTheCornerWhatTheFieldSays() {
    found("OUT_OF_FOCUS");
    style.set(style.get().withCounts(true));
    assertCaption(List.of("2 Nuclei, discs@1", "out of focus"), FRAME);
    assertCaption(List.of("2 Nuclei, discs@1"), new FrameRef("run", FRAME.well(), 2, 1, 0, 1));
    assertCaption(List.of("analysing…"), new FrameRef("run", FRAME.well(), 7, 1, 0, 0));
    assertUntouched(IMAGE.painted(overlay(null), 1), "an image that was not published");
  }

  /** The same pixels as those lines alone, in the corner. */
  private void assertCaption(List<String> lines, FrameRef frame) {
    BufferedImage canvas = IMAGE.painted(overlay(frame), 1);
    BufferedImage expected = IMAGE.painted(overlay(null), 1);
    java.awt.Graphics2D graphics = expected.createGraphics();
    Caption.draw(graphics, new Rectangle(SIDE, SIDE), lines, null);
    graphics.dispose();
    for (int y = 0; y < 80; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertEquals(expected.getRGB(x, y), canvas.getRGB(x, y), lines + " at " + x + ", " + y);
      }
    }
  }

  @Test
  void shouldColourObjectsByTheirMeasure() {
    found();
    style.set(style.get().colouredByMeasure("AreaShape_Area"));
    BufferedImage canvas = IMAGE.painted(overlay(FRAME), 1);
    int large = canvas.getRGB(100, 130);
    int small = canvas.getRGB(150, 130);
    assertNotEquals(large, small);
    assertEquals(ColourScale.colours()[ColourScale.STEPS - 1].getRGB(), large);
    assertEquals(ColourScale.colours()[0].getRGB(), small);
  }

  @Test
  void shouldColourNeighboursApartAndFlaggedPlanesOtherwise() {
    found();
    style.set(style.get().colouredBy(ColourBy.OBJECT));
    BufferedImage apart = IMAGE.painted(overlay(FRAME), 1);
    assertNotEquals(apart.getRGB(100, 130), apart.getRGB(150, 130));

    style.set(style.get().colouredBy(ColourBy.FLAG));
    int fine = IMAGE.painted(overlay(FRAME), 1).getRGB(100, 130);
    fields.take(outcome(FRAME, "SATURATED"));
    assertNotEquals(fine, IMAGE.painted(overlay(FRAME), 1).getRGB(100, 130));
  }

  @Test
  void shouldDrawInGreyWhatWasNotMeasured() {
    fields.take(FRAME, squares().outlines());
    style.set(style.get().colouredByMeasure("AreaShape_Area"));
    int unmeasured = IMAGE.painted(overlay(FRAME), 1).getRGB(100, 130);
    assertEquals(unmeasured & 0xFF, unmeasured >> 8 & 0xFF);
  }

  @Test
  void shouldFollowWhatComesWhileTheSameImageIsShown() {
    ObjectsOverlay overlay = overlay(FRAME);
    assertUntouched(IMAGE.painted(overlay, 1), "nothing known");
    found();
    assertLine(IMAGE.painted(overlay, 1), 100, 130);
    fields.take(FRAME, LabelDrawing.discs(SIDE, 4).outlines());
    assertFalse(line(IMAGE.painted(overlay, 1).getRGB(100, 130)));
  }

  @Test
  void shouldThrowNothingIntoThePainterAndSaySoOnce() {
    ObjectsOverlay overlay =
        new ObjectsOverlay(
            image -> {
              throw new IllegalStateException("no mapping");
            },
            fields,
            style,
            log::add);
    assertUntouched(IMAGE.painted(overlay, 1), "failed");
    assertUntouched(IMAGE.painted(overlay, 1), "failed again");
    assertEquals(1, log.size());
    assertTrue(log.get(0).contains("no mapping"), log.get(0));
  }

  @Test
  void shouldLeaveTheGraphicsAsTheyWere() {
    found();
    BufferedImage canvas = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    java.awt.Graphics2D graphics = canvas.createGraphics();
    java.awt.Font font = graphics.getFont();
    graphics.setClip(0, 0, 10, 10);
    style.set(OverlayStyle.DEFAULT);
    IMAGE.paint(
        overlay(FRAME),
        graphics,
        new Rectangle(SIDE, SIDE),
        new Rectangle2D.Float(0, 0, SIDE, SIDE));
    assertEquals(new Rectangle(0, 0, 10, 10), graphics.getClipBounds());
    assertSame(font, graphics.getFont());
    graphics.dispose();
  }

  @Test
  void shouldAskForRepaintWhenTheShownFieldChangesAndOnlyThen() {
    ObjectsOverlay overlay = overlay(new FrameRef("run", FRAME.well(), 2, 1, 3, 1));
    List<Boolean> repaints = new CopyOnWriteArrayList<>();
    overlay.addOverlayListener(
        TestListener.of(() -> repaints.add(SwingUtilities.isEventDispatchThread())));
    IMAGE.painted(overlay, 1);

    fields.take(outcome(new FrameRef("run", FRAME.well(), 5, 1, 0, 0)));
    found();
    await().until(() -> !repaints.isEmpty());
    assertEquals(List.of(true), repaints);

    style.set(style.get().withLineWidthPx(3));
    await().until(() -> repaints.size() == 2);

    overlay.close();
    found();
    style.set(style.get().withLineWidthPx(5));
    ObjectsOverlay later = overlay(FRAME);
    List<Boolean> witness = new CopyOnWriteArrayList<>();
    later.addOverlayListener(TestListener.of(() -> witness.add(true)));
    IMAGE.painted(later, 1);
    found();
    await().until(() -> !witness.isEmpty());
    assertEquals(2, repaints.size(), "a closed overlay repaints");
  }

  private static void assertLine(BufferedImage canvas, int x, int y) {
    assertTrue(
        line(canvas.getRGB(x, y)),
        () -> "no line at " + x + ", " + y + ": " + Integer.toHexString(canvas.getRGB(x, y)));
  }

  private static boolean line(int rgb) {
    return (rgb >> 16 & 0xFF) > 200;
  }

  private static boolean dark(int rgb) {
    return (rgb & 0xFF) < (GROUND & 0xFF);
  }

  private static void assertUntouched(BufferedImage canvas, String what) {
    for (int y = 0; y < canvas.getHeight(); y++) {
      for (int x = 0; x < canvas.getWidth(); x++) {
        assertEquals(GROUND, canvas.getRGB(x, y), what + " at " + x + ", " + y);
      }
    }
  }
}

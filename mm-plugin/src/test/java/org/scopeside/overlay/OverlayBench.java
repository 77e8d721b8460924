package org.scopeside.overlay;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Plane;
import org.scopeside.contract.Segmentation;
import org.scopeside.overlay.OverlayStyle.ColourBy;

/** What outlines of 2,000 objects on 2048 x 2048 pixels cost; medians of 30 rounds. */
final class OverlayBench {
  private static final int SIDE = 2048;
  private static final int OBJECTS = 2000;
  private static final int ROUNDS = 30;

  private OverlayBench() {}

  public static void main(String[] args) {
    Plane labels = LabelDrawing.discs(SIDE, OBJECTS).plane(new FrameRef("run", null, 0, 0, 0, 0));
    ObjectOutlines outlines = ObjectOutlines.of(labels);
    say("trace", median(() -> ObjectOutlines.of(labels)));
    System.out.printf("%d objects, %d bytes%n", outlines.present(), outlines.bytes());
    for (ColourBy by : ColourBy.values()) {
      for (double zoom : new double[] {0.25, 0.5, 1, 4}) {
        paint(outlines, by, zoom);
      }
    }
  }

  /** In a window of 1024 x 1024, or what the image fills of it. */
  private static void paint(ObjectOutlines outlines, ColourBy by, double zoom) {
    int window = (int) Math.min(1024, SIDE * zoom);
    Rectangle screen = new Rectangle(window, window);
    float seen = (float) (window / zoom);
    Zoom at = new Zoom(screen, new Rectangle2D.Float(100, 100, seen, seen));
    OverlayStyle style = OverlayStyle.DEFAULT.colouredBy(by);
    FieldView field =
        new FieldView(outlines, measured(outlines), "", Collections.emptyList(), null, false);
    OverlayStyle wanted =
        by == ColourBy.MEASURE ? style.colouredByMeasure("AreaShape_Area") : style;
    BufferedImage image = new BufferedImage(window, window, BufferedImage.TYPE_INT_RGB);
    OutlineImage drawn = drawn(field, outlines, wanted, at);
    String what = by + " at zoom " + zoom;
    say(what + ", new field", median(() -> draw(image, drawn(field, outlines, wanted, at))));
    say(what + ", again", median(() -> draw(image, drawn)));
  }

  private static OutlineImage drawn(
      FieldView field, ObjectOutlines outlines, OverlayStyle style, Zoom zoom) {
    ObjectColours colours = ObjectColours.of(field, style, outlines.count());
    return OutlineImage.of(outlines, colours, zoom, style.lineWidthPx());
  }

  private static void draw(BufferedImage image, OutlineImage drawn) {
    Graphics2D graphics = image.createGraphics();
    drawn.draw(graphics);
    graphics.dispose();
  }

  private static Segmentation measured(ObjectOutlines outlines) {
    double[] area = new double[outlines.count()];
    Arrays.setAll(area, i -> 100 + i % 97);
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("AreaShape_Area", area);
    return new Segmentation("discs@1", area.length, 1, true, columns);
  }

  private static double median(Runnable work) {
    double[] ms = new double[ROUNDS];
    for (int i = -5; i < ROUNDS; i++) {
      long start = System.nanoTime();
      work.run();
      ms[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(ms);
    return ms[ROUNDS / 2];
  }

  private static void say(String what, double ms) {
    System.out.printf("%-40s %8.2f ms%n", what, ms);
  }
}

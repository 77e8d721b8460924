package org.scopeside.overlay;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.overlay.OverlayStyle.ColourBy;

/** Pictures to be looked at, in target/overlay. */
class OverlayPicturesTest {
  private static final Path FOLDER = Path.of("target", "overlay");
  private static final Path NUCLEI =
      Path.of(System.getProperty("scopeside.data", "../../shared/data"), "nuclei", "train");
  private static final FrameRef FRAME = new FrameRef("run", null, 0, 0, 0, 0);

  private final RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
  private final ChosenStyle style = new ChosenStyle(OverlayStyle.DEFAULT);
  private final ObjectsOverlay overlay =
      new ObjectsOverlay(image -> FRAME, fields, style, line -> {});

  @Test
  void shouldPaintPicturesOfRealNuclei() throws IOException {
    Path imageFile = NUCLEI.resolve("images/dsb_14004203.png");
    assumeTrue(
        Files.exists(imageFile),
        "skipped: no images of nuclei at " + NUCLEI + " (-Dscopeside.data=…)");
    BufferedImage image = brightened(ImageIO.read(imageFile.toFile()));
    BufferedImage labels = ImageIO.read(NUCLEI.resolve("labels/dsb_14004203.png").toFile());
    know(drawing(labels));

    write("plain.png", image, 1);
    style.set(OverlayStyle.DEFAULT.colouredByMeasure("AreaShape_Area"));
    write("area.png", image, 1);
    write("area-half.png", image, 0.5);
    write("area-three.png", image, 3);
    style.set(OverlayStyle.DEFAULT.colouredBy(ColourBy.OBJECT).withLineWidthPx(2));
    write("object-inverted.png", inverted(image), 1);
    fields.take(flagged());
    style.set(OverlayStyle.DEFAULT.colouredBy(ColourBy.FLAG));
    assertTrue(Files.size(write("flag.png", image, 1)) > 10_000);
  }

  @Test
  void shouldPaintTwoThousandObjectsInSmallWindow() throws IOException {
    know(LabelDrawing.discs(2048, 2000));
    BufferedImage image = new BufferedImage(2048, 2048, BufferedImage.TYPE_INT_RGB);
    style.set(OverlayStyle.DEFAULT.colouredByMeasure("AreaShape_Area"));
    assertTrue(Files.size(write("two-thousand-quarter.png", image, 0.25)) > 10_000);
    assertTrue(Files.size(write("two-thousand-half.png", image, 0.5)) > 10_000);
  }

  private void know(LabelDrawing drawing) {
    ObjectOutlines outlines = drawing.outlines();
    double[] area = new double[outlines.count()];
    Arrays.stream(drawing.labels()).filter(label -> label > 0).forEach(label -> area[label - 1]++);
    fields.take(FRAME, outlines);
    fields.take(
        PlaneOutcome.analysed(
            FRAME,
            Instant.EPOCH,
            Map.of(),
            List.of(),
            new Segmentation("nuclei-star@1", area.length, 1, true, Map.of("AreaShape_Area", area))
                .ofObjects("Nuclei")));
  }

  private PlaneOutcome flagged() {
    return PlaneOutcome.analysed(
        FRAME, Instant.EPOCH, Map.of(), List.of("OUT_OF_FOCUS", "SATURATED"), null);
  }

  private Path write(String name, BufferedImage image, double zoom) throws IOException {
    Rectangle screen =
        new Rectangle(
            (int) Math.min(900, image.getWidth() * zoom),
            (int) Math.min(700, image.getHeight() * zoom));
    Rectangle2D.Float view =
        new Rectangle2D.Float(0, 0, (float) (screen.width / zoom), (float) (screen.height / zoom));
    BufferedImage canvas =
        new BufferedImage(screen.width, screen.height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(
        image, 0, 0, screen.width, screen.height, 0, 0, (int) view.width, (int) view.height, null);
    new ShownImage(image.getWidth(), image.getHeight()).paint(overlay, graphics, screen, view);
    graphics.dispose();
    Files.createDirectories(FOLDER);
    Path file = FOLDER.resolve(name);
    ImageIO.write(canvas, "png", file.toFile());
    return file;
  }

  private static LabelDrawing drawing(BufferedImage labels) {
    int width = labels.getWidth();
    int height = labels.getHeight();
    int[] values = labels.getRaster().getSamples(0, 0, width, height, 0, new int[width * height]);
    return new LabelDrawing(width, height, values);
  }

  private static BufferedImage brightened(BufferedImage grey) {
    return mapped(grey, value -> Math.min(255, 20 + 2 * value));
  }

  private static BufferedImage inverted(BufferedImage image) {
    return mapped(image, value -> 255 - value / 2);
  }

  private static BufferedImage mapped(BufferedImage image, java.util.function.IntUnaryOperator f) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out.setRGB(x, y, 0x10101 * f.applyAsInt(image.getRaster().getSample(x, y, 0)));
      }
    }
    return out;
  }
}

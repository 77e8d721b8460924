package org.scopeside.deploy.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.PixelType;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import picocli.CommandLine;

class TrainPixelsTest {
  private static final int SIDE = 96;
  private static final int SPACING = 24;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void drawDiscs() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("labels"));
    for (int i = 0; i < 5; i++) {
      draw("field" + i + ".png", SIDE, SIDE, i, true);
    }
  }

  private void draw(String name, int width, int height, int seed, boolean discs)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage labels = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int dx = x % SPACING - SPACING / 2;
        int dy = y % SPACING - SPACING / 2;
        boolean inside = discs && dx * dx + dy * dy < 64;
        int label = inside ? 10 + 7 * (y / SPACING * (SIDE / SPACING) + x / SPACING) : 0;
        labels.getRaster().setSample(x, y, 0, label);
        image.getRaster().setSample(x, y, 0, (inside ? 180 : 30) + random.nextInt(30));
      }
    }
    ImageIO.write(image, "png", folder.resolve("images/" + name).toFile());
    ImageIO.write(labels, "png", folder.resolve("labels/" + name).toFile());
  }

  private int train(String to, String... more) {
    CommandLine line = new CommandLine(new TrainPixels());
    line.setOut(new PrintWriter(out, true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          out.write(String.valueOf(e.getMessage()));
          return e instanceof UserErrorException user ? user.exitCode().status() : 99;
        });
    String[] arguments = {
      "--images",
      folder.resolve("images").toString(),
      "--labels",
      folder.resolve("labels").toString(),
      "--out",
      folder.resolve(to).toString(),
      "--trees",
      "10"
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return line.execute(all);
  }

  @Test
  void shouldWritePackageWithHashAndHeldOutScores() throws Exception {
    assertEquals(0, train("My Discs", "--json"), out::toString);

    JsonNode summary = new ObjectMapper().readTree(out.toString());
    JsonNode model =
        new ObjectMapper(new YAMLFactory())
            .readTree(folder.resolve("My Discs/model.yaml").toFile());
    byte[] forest = Files.readAllBytes(folder.resolve("My Discs/forest.bin"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(forest));
    JsonNode weights = model.at("/weights/scopeside-forest");
    JsonNode evaluation = model.at("/config/scopeside/evaluation");
    assertEquals("my-discs", model.path("id").asText());
    assertEquals(hash, weights.path("sha256").asText());
    assertEquals("forest.bin", weights.path("source").asText());
    assertEquals("pixel-classifier", model.at("/config/scopeside/decoder/name").asText());
    assertEquals(4, summary.path("images").asInt());
    assertEquals(16, summary.at("/heldOut/trueObjects").asInt());
    assertEquals(1, summary.at("/heldOut/f1").asDouble());
    assertEquals("F1@0.5", evaluation.get(1).path("metric").asText());
    assertEquals(1, evaluation.get(1).path("value").asDouble());
  }

  @Test
  void shouldWriteTheSameForestForTheSameSeed() throws IOException {
    train("a", "--seed", "5", "--hold-out", "0");
    train("b", "--seed", "5", "--hold-out", "0");

    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a/forest.bin")),
        Files.readAllBytes(folder.resolve("b/forest.bin")));
  }

  @Test
  void shouldTellEveryFileThatDoesNotFitAtOnce() throws IOException {
    draw("other.png", 40, 30, 9, true);
    Files.copy(
        folder.resolve("images/field0.png"),
        folder.resolve("labels/other.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.delete(folder.resolve("labels/field1.png"));
    Files.delete(folder.resolve("images/field2.png"));
    Files.writeString(folder.resolve("images/field3.png"), "no image");

    assertEquals(4, train("out"));

    String said = out.toString();
    for (String part :
        new String[] {
          "field1.png has no label image in",
          "field2.png has no image in",
          "field3.png: is neither a PNG nor a TIFF",
          "other: image 40x30, label image 96x96"
        }) {
      assertTrue(said.contains(part), () -> "no '" + part + "' in " + said);
    }
    assertTrue(Files.notExists(folder.resolve("out")));
  }

  @Test
  void shouldNameTheClassesThatNoImageShows() throws IOException {
    for (int i = 0; i < 5; i++) {
      draw("field" + i + ".png", SIDE, SIDE, i, false);
    }

    assertEquals(4, train("out"));
    assertTrue(out.toString().startsWith("no pixel of interior or boundary in 4 label images"));
  }

  @Test
  void shouldRefuseOptionsOutOfRange() {
    assertEquals(2, train("out", "--hold-out", "1"));
    assertEquals(2, train("out", "--max-depth", "0"));
    assertEquals(2, train("out", "--samples-per-image", "2"));
    assertEquals(2, train("out", "--hold-out", "0.1", "--validation", "x"));
    assertEquals(4, train("out", "--validation", folder.resolve("nowhere").toString()));
  }

  @Test
  void shouldCountAnObjectOnceItsOverlapPassesTheThreshold() {
    LabelImage truth = LabelImage.of(new int[] {1, 1, 1, 1, 0, 2, 2, 0}, 8, 1);
    LabelImage found = LabelImage.of(new int[] {1, 1, 1, 0, 0, 2, 0, 0}, 8, 1);
    HeldOutScore score = new HeldOutScore();

    score.add(truth, found);

    // 3 of 4 shared passes 0.5 to 0.7, not 0.75; 1 of 2 does not pass 0.5.
    assertEquals(0.5, score.f1(), 1e-12);
    assertEquals(0.5 * 5 / 9, score.meanF1(), 1e-12);
  }

  @Test
  void shouldRefuseLabelsThatAreNoWholeNumbers() {
    byte[] zeroAndOneAndAHalf = {0, 0, 0, 0, 0, 0, (byte) 0xC0, 0x3F};
    PlanePixels plane =
        new PlanePixels(2, 1, 1, PixelType.FLOAT, null, PlaneFacts.NONE, zeroAndOneAndAHalf);

    Exception error = assertThrows(IllegalArgumentException.class, () -> FileSamples.labels(plane));
    assertTrue(String.valueOf(error.getMessage()).startsWith("label 1.5 at y=0 x=1"));
  }
}

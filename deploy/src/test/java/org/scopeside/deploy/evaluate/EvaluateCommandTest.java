package org.scopeside.deploy.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.UserErrorException;
import picocli.CommandLine;

class EvaluateCommandTest {
  @TempDir Path folder;
  private Path truth;
  private Path predictions;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Exception failure = new IllegalStateException("nothing failed");

  @BeforeEach
  void makeFolders() throws IOException {
    truth = Files.createDirectories(folder.resolve("truth"));
    predictions = Files.createDirectories(folder.resolve("predictions"));
  }

  private int run(String... more) {
    CommandLine line = new CommandLine(new EvaluateCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          failure = e;
          return e instanceof UserErrorException user ? user.exitCode().status() : 99;
        });
    return line.execute(more);
  }

  private int compare(String... more) {
    String[] all = new String[more.length + 4];
    System.arraycopy(more, 0, all, 4, more.length);
    all[0] = "--predictions";
    all[1] = predictions.toString();
    all[2] = "--truth";
    all[3] = truth.toString();
    return run(all);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  /** A label image: a digit is a label times ten, so that numbers have gaps. */
  private static void png(Path file, String... rows) throws IOException {
    BufferedImage image =
        new BufferedImage(rows[0].length(), rows.length, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[0].length(); x++) {
        int label = rows[y].charAt(x) == '.' ? 0 : (rows[y].charAt(x) - '0') * 10;
        image.getRaster().setSample(x, y, 0, label);
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  private static void npy(Path file, String... rows) throws IOException {
    String header =
        "{'descr': '<i4', 'fortran_order': False, 'shape': (%d, %d), }\n"
            .formatted(rows.length, rows[0].length());
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 4 * rows.length * rows[0].length())
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (String row : rows) {
      row.chars().forEach(c -> bytes.putInt(c == '.' ? 0 : c - '0'));
    }
    Files.write(file, bytes.array());
  }

  private static final String[] TWO = {"11..", "11..", "..22", "..22"};
  private static final String[] ONE_AND_EXTRA = {"11.3", "11..", "....", "...."};

  @Test
  void shouldCompareFilesOfTheSameNameButForSuffixes() throws IOException {
    png(truth.resolve("a_truth.png"), TWO);
    npy(predictions.resolve("a_cp_masks.npy"), ONE_AND_EXTRA);
    png(predictions.resolve("a.png"), "....", "....", "....", "....");
    png(truth.resolve("b_truth.png"), TWO);
    npy(predictions.resolve("b_cp_masks.npy"), TWO);

    assertEquals(
        0, compare("--suffix-truth", "_truth", "--suffix-predictions", "_cp_masks", "--json"));

    assertEquals("scopeside-evaluation/1", json().get("format").asText());
    JsonNode a = json().at("/images/0");
    assertEquals("a", a.get("name").asText());
    assertEquals(1, a.at("/tp/0").asInt());
    assertEquals(1, a.at("/fp/0").asInt());
    assertEquals(1, a.at("/fn/0").asInt());
    assertEquals(0.5, a.at("/f1/0").asDouble());
    assertEquals(1.0 / 3, a.at("/cellpose/ap/0").asDouble(), 1e-7);
    assertEquals(0.5, a.at("/caicedo/mean_F1").asDouble(), 1e-9);
    assertEquals(0.5, a.at("/stardist/9/panoptic_quality").asDouble());
    JsonNode overall = json().get("overall");
    assertEquals(3, overall.at("/tp/9").asInt());
    assertEquals(0.75, overall.at("/stardist/0/f1").asDouble());
    assertEquals(0.75, overall.at("/stardist_by_image/0/f1").asDouble());
    assertEquals((1 + 1.0 / 3) / 2, overall.get("dsb2018_mean_ap").asDouble(), 1e-12);
    assertEquals(0, overall.at("/count_error/signed").asInt());
    assertTrue(overall.get("coco").isNull());
  }

  @Test
  void shouldTellEveryFileThatCannotBeComparedAtOnce() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(predictions.resolve("a.png"), "...", "...");
    png(truth.resolve("b.png"), TWO);
    png(predictions.resolve("c.png"), TWO);

    assertEquals(4, compare());

    List<String> lines = err.toString().lines().toList();
    assertEquals(3, lines.size(), err.toString());
    assertTrue(lines.get(0).contains("b.png has no partner in " + predictions), lines.get(0));
    assertTrue(lines.get(1).contains("c.png has no partner in " + truth), lines.get(1));
    assertTrue(lines.get(2).contains("a.png is 3x2, "), lines.get(2));
    assertTrue(lines.get(2).endsWith("a.png is 4x4"), lines.get(2));
    assertTrue(String.valueOf(failure.getMessage()).contains("--partial"), failure.toString());
  }

  @Test
  void shouldLeaveOutFilesWithoutAPartnerWhenAsked() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(truth.resolve("b.png"), TWO);
    png(predictions.resolve("b.png"), TWO);
    assertEquals(0, compare("--partial", "--json"));
    assertEquals(1, json().get("images").size());
  }

  @Test
  void shouldLeaveOutSmallObjectsOnBothSides() throws IOException {
    png(truth.resolve("a.png"), "11.2", "11..");
    png(predictions.resolve("a.png"), "11..", "11.3");
    assertEquals(0, compare("--min-size", "2", "--json"));
    assertEquals(1, json().at("/images/0/f1/0").asDouble());
    assertEquals(1, json().at("/images/0/n_true").asInt());
  }

  @Test
  void shouldRankObjectsByTheScoresBesideTheirLabels() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(predictions.resolve("a.png"), "11.3", "11..", "..22", "..22");
    Files.writeString(predictions.resolve("a.csv"), "label,score\n10,0.9\n20,0.8\n30,0.1\n");
    assertEquals(0, compare("--json"));
    assertEquals(1, json().at("/overall/coco/ap").asDouble());
    Files.delete(predictions.resolve("a.csv"));
    Files.writeString(predictions.resolve("a_scores.json"), "{\"scores\": [0.7, 0.8, 0.9]}");
    out.getBuffer().setLength(0);
    assertEquals(0, compare("--json"));
    assertEquals(2.0 / 3, json().at("/overall/coco/ap50").asDouble(), 1e-12);
  }

  @Test
  void shouldSayWhichObjectHasNoScore() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(predictions.resolve("a.png"), TWO);
    Files.writeString(predictions.resolve("a.csv"), "label,score\n10,0.9\n");
    assertEquals(4, compare());
    assertTrue(
        String.valueOf(failure.getMessage()).endsWith("has no score for object 20"),
        failure.toString());
  }

  @Test
  void shouldRefuseValuesThatAreNoLabels() throws IOException {
    png(truth.resolve("a.png"), TWO);
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 4), }\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 64).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
    bytes.putFloat(0.5f);
    Files.write(predictions.resolve("a.npy"), bytes.array());
    assertEquals(4, compare());
    assertTrue(String.valueOf(failure.getMessage()).contains("holds 0.5 at y=0 x=0"));
  }

  @Test
  void shouldEndWithFailureBelowARequirement() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(predictions.resolve("a.png"), ONE_AND_EXTRA);
    assertEquals(0, compare("--fail-below", "F1=0.5,AP@0.75=.3,mean-recall=0.5"));
    assertEquals(1, compare("--fail-below", "F1=0.51"));
    assertTrue(String.valueOf(failure.getMessage()).contains("only 0.5000 is reached"));
    assertEquals(2, compare("--fail-below", "F1@0.51=0.1"));
    assertEquals(2, compare("--fail-below", "F2=1"));
  }

  @Test
  void shouldCountAsTheNamedConventionInTheTable() throws IOException {
    // IoU of exactly 1/2: a match for all but Caicedo.
    png(truth.resolve("a.png"), "11");
    png(predictions.resolve("a.png"), "1.");
    assertEquals(0, compare());
    assertTrue(out.toString().contains("  0.50  1.0000"), out.toString());
    out.getBuffer().setLength(0);
    assertEquals(0, compare("--convention", "caicedo"));
    assertTrue(out.toString().contains("  0.50  0.0000"), out.toString());
  }

  @Test
  void shouldEvaluateImagesWithoutAnyObject() throws IOException {
    png(truth.resolve("a.png"), "....");
    png(predictions.resolve("a.png"), "....");
    assertEquals(0, compare("--json", "--report", folder.resolve("r.html").toString()));
    assertTrue(json().at("/images/0/f1/0").isNull());
    assertTrue(json().at("/overall/mean_f1").isNull());
    assertEquals(0, json().at("/overall/stardist/0/f1").asDouble());
  }

  @Test
  void shouldWriteAReportThatNeedsNothingElse() throws IOException {
    png(truth.resolve("a<b>.png"), TWO);
    png(predictions.resolve("a<b>.png"), ONE_AND_EXTRA);
    Path report = folder.resolve("out/r.html");
    assertEquals(0, compare("--report", report.toString()));
    String html = Files.readString(report);
    assertTrue(html.contains("<polyline class=\"curve f1\""));
    assertTrue(html.contains("src=\"data:image/png;base64,"));
    assertTrue(html.contains("a&lt;b&gt;"));
    assertFalse(html.contains("a<b>"));
    assertFalse(html.contains("http"), "a report must not ask the network for anything");
  }

  @Test
  void shouldSegmentImagesWithAModelAndWriteItsLabels() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    String[] rows = new String[64];
    for (int y = 0; y < 64; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < 64; x++) {
        boolean inside = (x - 32) * (x - 32) + (y - 30) * (y - 30) < 144;
        image.getRaster().setSample(x, y, 0, inside ? 200 : 20 + (x * 7 + y * 13) % 5);
        row.append(inside ? '1' : '.');
      }
      rows[y] = row.toString();
    }
    ImageIO.write(image, "png", images.resolve("disc.png").toFile());
    png(truth.resolve("disc.png"), rows);
    Path labels = folder.resolve("labels");

    int status =
        run(
            "--model",
            "classical",
            "--images",
            images.toString(),
            "--truth",
            truth.toString(),
            "--labels-out",
            labels.toString(),
            "--json");

    assertEquals(0, status, failure::toString);
    assertEquals("classical@1", json().at("/settings/model").asText());
    assertEquals(1, json().at("/overall/tp/0").asInt());
    double fromModel = json().at("/overall/aggregated_jaccard_index").asDouble();
    predictions = labels;
    out.getBuffer().setLength(0);
    assertEquals(0, compare("--json"));
    assertEquals(fromModel, json().at("/overall/aggregated_jaccard_index").asDouble());
  }

  @Test
  void shouldRefuseOptionsThatDoNotFitTogether() {
    assertEquals(2, run("--truth", truth.toString()));
    assertEquals(2, run("--truth", truth.toString(), "--model", "classical"));
    assertEquals(2, compare("--labels-out", folder.toString()));
    assertEquals(2, compare("--threshold", "1.5"));
    assertEquals(
        2, run("--truth", truth.toString(), "--images", truth.toString(), "--model", "clasical"));
    assertTrue(String.valueOf(failure.getMessage()).contains("classical"));
    assertEquals(4, compare());
    assertTrue(String.valueOf(failure.getMessage()).contains("no .tif, .png or .npy image in"));
  }

  @Test
  void shouldReadNumpyArraysOfBothOrders() throws IOException {
    String header = "{'descr': '>u2', 'fortran_order': True, 'shape': (2, 3), }\n";
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 12);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.put((byte) header.length()).put((byte) 0);
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 6; i++) {
      bytes.putShort((short) (40_000 + i));
    }
    Path file = folder.resolve("x.npy");
    Files.write(file, bytes.array());
    PlaneValues values = PlaneValues.read(file);
    assertEquals(3, values.sizeX());
    assertEquals(40_002, values.values()[1]);
    Files.write(file, java.util.Arrays.copyOf(bytes.array(), bytes.capacity() - 1));
    IOException cut = assertThrows(IOException.class, () -> PlaneValues.read(file));
    assertTrue(String.valueOf(cut.getMessage()).contains("may be cut"), cut::toString);
  }
}

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
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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

  /** Writes a grey image of one disc; gives the label image that is right. */
  private static String[] disc(Path file) throws IOException {
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
    ImageIO.write(image, "png", file.toFile());
    return rows;
  }

  @Test
  void shouldSegmentImagesWithAModelAndWriteItsLabels() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    String[] rows = disc(images.resolve("disc.png"));
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

  private static final Path NETWORKS = Path.of("../stream-segmenter/src/test/resources/networks");

  /** A model whose two channels are added and subtracted: cells in the sum, nuclei beyond it. */
  private Path sumAndDifference() throws Exception {
    Path model = Files.createDirectories(folder.resolve("models/sum"));
    byte[] network = Files.readAllBytes(NETWORKS.resolve("two_channels.onnx"));
    Files.write(model.resolve("net.onnx"), network);
    String axes =
        "[{type: batch}, {type: channel, size: %d}, {type: space, id: y, size: {min: 8, step: 4}},"
            + " {type: space, id: x, size: {min: 8, step: 4}}]";
    Files.writeString(
        model.resolve("model.yaml"),
        """
        format_version: 0.5.4
        type: model
        id: sum
        version: 1
        name: Sum
        license: CC0-1.0
        inputs: [{id: image, axes: %s}]
        outputs: [{id: sum, axes: %s}, {id: difference, axes: %s}]
        weights: {onnx: {source: net.onnx, sha256: %s}}
        config:
          scopeside:
            channels: [cell, nucleus]
            decoders:
              - {name: foreground, objects: Cells, maps: [sum], parameters: {min_size: 1}}
              - {name: foreground, objects: Nuclei, maps: [difference], parameters: {min_size: 1}}
        """
            .formatted(
                axes.formatted(2),
                axes.formatted(1),
                axes.formatted(1),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(network))));
    return folder.resolve("models");
  }

  /** Grey values of 0 and 1. */
  private static void grey(Path file, String... rows) throws IOException {
    npy(file, rows);
  }

  private static final String[] CELL = {
    "11..1...", "11..1...", "........", "........", "........", "........", "........", "........"
  };
  private static final String[] NUCLEUS = {
    "........", "........", "........", "..1.....", "........", "........", "........", "........"
  };
  private static final String[] BOTH = {
    "11..2...", "11..2...", "........", "..3.....", "........", "........", "........", "........"
  };

  @Test
  void shouldGiveEachChannelOfAModelItsImages() throws Exception {
    Path models = sumAndDifference();
    Path cells = Files.createDirectories(folder.resolve("gfp"));
    Path nuclei = Files.createDirectories(folder.resolve("dapi"));
    grey(cells.resolve("a.npy"), CELL);
    grey(nuclei.resolve("a.npy"), NUCLEUS);
    png(truth.resolve("a.png"), BOTH);
    String[] common = {
      "--model",
      "sum",
      "--models",
      models.toString(),
      "--truth",
      truth.toString(),
      "--images",
      "nucleus=" + nuclei,
      "--json"
    };

    int status = run(with(common, "--images", "cell=" + cells));
    assertEquals(0, status, failure::toString);
    assertEquals(3, json().at("/overall/tp/0").asInt(), out::toString);

    out.getBuffer().setLength(0);
    // Of cell minus nucleus two are above the threshold, whatever order the images came in.
    assertEquals(0, run(with(common, "--images", "cell=" + cells, "--objects", "nuclei")));
    assertEquals(2, json().at("/overall/tp/0").asInt(), out::toString);
    assertEquals("Nuclei", json().at("/settings/objects").asText());

    assertEquals(2, run(common));
    assertEquals(
        "sum@1 takes cell, nucleus: give --images cell=DIR --images nucleus=DIR, not --images nucleus="
            + nuclei,
        failure.getMessage());
    assertEquals(2, run(with(common, "--images", "cell=" + cells, "--images", "other=" + cells)));
    assertEquals("--images other=" + cells + " is for no channel of sum@1", failure.getMessage());
    assertEquals(2, run(with(common, "--images", "cells=" + cells)));
    assertEquals(
        "--images cells=" + cells + ": cells is no role; there are nucleus, cell, membrane, other",
        failure.getMessage());

    grey(cells.resolve("a.npy"), "1111", "1111");
    assertEquals(4, run(with(common, "--images", "cell=" + cells)));
    assertTrue(err.toString().contains("a.npy is 4x2, "), err::toString);
    Files.move(cells.resolve("a.npy"), cells.resolve("b.npy"));
    grey(cells.resolve("c.npy"), CELL);
    assertEquals(4, run(with(common, "--images", "cell=" + cells)));
    assertTrue(err.toString().contains("a.png has no partner in " + cells), err::toString);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void shouldTellWhichKindsAModelFinds() throws IOException {
    grey(predictions.resolve("a.npy"), CELL);
    png(truth.resolve("a.png"), CELL);
    assertEquals(
        4,
        run(
            "--model",
            "classical",
            "--images",
            predictions.toString(),
            "--truth",
            truth.toString(),
            "--objects",
            "Cells"));
    assertTrue(
        String.valueOf(failure.getMessage()).endsWith("classical@1 finds no Cells, only Nuclei"),
        failure::toString);
    assertEquals(2, compare("--objects", "Cells"));
  }

  @Test
  void shouldScoreGroupsOfImages() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(predictions.resolve("a.png"), ONE_AND_EXTRA);
    png(truth.resolve("b.png"), TWO);
    png(predictions.resolve("b.png"), TWO);
    png(truth.resolve("c.png"), TWO);
    png(predictions.resolve("c.png"), TWO);
    Path groups = folder.resolve("groups.csv");
    Files.writeString(groups, "group,name\nlung,a\nlung,b\nliver,x\n");
    Path report = folder.resolve("report.html");

    assertEquals(0, compare("--group", groups.toString(), "--json", "--report", report.toString()));

    JsonNode scores = json().get("groups");
    assertEquals(2, scores.size());
    assertEquals("(none)", scores.at("/0/group").asText());
    assertEquals(1, scores.at("/0/f1_at_50").asDouble());
    assertEquals("lung", scores.at("/1/group").asText());
    assertEquals(2, scores.at("/1/n_images").asInt());
    assertEquals(0.75, scores.at("/1/f1_at_50").asDouble());
    assertEquals(0.75, scores.at("/1/mean_f1_50_90").asDouble(), 1e-12);
    assertEquals(0.6, scores.at("/1/ap_at_50").asDouble());
    assertEquals(0, scores.at("/1/median_absolute_percent").asDouble());
    assertEquals(4, scores.at("/1/by_area/0/n_true").asInt());
    assertTrue(Files.readString(report).contains("<th scope=\"row\">lung</th><td>2</td>"));

    out.getBuffer().setLength(0);
    assertEquals(0, compare("--group", groups.toString()));
    assertTrue(
        out.toString().lines().anyMatch(line -> line.matches("lung +2 +4 +4 +0.7500 .*")),
        out::toString);
  }

  @Test
  void shouldTellWhatIsWrongWithAFileOfGroups() throws IOException {
    png(truth.resolve("a.png"), TWO);
    png(predictions.resolve("a.png"), TWO);
    Path groups = folder.resolve("groups.csv");
    Files.writeString(groups, "image,group\na,lung\n");
    assertEquals(4, compare("--group", groups.toString()));
    assertTrue(String.valueOf(failure.getMessage()).contains("the columns name and group"));
    Files.writeString(groups, "name,group\na,lung\na,liver\n");
    assertEquals(4, compare("--group", groups.toString()));
    assertEquals(groups + ":3: a is of group lung already", failure.getMessage());
    Files.writeString(groups, "name,group\nb,lung\n");
    assertEquals(4, compare("--group", groups.toString()));
    assertEquals(groups + " names none of the images", failure.getMessage());
  }

  @Test
  void shouldCompareModelsOnTheSameImages() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    String[] rows = disc(images.resolve("disc.png"));
    png(truth.resolve("disc.png"), rows);
    String[] common = {
      "--model",
      "classical",
      "--model",
      "classical-advanced",
      "--images",
      images.toString(),
      "--truth",
      truth.toString()
    };

    assertEquals(0, run(common), failure::toString);
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.get(2).startsWith("Model "), out::toString);
    assertTrue(lines.get(3).matches("classical@1 +1 +1 +1 +1.0000 .*"), out::toString);
    assertTrue(lines.get(4).startsWith("classical-advanced@1 "), out::toString);

    out.getBuffer().setLength(0);
    assertEquals(0, run(with(common, "--json")));
    JsonNode models = json().get("models");
    assertEquals(2, models.size());
    assertEquals("classical-advanced@1", models.at("/1/settings/model").asText());
    assertEquals(1, models.at("/1/summary/f1_at_50").asDouble());
    assertEquals(1, models.at("/0/images/0/tp/0").asInt());

    assertEquals(2, run(with(common, "--report", folder.resolve("r.html").toString())));
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

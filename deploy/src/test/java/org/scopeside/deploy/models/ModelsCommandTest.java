package org.scopeside.deploy.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class ModelsCommandTest {
  private static final Path NETWORK =
      Path.of("../stream-segmenter/src/test/resources/networks/mean3.onnx");
  private static final String MODEL =
      """
      format_version: 0.5.4
      type: model
      id: smooth-nuclei
      version: 2.1
      name: Smooth nuclei
      description: Smooths planes, which is of use in tests only, where a sentence must be long enough to go on below itself.
      authors: [{name: Ada, affiliation: Institute}, {name: Grace}]
      cite: [{text: A paper, doi: 10.1000/1}, {text: A page, url: 'https://example.org'}]
      license: BSD-3-Clause
      tags: [nuclei]
      git_repo: https://example.org/smooth
      inputs:
        - id: image
          axes:
            - {type: batch}
            - {type: channel, channel_names: [dna]}
            - {type: space, id: y, size: {min: 8, step: 4}}
            - {type: space, id: x, size: {min: 8, step: 4}}
          preprocessing:
            - {id: scale_range, kwargs: {axes: [y, x], min_percentile: 1, max_percentile: 99.8}}
      outputs:
        - id: smooth
          axes:
            - {type: batch}
            - {type: channel, channel_names: [probability]}
            - {type: space, id: y, size: {tensor_id: image, axis_id: y}}
            - {type: space, id: x, size: {tensor_id: image, axis_id: x}}
      weights:
        onnx: {source: net.onnx, sha256: @hash@, opset_version: 13, comment: written by hand}
      config:
        scopeside:
          channels: [nucleus]
          decoder: {name: foreground, objects: Nuclei, maps: [smooth]}
          scale: {pixel_size_um: 0.65}
          tiling: {tile: 256, halo: 16, blend: taper}
          evaluation:
            - {dataset: twelve images, metric: F1@0.5, value: 0.91, source: nobody}
            - {dataset: six images, metric: F1@0.5, value: 0.8, source: nobody}
      """;

  @TempDir Path models;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String hash = "";

  @BeforeEach
  void write() throws Exception {
    byte[] network = Files.readAllBytes(NETWORK);
    hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(network));
    write("good", MODEL);
  }

  private void write(String name, String model) throws IOException {
    Path folder = Files.createDirectories(models.resolve(name));
    Files.copy(NETWORK, folder.resolve("net.onnx"));
    Files.writeString(folder.resolve("model.yaml"), model.replace("@hash@", hash));
  }

  /** A package with the network in 8 bits, which is what mean3_int8 is. */
  private void writeWithInt8() throws Exception {
    Path quantised = NETWORK.resolveSibling("mean3_int8.onnx");
    byte[] network = Files.readAllBytes(quantised);
    String int8 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(network));
    write(
        "quick",
        MODEL.replace("2.1", "3")
            + "    variants: {int8: {source: int8.onnx, sha256: %s}}\n".formatted(int8));
    Files.copy(quantised, models.resolve("quick/int8.onnx"));
  }

  @Test
  void shouldTellInWhichPrecisionsAModelIsThere() throws Exception {
    writeWithInt8();
    assertEquals(0, run("list", "--models", models.toString()));
    assertTrue(
        out.toString().lines().anyMatch(line -> line.matches("smooth-nuclei@3 .* fp32\\+int8 .*")),
        out::toString);
    out.getBuffer().setLength(0);
    assertEquals(0, run("show", "smooth-nuclei", "--models", models.toString()));
    assertTrue(
        out.toString().contains("\n              also as int8: opset 13, by scopeside-tests"),
        out::toString);
    out.getBuffer().setLength(0);
    assertEquals(0, run("show", "smooth-nuclei", "--json", "--models", models.toString()));
    assertEquals("[\"fp32\",\"int8\"]", json().path("precisions").toString());
    assertEquals("int8.onnx", json().path("variants").path(0).path("source").asText());
  }

  @Test
  void shouldVerifyEveryPrecisionOrThoseAskedFor() throws Exception {
    writeWithInt8();
    assertEquals(0, run("verify", "smooth-nuclei", "--models", models.toString()));
    assertTrue(out.toString().contains("  ✓ int8 network: opened in"), out::toString);
    out.getBuffer().setLength(0);
    assertEquals(
        0,
        run("verify", "smooth-nuclei", "--precision", "INT8", "--json", "--models", models + ""));
    JsonNode networks = json().at("/packages/0/networks");
    assertEquals(1, networks.size(), out::toString);
    assertEquals("int8", networks.path(0).path("precision").asText());
    out.getBuffer().setLength(0);
    assertEquals(
        4, run("verify", "smooth-nuclei", "--precision", "FP16", "--models", models.toString()));
    assertTrue(out.toString().contains("has no fp16 network; there is fp32, int8"), out::toString);
  }

  private int run(String... args) {
    CommandLine line = new CommandLine(new ModelsCommand());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          err.append(String.valueOf(e.getMessage()));
          return 4;
        });
    return line.execute(args);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void shouldShowAModelToAPerson() {
    assertEquals(0, run("show", "smooth-nuclei", "--models", models.toString()));
    assertEquals(
        """
        Smooth nuclei  smooth-nuclei@2.1
        Smooths planes, which is of use in tests only, where a sentence must be long enough to go on below
        itself.

        Expects       one channel: nucleus
                      grey values of any bit depth
        Scale         pixels of 0.65 µm; planes are rescaled to that when their own size is known
        Normalised    percentiles 1 to 99.8 of each plane brought to 0 and 1

        Takes         from 8 pixels in steps of 4 a side
        Cut into      tiles of 256 × 256 pixels with a halo of 16, tapered means where they overlap
        Finds         Nuclei by foreground from smooth

        Quality       F1@0.5 0.91 on twelve images (nobody)
                      F1@0.5 0.8 on six images (nobody)

        Licence       BSD-3-Clause
        Authors       Ada (Institute), Grace
        Cite          A paper, doi:10.1000/1
                      A page, https://example.org
        Developed at  https://example.org/smooth
        Weights       written by hand
        Network       ONNX, opset 13, by scopeside-tests, SHA-256 %s…
        Tags          nuclei
        Package       %s
                      no test tensors
        """
            .formatted(hash.substring(0, 12), models.resolve("good")),
        out.toString().lines().map(line -> line + "\n").reduce("", String::concat));
  }

  @Test
  void shouldShowTheBuiltInModel() {
    assertEquals(0, run("show", "classical"));
    assertTrue(out.toString().startsWith("Classical segmentation  classical@1\n"), out::toString);
    assertTrue(out.toString().contains("F1@0.5 0.715 on BBBC038"), out::toString);
  }

  @Test
  void shouldShowAModelToAProgram() throws IOException {
    assertEquals(0, run("show", models.resolve("good").toString(), "--json"));
    JsonNode model = json();
    assertEquals("smooth-nuclei@2.1", model.path("reference").asText());
    assertEquals("nucleus", model.path("channels").path(0).asText());
    assertEquals(0.65, model.path("pixelSizeUm").asDouble());
    assertFalse(model.has("objectDiameterPx"));
    assertEquals("foreground", model.path("decoders").path(0).path("name").asText());
    assertEquals(0.91, model.path("quality").path(0).path("value").asDouble());
    assertEquals(13, model.path("network").path("opset").asInt());
  }

  @Test
  void shouldListBuiltInGoodAndBrokenModels() {
    assertEquals(0, run("list", "--models", models.toString()));
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.get(0).startsWith("MODEL                 NAME  "), out::toString);
    assertTrue(lines.get(1).startsWith("classical@1 "), out::toString);
    assertTrue(lines.get(1).endsWith("built in"), out::toString);
    assertTrue(
        lines.get(3).matches("smooth-nuclei@2.1 .*nucleus +0.65 µm/px +fp32 +F1@0.5 0.91 +ok"),
        out::toString);
  }

  @Test
  void shouldTellBelowTheTableWhatIsWrong() throws IOException {
    write("bad", MODEL.replace("license: BSD-3-Clause\n", "").replace("2.1", "3"));
    assertEquals(0, run("list", "--models", models.toString()));
    assertTrue(
        out.toString()
            .endsWith(
                models.resolve("bad")
                    + " cannot be used:\n"
                    + "  license: is missing: an SPDX identifier such as BSD-3-Clause\n"),
        out::toString);
    out.getBuffer().setLength(0);
    assertEquals(0, run("list", "--json", "--models", models.toString()));
    JsonNode all = json().path("models");
    assertEquals(4, all.size());
    assertEquals("unusable", all.path(3).path("state").asText());
    assertEquals(1, all.path(3).path("problems").size());
  }

  @Test
  void shouldVerifyWithATickForEachCheck() {
    assertEquals(0, run("verify", "smooth-nuclei", "classical", "--models", models.toString()));
    List<String> lines = out.toString().lines().toList();
    assertEquals("smooth-nuclei@2.1  " + models.resolve("good"), lines.get(0));
    assertEquals(
        5, lines.stream().filter(line -> line.startsWith("  ✓ ")).count() - 1, out::toString);
    assertFalse(out.toString().contains("✗"), out::toString);
  }

  @Test
  void shouldFailWhereAnyPackageFails() throws IOException {
    write("bad", MODEL.replace("@hash@", "0".repeat(64)).replace("2.1", "3"));
    assertEquals(
        4, run("verify", "smooth-nuclei@2.1", "smooth-nuclei", "--models", models.toString()));
    assertTrue(out.toString().contains("  ✗ weights.onnx.sha256: is 0000"), out::toString);
    out.getBuffer().setLength(0);
    assertEquals(4, run("verify", "nobody", "--json", "--models", models.toString()));
    assertFalse(json().path("packages").path(0).path("passed").asBoolean());
  }

  @Test
  void shouldSayWhichModelsThereAreWhereOneIsUnknown() {
    assertEquals(4, run("show", "smooth", "--models", models.toString()));
    assertTrue(err.toString().endsWith("; there are smooth-nuclei@2.1"), err::toString);
  }

  @Test
  void shouldNotLetAPackageCommandTheTerminal() throws IOException {
    write(
        "odd",
        MODEL.replace("name: Smooth nuclei", "name: \"\\e[2J@|red x|@\"").replace("2.1", "9"));
    assertEquals(0, run("show", "smooth-nuclei", "--models", models.toString()));
    assertTrue(out.toString().startsWith("?[2J@ |red x| @"), out::toString);
  }

  @Test
  void shouldHelpWithExamples() {
    for (String command : List.of("list", "show", "verify")) {
      CommandLine known = new CommandLine(new ModelsCommand()).getSubcommands().get(command);
      String help = Objects.requireNonNull(known).getUsageMessage(Ansi.OFF);
      assertTrue(help.contains("scopeside models " + command), help);
    }
  }
}

package org.scopeside.deploy.bench;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.UserErrorException;
import picocli.CommandLine;

class ModelBenchTest {
  private static final Path NETWORKS = Path.of("../stream-segmenter/src/test/resources/networks");
  private static final String AXES =
      "[{type: batch}, {type: channel, size: 1}, {type: space, id: y, size: {min: 8, step: 4}},"
          + " {type: space, id: x, size: {min: 8, step: 4}}]";

  @TempDir Path models;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = new CommandLine(new BenchCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          err.append(String.valueOf(e.getMessage()));
          return e instanceof UserErrorException user ? user.exitCode().status() : 99;
        });
    return line.execute(args);
  }

  private String copied(String network) throws Exception {
    byte[] bytes = Files.readAllBytes(NETWORKS.resolve(network + ".onnx"));
    Files.write(Files.createDirectories(models.resolve("smooth")).resolve(network), bytes);
    return "{source: %s, sha256: %s}"
        .formatted(
            network, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  private void writePackage() throws Exception {
    String fp32 = copied("mean3");
    String int8 = copied("mean3_int8");
    Files.writeString(
        models.resolve("smooth/model.yaml"),
        """
        format_version: 0.5.4
        type: model
        id: smooth
        version: 1
        name: Smooth
        license: CC0-1.0
        inputs: [{id: image, axes: %s}]
        outputs: [{id: smooth, axes: %s}]
        weights: {onnx: %s}
        config:
          scopeside:
            channels: [nucleus]
            decoder: {name: foreground, objects: Nuclei, maps: [smooth]}
            variants: {int8: %s}
        """
            .formatted(AXES, AXES, fp32, int8));
  }

  private int bench(String... more) {
    String[] all = new String[more.length + 9];
    System.arraycopy(
        new String[] {
          "model", "--models", models.toString(), "--size", "64", "--rounds", "2", "--planes", "1"
        },
        0,
        all,
        0,
        9);
    System.arraycopy(more, 0, all, 9, more.length);
    return run(all);
  }

  @Test
  void shouldMeasureEveryPrecisionOfAModelBesideOthers() throws Exception {
    writePackage();
    assertEquals(0, bench("smooth", "classical", "--json"), err::toString);
    JsonNode costs = new ObjectMapper().readTree(out.toString()).path("models");
    assertEquals(3, costs.size(), out::toString);
    assertEquals("fp32", costs.at("/0/precision").asText());
    assertEquals(1, costs.at("/0/ratioToFp32").asDouble());
    assertEquals("int8", costs.at("/1/precision").asText());
    assertTrue(costs.at("/1/ratioToFp32").asDouble() > 0);
    double whole = costs.at("/1/cpuSecondsPerPlane").asDouble();
    assertTrue(costs.at("/1/networkCpuSecondsPerPlane").asDouble() < whole, out::toString);
    assertEquals("classical@1", costs.at("/2/model").asText());
    assertFalse(costs.at("/2").has("ratioToFp32"));
    assertEquals(2, err.toString().lines().filter(line -> line.startsWith("round ")).count());
  }

  @Test
  void shouldPrintATable() throws Exception {
    writePackage();
    assertEquals(0, bench("smooth"), err::toString);
    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.get(0).startsWith("MODEL "), out::toString);
    assertTrue(lines.get(1).matches("smooth@1 +fp32 .* 1\\.00"), out::toString);
    assertTrue(lines.get(2).matches("smooth@1 +int8 .*"), out::toString);
  }

  @Test
  void shouldTellWhatCannotBeMeasured() throws IOException {
    assertEquals(2, bench("nobody"));
    assertTrue(err.toString().startsWith("there is no model nobody"), err::toString);
    assertEquals(2, bench("classical", "--rounds", "0"));
    assertEquals(4, bench("classical", "--images", models.toString()));
    assertTrue(err.toString().endsWith("no .tif, .png or .npy image in " + models), err::toString);
  }

  @Test
  void shouldTakeTheMedianRatioOfTheRounds() {
    ModelCost cost =
        ModelCost.of(
            "m@1",
            "int8",
            List.of(1.0, 3.0, 2.0),
            List.of(1.0, 1.0, 1.0),
            List.of(0.5, 0.7, 0.6),
            List.of(2.0, 4.0, 8.0));
    assertEquals(2, cost.cpu());
    assertEquals(1, cost.least());
    assertEquals(0.6, cost.network());
    assertEquals(0.5, cost.ratio());
    assertEquals(0.5, cost.planesPerSecond());
  }
}

package org.scopeside.deploy.gpucheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;
import picocli.CommandLine;

class GpuCheckCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path temp;

  private int run(String... args) {
    CommandLine line = new CommandLine(new GpuCheckCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          err.append(failure.getMessage());
          return failure instanceof UserErrorException user ? user.exitCode().status() : 99;
        });
    return line.execute(args);
  }

  @Test
  void shouldRefuseInOneLineWhereThereIsNoGpu() {
    Engine tensorRt =
        Engines.all().stream().filter(e -> e.name().equals("tensorrt")).findFirst().orElseThrow();
    String reason = tensorRt.unavailable();
    assumeTrue(reason != null, "this machine has a GPU with TensorRT");
    assertEquals(ExitCode.REFUSED.status(), run());
    assertTrue(err.toString().contains(reason), err::toString);
    assertEquals(-1, err.toString().indexOf('\n'));
  }

  @Test
  void shouldCompareEveryPrecisionAndWriteWhatItFound() throws Exception {
    Path json = temp.resolve("check.json");
    int status =
        run(
            "--engine=onnxruntime",
            "--models=../models",
            "--model=nuclei-star",
            "--size=320",
            "--skip-benchmark",
            "--json=" + json);
    assertEquals(0, status, () -> out + "" + err);
    JsonNode agreements = new ObjectMapper().readTree(Files.readString(json)).get("agreements");
    assertEquals(3, agreements.size());
    assertEquals("fp32", agreements.get(0).get("precision").asText());
    assertEquals(0, agreements.get(0).get("differing").asInt());
    assertTrue(agreements.get(0).get("expected").asInt() > 5);
    assertTrue(out.toString().contains("ok     nuclei-star: weights exchanged"), out::toString);
    assertTrue(out.toString().contains("All objects agree."), out::toString);
  }

  @Test
  void shouldFailWhereAnotherModelIsUnderTest() throws Exception {
    LibrarySettings settings = LibrarySettings.of(List.of(Path.of("../models")));
    try (ModelLibrary library = new ModelLibrary(settings)) {
      var expected = library.open("nuclei-star");
      var other = library.open("classical");
      Agreement agreement =
          AgreementCheck.compare(
              expected,
              other,
              PrecisionChoice.FP32,
              AgreementCheck.field(expected.channels(), 320, 280));
      assertFalse(agreement.passed(), agreement::line);
      assertTrue(agreement.line().startsWith("FAILED"), agreement::line);
    }
  }

  @Test
  void shouldFailWhereANetworkCannotBeOpenedAndGoOnWithTheRest() throws Exception {
    Path json = temp.resolve("check.json");
    int status =
        run(
            "--engine=onnxruntime",
            "--models=../models",
            "--model=nobody",
            "--model=nuclei-unet3",
            "--size=320",
            "--skip-benchmark",
            "--json=" + json);
    assertEquals(ExitCode.FAILED.status(), status);
    JsonNode agreements = new ObjectMapper().readTree(Files.readString(json)).get("agreements");
    assertTrue(agreements.get(0).get("failure").asText().contains("nobody"));
    assertEquals("nuclei-unet3@1", agreements.get(agreements.size() - 1).get("model").asText());
    assertTrue(out.toString().contains("FAILED nobody"), out::toString);
  }

  @Test
  void shouldNotCallNothingAgreement() {
    assertFalse(new Agreement("m@1", "fp32", 8, 8, 0, 0, 0, 3, true, null).passed());
    assertTrue(new Agreement("m@1", "fp32", 8, 8, 9, 9, 3, 3, true, null).passed());
    assertFalse(new Agreement("m@1", "fp32", 8, 8, 9, 9, 4, 3, true, null).passed());
    assertFalse(new Agreement("m@1", "fp32", 8, 8, 9, 9, 0, 3, false, "astray").passed());
  }

  @Test
  void shouldTellWhichAimsWereMet() {
    SpeedTable table = new SpeedTable();
    table.atLeast("planes/s", 41, 40);
    table.figure("GiB", 3.5);
    assertTrue(table.allMet());
    table.atMost("p99, ms", 61, 60);
    assertFalse(table.allMet());
    assertEquals(
        List.of(
            "planes/s       41.00  aim: at least 40.00  met",
            "GiB            3.500",
            "p99, ms        61.00  aim: at most 60.00  MISSED"),
        table.lines());
  }

  @Test
  void shouldMakePackagesThatAreOpenedAndRun() throws Exception {
    BenchNetwork network = BenchNetwork.starDist(temp);
    LibrarySettings settings =
        LibrarySettings.of(List.of(network.folder())).withPrecision(PrecisionChoice.FP32);
    try (ModelLibrary library = new ModelLibrary(settings)) {
      var model = library.open(network.id());
      var field = AgreementCheck.field(model.channels(), 128, 96);
      var labels = model.segment(List.of(field)).toCompletableFuture().join().get(0).labels();
      assertEquals(128, labels.width());
    }
  }
}

package org.scopeside.deploy.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.Engines;
import picocli.CommandLine;

class BuildCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = new CommandLine(new BuildCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          err.append(failure.getMessage());
          return failure instanceof UserErrorException user ? user.exitCode().status() : 99;
        });
    return line.execute(args);
  }

  @Test
  void shouldSayInOneLineWhyNothingCanBeBuiltHere() {
    Engine tensorRt =
        Engines.all().stream().filter(e -> e.name().equals("tensorrt")).findFirst().orElseThrow();
    String reason = tensorRt.unavailable();
    assumeTrue(reason != null, "this machine has a GPU with TensorRT");
    assertEquals(ExitCode.REFUSED.status(), run("nuclei-star", "--models", "../models"));
    assertEquals("no engine can be built here: " + reason, err.toString());
  }

  @Test
  void shouldNameTheEnginesThereAre() {
    assertEquals(ExitCode.USAGE.status(), run("nuclei-star", "--engine", "openvino"));
    assertEquals("no engine 'openvino': there are tensorrt, onnxruntime", err.toString());
  }

  @Test
  void shouldSayThatAnEngineBuildsNothing() throws Exception {
    assertEquals(
        0, run("nuclei-star", "--models", "../models", "--engine", "onnxruntime", "--json"));
    JsonNode engines = new ObjectMapper().readTree(out.toString()).get("engines");
    assertEquals("nuclei-star@1", engines.get(0).get("model").asText());
    assertEquals("int8", engines.get(0).get("precision").asText());
    assertTrue(engines.get(0).get("built") == null);
  }

  @Test
  void shouldRefuseAModelWithoutANetworkOrUnknown() {
    assertEquals(
        ExitCode.USAGE.status(), run("nobody", "--models", "../models", "--engine", "onnxruntime"));
    assertEquals(ExitCode.USAGE.status(), run("nuclei-star", "--device", "-1"));
  }
}

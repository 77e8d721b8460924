package org.scopeside.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class ScopesideTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Scopeside.commandLine();
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  private List<String> errors() {
    return err.toString().lines().toList();
  }

  @Test
  void shouldHelpWithCommandsExamplesAndExitStatus() {
    assertEquals(0, run("--help"));
    String help = out.toString();
    assertTrue(help.startsWith("Live cell counts and quality per well"), help);
    for (String part :
        List.of(
            "Usage\n",
            "Commands\n",
            "  models ",
            "  engines ",
            "  test ",
            "  broker ",
            "  topics ",
            "  segmenter ",
            "  results ",
            "Examples\n",
            "Exit status\n",
            "    1  the run failed, or its loss ledger does not balance")) {
      assertTrue(help.contains(part), () -> "no '" + part + "' in " + help);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
    assertEquals(List.of(), errors());
  }

  @Test
  void shouldGiveEveryCommandHelpWithAnExample() {
    for (String command : List.of("engines", "broker", "topics", "segmenter", "results")) {
      out.getBuffer().setLength(0);
      assertEquals(0, run(command, "--help"));
      assertTrue(out.toString().contains("scopeside " + command + " --"), out.toString());
    }
  }

  @Test
  void shouldTellItsVersion() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().matches("(?s)scopeside \\d+\\.\\d+\\.\\d+.*Java .*"), out.toString());
  }

  @Test
  void shouldAnswerAMistypedCommandWithTheNearest() {
    assertEquals(2, run("segmentr"));
    assertEquals(1, errors().size(), err.toString());
    assertTrue(errors().get(0).contains("did you mean segmenter?"), err.toString());
  }

  @Test
  void shouldAnswerAnUnknownOptionInOneLine() {
    assertEquals(2, run("broker", "--kafka-prot", "1"));
    assertEquals(1, errors().size(), err.toString());
    assertTrue(errors().get(0).contains("--kafka-port"), err.toString());
  }

  @Test
  void shouldShowTheHelpWhenNoCommandIsGiven() {
    assertEquals(2, run());
    assertTrue(err.toString().contains("Examples"), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void shouldTellAllWrongSettingsOneALine() {
    assertEquals(2, run("segmenter", "-Dsegmenter.htp-port=1", "-Dsegmenter.queue-bytes=lots"));
    assertEquals(
        List.of(
            "scopeside: unknown setting segmenter.htp-port; did you mean segmenter.http-port?",
            "scopeside: segmenter.queue-bytes=lots is not a size such as 256MB of at most 9223372036854775807"),
        errors());
  }

  @Test
  void shouldRefuseAnEngineThatThereIsNotThoughTheModelNeedsNone() {
    assertEquals(
        2, run("segmenter", "-Dsegmenter.model=classical", "-Dsegmenter.engine=tensorflow"));
    assertEquals(1, errors().size(), err.toString());
    assertTrue(
        errors()
            .get(0)
            .startsWith("scopeside: segmenter.engine: no engine 'tensorflow': there are auto, "),
        err.toString());
  }

  @Test
  void shouldRefuseToServeWithAnEngineThatThereIsNot(@TempDir Path folder) {
    assertEquals(
        2,
        run(
            "serve",
            "--port=0",
            "--kafka-port=0",
            "--data=" + folder.resolve("data"),
            "--model=classical",
            "--engine=tensorflow"));
    assertEquals(1, errors().size(), err.toString());
    assertTrue(errors().get(0).contains("no engine 'tensorflow': there are auto, "));
    assertTrue(Files.notExists(folder.resolve("data")), "nothing was started");
  }

  @Test
  void shouldNameTheSettingsFileThatIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("lab.properties");
    assertEquals(2, run("results", "--config", file.toString()));
    assertEquals(List.of("scopeside: there is no settings file " + file), errors());
  }

  @Test
  void shouldRefuseATakenPortInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertEquals(3, run("results", "-Dresults.http-port=" + port));
      assertEquals(
          List.of(
              "scopeside: port " + port + " is in use: choose another with -Dresults.http-port"),
          errors());
    }
  }
}

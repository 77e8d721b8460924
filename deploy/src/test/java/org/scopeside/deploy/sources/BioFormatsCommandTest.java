package org.scopeside.deploy.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.source.bioformats.BioFormatsPlace;
import picocli.CommandLine;

class BioFormatsCommandTest {
  @TempDir private Path folder;
  private final String home = System.getProperty("user.home");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void moveHome() {
    System.setProperty("user.home", folder.resolve("home").toString());
  }

  @AfterEach
  void moveBack() {
    System.setProperty("user.home", home);
  }

  private int run(String... args) {
    CommandLine line = new CommandLine(new BioFormatsCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          err.append(e.getMessage());
          return e instanceof UserErrorException user ? user.exitCode().status() : 99;
        });
    return line.execute(args);
  }

  private static String real() {
    String lib = System.getProperty("bioformats.lib", "");
    assumeTrue(
        !lib.isEmpty(), "no real Bio-Formats is checked: give its jars by -Dbioformats.lib=…");
    return lib;
  }

  @Test
  void shouldSayWhereItLookedAndHowToGetIt() {
    assumeTrue(System.getenv(BioFormatsPlace.VARIABLE) == null, "a Bio-Formats is named");
    assertEquals(1, run("check"));
    assertTrue(
        err.toString().startsWith("no Bio-Formats found: neither --bio-formats nor"), "" + err);
    assertTrue(err.toString().contains(BioFormatsPlace.usualFolder().toString()), "" + err);
    assertTrue(err.toString().contains(BioFormatsPlace.DOWNLOADS), "" + err);
  }

  @Test
  void shouldRefuseWhatIsNoBioFormats() throws IOException {
    Path text = Files.writeString(folder.resolve("a.jar"), "text");
    assertEquals(4, run("check", "--bio-formats", text.toString()));
    assertTrue(err.toString().startsWith(text + " cannot be read as a jar"), "" + err);
  }

  @Test
  void shouldCheckARealOneAndReadAPlate() throws IOException {
    String lib = real();
    Path plate = Files.createFile(folder.resolve("run&plateRows=1&plateCols=2&fields=2.fake"));
    assertEquals(0, run("check", "--bio-formats", lib, plate.toString()), () -> "" + err);
    assertTrue(out.toString().contains("classes and members that are used are there"), "" + out);
    assertTrue(out.toString().contains("2 wells, 2 fields, 1 channel, 4 planes"), "" + out);
    out.getBuffer().setLength(0);
    assertEquals(0, run("check", "--json", "--bio-formats", lib, plate.toString()));
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertTrue(json.path("fits").asBoolean());
    assertTrue(json.path("readers").size() > 50, "" + json.path("readers").size());
    assertEquals("well A01, field 1", json.at("/file/series/1/place").asText());
    assertEquals(4, run("check", "--bio-formats", lib, folder.resolve("none.czi").toString()));
  }
}

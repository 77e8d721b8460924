package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;

/** What a user can get wrong: one line that says what to do, and an exit status other than 0. */
class BadInputIT {
  private static final DiscPlate PLATE = DiscPlate.of(256, 4);
  private static final String[] FOR_SCRIPTS = {"--port", "0", "--exit-when-complete", "--json"};

  @TempDir private Path data = Path.of("");
  @TempDir private Path images = Path.of("");

  @BeforeEach
  void writeImages() throws Exception {
    PLATE.writeAll(images, ".tif");
  }

  @Test
  void shouldAnalyseTheOthersWhenOneTiffIsCutInHalf() throws Exception {
    Path cut = images.resolve("A02.tif");
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

    ScopesideProcess replay = replay("{well}", "--acquisition", "cut");

    JsonNode summary = replay.requireStatus(4).json();
    JsonNode planes = summary.path("planes");
    assertEquals(4, planes.path("captured").asLong(), replay::toString);
    assertEquals(3, planes.path("analysed").asLong(), replay::toString);
    assertEquals(1, planes.path("dropped").asLong(), replay::toString);
    List<String> named = replay.err().lines().filter(line -> line.contains("A02.tif")).toList();
    assertEquals(1, named.size(), replay::toString);
    assertTrue(
        named.get(0).length() > images.toString().length() + 20, () -> "no reason in " + named);
    requireNoStackTrace(replay);
    try (AllInOne stack = AllInOne.start(AllInOneSettings.local(data, 0, 0))) {
      Rest rest = new Rest(stack.url());
      rest.awaitBalanced("cut");
      assertEquals(new Rest.Planes(1, 0, 0, 1, 0), rest.ledger("cut").get("A02"));
      assertEquals(new Rest.Planes(1, 1, 0, 0, 0), rest.ledger("cut").get("A01"));
    }
  }

  @Test
  void shouldSayThatPatternMatchesNothing() {
    requireOneLine(replay("{well}_{channel}"), 4, "{well}_{channel}", images.toString());
  }

  @Test
  void shouldNameTwoFilesForOnePlane() throws Exception {
    PLATE.write("A01", images.resolve("A01.png"));

    requireOneLine(replay("{well}"), 4, "A01.tif", "A01.png", "two files");
  }

  @Test
  void shouldSuggestPlaceholderForUnknownOne() {
    requireOneLine(replay("{wel}"), 2, "{wel}", "{well}");
  }

  @Test
  void shouldNameMissingFolder() {
    Path missing = images.resolve("not-there");

    requireOneLine(
        run("replay", missing.toString(), "--pattern", "{well}"),
        4,
        missing.toString(),
        "does not exist");
  }

  @Test
  void shouldSuggestOptionForUnknownOne() {
    requireOneLine(run("demo", "--wels", "2"), 2, "--wels", "--wells");
  }

  @Test
  void shouldSayWhichPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      requireOneLine(
          ScopesideProcess.run(
              "demo", "--port", port, "--data", data.toString(), "--exit-when-complete", "--json"),
          3,
          port,
          "in use",
          "--port");
    }
  }

  @Test
  void shouldRefuseDataDirectoryInUseThenStopOnCtrlCAndStartAgain() throws Exception {
    String[] demo = {
      "demo",
      "--wells",
      "96",
      "--fields",
      "1",
      "--size",
      "256",
      "--data",
      data.toString(),
      "--port",
      "0"
    };
    try (ScopesideProcess first = ScopesideProcess.startAsInTerminal(demo)) {
      Rest rest = new Rest(first.awaitUrl());
      await("some planes")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  rest.get("/api/acquisitions")
                          .path("acquisitions")
                          .path(0)
                          .path("planes")
                          .path("analysed")
                          .asLong()
                      > 5);

      requireOneLine(run("demo", "--wells", "2"), 3, data.toString(), "in use", "--data");

      long begun = System.nanoTime();
      first.interrupt();
      int status = first.awaitExit(Duration.ofSeconds(20));
      Duration stopping = Duration.ofNanos(System.nanoTime() - begun);
      System.out.println("Ctrl-C ended the demo in " + stopping.toMillis() + " ms");
      assertTrue(
          stopping.compareTo(Duration.ofSeconds(10)) < 0, () -> stopping + " to stop: " + first);
      assertEquals(130, status, first::toString);
      requireNoStackTrace(first);
    }
    ScopesideProcess second =
        run("demo", "--wells", "2", "--fields", "1", "--size", "256", "--rate", "20");
    assertEquals(4, second.requireStatus(0).json().path("planes").path("analysed").asLong());
  }

  @Test
  void shouldRefuseSettingsThatNobodyKnows() {
    ScopesideProcess segmenter = ScopesideProcess.run("segmenter", "-Dsegmenter.treads=2");

    requireOneLine(segmenter, 2, "segmenter.treads");
  }

  private ScopesideProcess replay(String pattern, String... more) {
    String[] command = {"replay", images.toString(), "--pattern", pattern};
    return run(concat(command, more));
  }

  private ScopesideProcess run(String... command) {
    String[] withData = concat(command, "--data", data.toString());
    return ScopesideProcess.run(concat(withData, FOR_SCRIPTS));
  }

  private static String[] concat(String[] first, String... second) {
    String[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void requireOneLine(ScopesideProcess process, int status, String... facts) {
    process.requireStatus(status);
    assertEquals("", process.out(), process::toString);
    assertEquals(1, process.err().lines().count(), process::toString);
    for (String fact : facts) {
      assertTrue(process.err().contains(fact), () -> "no '" + fact + "' in " + process);
    }
    requireNoStackTrace(process);
  }

  private static void requireNoStackTrace(ScopesideProcess process) {
    assertFalse(process.err().contains("\tat "), process::toString);
    assertFalse(process.err().contains("Exception in thread"), process::toString);
  }
}

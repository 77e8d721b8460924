package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;

/**
 * One plate as a folder of images, as OME-TIFF and as OME-Zarr, of which the last two were written
 * from the stream: each is the same frames with the same pixels and the same counts.
 */
class SourcesIT {
  private static final DiscPlate PLATE = DiscPlate.of(256, 14);

  @TempDir static Path folder;

  private static AllInOne stack;
  private static Path images;

  @BeforeAll
  static void start() throws Exception {
    images = Files.createDirectory(folder.resolve("images"));
    PLATE.writeAll(images, ".tif");
    stack = AllInOne.start(AllInOneSettings.local(folder.resolve("data"), 0, 0));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static ScopesideProcess replay(Path path, String acquisition, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "replay",
                path.toString(),
                "--acquisition",
                acquisition,
                "--kafka-bootstrap",
                stack.bootstrapServers(),
                "--results",
                stack.url().toString(),
                "--data",
                folder.resolve("replay").toString(),
                "--exit-when-complete",
                "--json"));
    command.addAll(List.of(more));
    return ScopesideProcess.run(command.toArray(new String[0]));
  }

  private static Path archive(String format, String acquisition) {
    Path out = folder.resolve(format + "-of-" + acquisition);
    ScopesideProcess archive =
        ScopesideProcess.run(
            "archive",
            out.toString(),
            "--format",
            format,
            "--acquisition",
            acquisition,
            "--kafka-bootstrap",
            stack.bootstrapServers(),
            "--exit-when-complete",
            "--json");
    assertEquals(
        PLATE.discs().size(),
        archive.requireStatus(0).json().path("planes").asInt(),
        archive::toString);
    return out;
  }

  private static Map<String, Long> counts(JsonNode summary) {
    Map<String, Long> counts = new TreeMap<>();
    summary
        .path("wells")
        .forEach(well -> counts.put(well.path("well").asText(), well.path("count").asLong()));
    return counts;
  }

  /** Checksum of every frame of an acquisition; a frame that was sent with others is told so. */
  private static Map<String, String> frames(String acquisition) {
    Map<String, String> checksums = new TreeMap<>();
    try (TopicReader reader = new TopicReader(stack.bootstrapServers(), Topics.DEFAULT.frames())) {
      for (ConsumerRecord<String, byte[]> record : reader.records(acquisition)) {
        checksums.merge(
            header(record, "ce_id"),
            header(record, "ce_crc32c"),
            (before, now) -> before.equals(now) ? now : before + " and " + now);
      }
    }
    return checksums;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldSendTheSameFramesFromEveryFormat() {
    ScopesideProcess first = replay(images, "round", "--pattern", "{well}", "--model", "classical");
    assertEquals(PLATE.counts(), counts(first.requireStatus(0).json()), first::toString);
    Map<String, String> sent = frames("round");
    assertEquals(PLATE.discs().size(), sent.size());

    Map<String, Path> archives = new TreeMap<>();
    for (String format : List.of("ome-tiff", "ome-zarr")) {
      archives.put(format, archive(format, "round").resolve("round"));
    }
    for (Map.Entry<String, Path> archived : archives.entrySet()) {
      ScopesideProcess again = replay(archived.getValue(), "round", "--model", "classical");
      assertEquals(PLATE.counts(), counts(again.requireStatus(0).json()), again::toString);
      assertEquals(sent, frames("round"), "frames and checksums out of " + archived.getKey());
    }
  }

  @Test
  void shouldTellWhatAPathHolds() {
    ScopesideProcess look =
        ScopesideProcess.run("sources", images.toString(), "--pattern", "{well}", "--json");
    JsonNode plate = look.requireStatus(0).json().path("acquisitions").path(0);
    assertEquals(PLATE.discs().size(), plate.path("planes").asInt(), look::toString);
    assertEquals(8, plate.path("plateRows").asInt(), look::toString);
    ScopesideProcess all = ScopesideProcess.run("sources", "--json");
    TreeSet<String> names = new TreeSet<>();
    all.requireStatus(0)
        .json()
        .path("sources")
        .forEach(source -> names.add(source.path("name").asText()));
    assertEquals(
        new TreeSet<>(
            List.of("bio-formats", "micro-manager", "ndtiff", "ome-tiff", "ome-zarr", "pattern")),
        names);
  }

  @Test
  void shouldCompareAnotherAnalysisWithTheFormerOne() {
    String[] pattern = {"--pattern", "{well}", "--wells", "A01-A06"};
    ScopesideProcess none = replay(images, "twice", with(pattern, "--diff"));
    assertEquals(2, none.status(), none::toString);
    assertTrue(none.err().contains("there are no counts of twice"), none::toString);
    replay(images, "twice", with(pattern, "--model", "classical")).requireStatus(0);

    ScopesideProcess again =
        replay(images, "twice", with(pattern, "--model", "classical-advanced", "--diff"));

    JsonNode differences = again.requireStatus(0).json().path("differences");
    assertEquals(6, differences.size(), again::toString);
    differences.forEach(
        well -> {
          assertEquals(
              PLATE.counts().get(well.path("well").asText()), well.path("former").asLong());
          assertEquals(
              well.path("now").asLong() - well.path("former").asLong(),
              well.path("difference").asLong(),
              again::toString);
        });
    JsonNode served = new Rest(stack.url()).get("/api/acquisitions/twice/differences");
    assertEquals("classical@1", served.path("formerModel").asText(), served::toString);
    assertEquals("classical-advanced@1", served.path("model").asText(), served::toString);
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void shouldGoOnWhereAReplayWasInterrupted() throws IOException, InterruptedException {
    List<String> slow =
        List.of(
            "replay",
            images.toString(),
            "--pattern",
            "{well}",
            "--acquisition",
            "resumed",
            "--kafka-bootstrap",
            stack.bootstrapServers(),
            "--results",
            stack.url().toString(),
            "--data",
            folder.resolve("replay").toString(),
            "--rate",
            "2");
    try (ScopesideProcess interrupted = ScopesideProcess.start(slow.toArray(new String[0]))) {
      for (int wait = 0; frames("resumed").size() < 3 && wait < 300; wait++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      // The journal is written twice a second.
      TimeUnit.MILLISECONDS.sleep(1_200);
      interrupted.kill();
    }
    int before = frames("resumed").size();
    assertTrue(before >= 3 && before < PLATE.discs().size(), before + " planes were sent");

    ScopesideProcess resumed = replay(images, "resumed", "--pattern", "{well}", "--resume");

    JsonNode summary = resumed.requireStatus(0).json();
    assertEquals(
        PLATE.discs().size(), summary.path("planes").path("captured").asInt(), resumed::toString);
    assertEquals(PLATE.counts(), counts(summary), resumed::toString);
    long records;
    try (TopicReader reader = new TopicReader(stack.bootstrapServers(), Topics.DEFAULT.frames())) {
      records = reader.records("resumed").size();
    }
    assertTrue(
        records <= PLATE.discs().size() + 2,
        records + " records of " + PLATE.discs().size() + " planes, " + before + " sent before");
  }
}

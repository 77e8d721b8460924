package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;

/** A plate that is written slowly into a watched folder, and a watch that is killed meanwhile. */
class WatchIT {
  private static final DiscPlate PLATE = DiscPlate.of(256, 14);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private static AllInOne stack;
  private static List<Path> images;

  @BeforeAll
  static void start() throws Exception {
    Path written = Files.createDirectory(folder.resolve("images"));
    PLATE.writeAll(written, ".tif");
    try (Stream<Path> files = Files.list(written)) {
      images = files.sorted().toList();
    }
    stack = AllInOne.start(AllInOneSettings.local(folder.resolve("data"), 0, 0));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static ScopesideProcess watch(Path share, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "watch",
                share.toString(),
                "--pattern",
                "{well}",
                "--kafka-bootstrap",
                stack.bootstrapServers(),
                "--data",
                folder.resolve("watch").toString(),
                "--end-marker",
                "done.txt"));
    command.addAll(List.of(more));
    return ScopesideProcess.start(command.toArray(new String[0]));
  }

  @Test
  void shouldCountAPlateWrittenSlowlyAcrossAKill() throws Exception {
    Path share = Files.createDirectory(folder.resolve("share"));
    Path plate = share.resolve("plate-1");
    Rest rest = new Rest(stack.url());
    int half = images.size() / 2;
    try (ScopesideProcess first = watch(share)) {
      first.awaitError(java.util.regex.Pattern.compile("Watching"));
      Files.createDirectory(plate);
      for (Path image : images.subList(0, half)) {
        writeSlowly(image, plate);
      }
      await("the first half")
          .atMost(PATIENCE)
          .until(() -> rest.planes("plate-1").analysed() == half);
      first.kill();
    }
    try (ScopesideProcess second = watch(share)) {
      for (Path image : images.subList(half, images.size())) {
        writeSlowly(image, plate);
      }
      Files.writeString(plate.resolve("done.txt"), "");
      rest.awaitBalanced("plate-1");
      Rest.Planes planes = rest.planes("plate-1");
      assertEquals(images.size(), planes.captured(), second::toString);
      assertEquals(images.size(), planes.analysed(), second::toString);
      assertEquals(0, planes.dropped(), second::toString);
      assertEquals(PLATE.counts(), rest.counts("plate-1"), second::toString);
      second.requireAlive();
    }
  }

  @Test
  void shouldSendOnceAndEndWhereAskedTo() throws Exception {
    Path share = Files.createDirectory(folder.resolve("cron"));
    Path plate = Files.createDirectory(share.resolve("plate-2"));
    for (Path image : images) {
      Files.copy(image, plate.resolve(image.getFileName().toString()));
    }
    for (int i = 0; i < 2; i++) {
      try (ScopesideProcess once = watch(share, "--once", "--existing", "--json")) {
        assertEquals(0, once.awaitExit(PATIENCE), once::toString);
      }
    }
    Rest rest = new Rest(stack.url());
    rest.awaitBalanced("plate-2");
    assertEquals(images.size(), rest.planes("plate-2").captured());
  }

  /** In two parts with a pause between them, as a microscope's computer that is busy. */
  private static void writeSlowly(Path image, Path plate) throws IOException, InterruptedException {
    byte[] bytes = Files.readAllBytes(image);
    try (OutputStream out = Files.newOutputStream(plate.resolve(image.getFileName().toString()))) {
      out.write(bytes, 0, bytes.length / 2);
      out.flush();
      Thread.sleep(20);
      out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    }
  }
}

package org.scopeside.source.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.SentJournal;
import org.scopeside.source.image.HandmadeTiff;
import org.scopeside.source.pattern.NamePattern;

/** Real files and folders, a receiver in memory. */
class FolderWatchTest {
  @TempDir Path temporary;
  private Path folder;
  private RecordingReceiver receiver = new RecordingReceiver();
  private @Nullable Watching watching;

  /** A watch on a thread of its own. */
  private final class Watching {
    private final WatchMemory memory;
    private final FolderWatch watch;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    Watching(WatchSettings settings) throws IOException {
      memory = WatchMemory.open(temporary.resolve("memory"));
      watch =
          new FolderWatch(
              settings, new PlaneSources(List.of(new LineSource())), memory, receiver, receiver);
      thread = new Thread(this::run, "test-watch");
      thread.start();
    }

    private void run() {
      try {
        watch.run();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
    }

    /** As a kill does: no end is announced. */
    void stop() throws Exception {
      thread.interrupt();
      thread.join();
      watch.close();
      memory.close();
      if (failure != null) {
        throw new AssertionError("the watch broke off", failure);
      }
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temporary.resolve("share"));
  }

  @AfterEach
  void stop() throws Exception {
    if (watching != null) {
      watching.stop();
      watching = null;
    }
  }

  @Test
  void shouldSendWhatIsWrittenWhileItWatches() throws Exception {
    start(settings -> settings);
    tiff("P1/TimePoint_1/P1_A01_s1_w1.tif", 7);
    tiff("P1/TimePoint_1/P1_A01_s1_w2.tif", 8);
    tiff("P1/TimePoint_1/P1_H12_s3_w2.tif", 9);
    await(() -> receiver.frames.size() == 3);
    assertEquals(
        List.of("P1/A01/f0/t0/z0/c0", "P1/A01/f0/t0/z0/c1", "P1/H12/f2/t0/z0/c1"),
        receiver.sortedFrames());
    assertEquals(4 * 9, receiver.sums.get("P1/H12/f2/t0/z0/c1"));
    await(() -> plan("P1").wells().size() == 2);
    assertEquals(List.of("1", "2"), plan("P1").channelNames());
    assertEquals(3, plan("P1").fields());
  }

  @Test
  void shouldWaitForASlowWriter() throws Exception {
    start(settings -> settings);
    byte[] whole = bytes(40);
    Path file = folder.resolve("b02_s1_w1.tif");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte next : whole) {
        out.write(next);
        out.flush();
        Thread.sleep(1);
      }
    }
    await(() -> receiver.frames.size() == 1);
    assertEquals(4 * 40, receiver.sums.get("share/B02/f0/t0/z0/c0"));
    assertEquals(List.of(), receiver.refused);
  }

  @Test
  void shouldWaitForAWriterThatPausesInTheMiddle() throws Exception {
    start(settings -> settings);
    byte[] whole = bytes(41);
    Path file = folder.resolve("b02_s1_w1.tif");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(whole, 0, whole.length / 2);
      out.flush();
      Thread.sleep(500);
      assertEquals(List.of(), receiver.frames);
      out.write(whole, whole.length / 2, whole.length - whole.length / 2);
    }
    await(() -> receiver.frames.size() == 1);
    assertEquals(List.of(), receiver.refused);
  }

  @Test
  void shouldRefuseAFileThatStaysCutAndSendTheOthers() throws Exception {
    start(settings -> settings);
    byte[] whole = bytes(41);
    Files.write(folder.resolve("b02_s1_w1.tif"), java.util.Arrays.copyOf(whole, 40));
    tiff("b02_s1_w2.tif", 1);
    await(() -> receiver.refused.size() == 1 && receiver.frames.size() == 1);
    assertTrue(receiver.refused.get(0).startsWith("b02_s1_w1.tif: "), receiver.refused.toString());
    assertTrue(receiver.lost.get(0).startsWith("share/B02/f0/t0/z0/c0 "), receiver.lost.toString());
  }

  @Test
  void shouldTakeAFileThatWasRenamedIntoPlace() throws Exception {
    // So long a quiet time would not end within this test.
    start(settings -> with(settings, Duration.ofMinutes(10), settings.patience()));
    Path part = folder.resolve("b02_s1_w1.tif.part");
    Files.write(part, bytes(5));
    Thread.sleep(200);
    Files.move(part, folder.resolve("b02_s1_w1.tif"));
    await(() -> receiver.frames.size() == 1);
    Path rsync = folder.resolve(".b02_s1_w2.tif.Xy12Za");
    Files.write(rsync, bytes(6));
    Thread.sleep(200);
    Files.move(rsync, folder.resolve("b02_s1_w2.tif"));
    await(() -> receiver.frames.size() == 2);
  }

  @Test
  void shouldSendNoPlaneTwiceAfterARestart() throws Exception {
    start(settings -> settings);
    tiff("P1/P1_A01_s1_w1.tif", 1);
    tiff("P1/P1_A01_s2_w1.tif", 1);
    await(() -> receiver.frames.size() == 2);
    stop();
    tiff("P1/P1_A01_s3_w1.tif", 1);
    start(settings -> settings);
    await(() -> receiver.frames.size() == 3);
    tiff("P1/P1_A01_s4_w1.tif", 1);
    await(() -> receiver.frames.size() == 4);
    assertEquals(4, new HashSet<>(receiver.frames).size());
    assertTrue(receiver.events.contains("begin P1 {A01=2}"), receiver.events.toString());
    await(() -> plan("P1").fields() == 4);
  }

  @Test
  void shouldSendAgainWhatWasNotAcknowledgedBeforeAKill() throws Exception {
    receiver.acknowledging = false;
    start(settings -> settings);
    tiff("P1/P1_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 1);
    stop();
    receiver.acknowledging = true;
    start(settings -> settings);
    await(() -> receiver.frames.size() == 2);
    assertEquals(receiver.frames.get(0), receiver.frames.get(1));
  }

  @Test
  void shouldForgetACutLastLineOfTheJournalOnly() throws Exception {
    start(settings -> settings);
    tiff("P1/P1_A01_s1_w1.tif", 1);
    tiff("P1/P1_A01_s2_w1.tif", 1);
    await(() -> receiver.frames.size() == 2);
    stop();
    Path sent = temporary.resolve("memory/sent");
    byte[] lines = Files.readAllBytes(sent);
    Files.write(sent, java.util.Arrays.copyOf(lines, lines.length - 3));
    start(settings -> settings);
    await(() -> receiver.frames.size() == 3);
    assertEquals(receiver.frames.get(1), receiver.frames.get(2));
  }

  @Test
  void shouldLeaveAloneWhatWasThereUntilSomethingComesIntoIt() throws Exception {
    tiff("old/old_A01_s1_w1.tif", 1);
    tiff("older/older_A01_s1_w1.tif", 1);
    start(settings -> settings);
    tiff("new/new_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 1);
    tiff("old/old_A01_s2_w1.tif", 1);
    await(() -> receiver.frames.size() == 3);
    assertEquals(
        List.of("new/A01/f0/t0/z0/c0", "old/A01/f0/t0/z0/c0", "old/A01/f1/t0/z0/c0"),
        receiver.sortedFrames());
  }

  @Test
  void shouldKnowAfterARestartWhatWasThereAtTheFirstStart() throws Exception {
    tiff("old/old_A01_s1_w1.tif", 1);
    tiff("older/older_A01_s1_w1.tif", 1);
    start(settings -> settings);
    tiff("new/new_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 1);
    stop();
    tiff("older/older_A01_s2_w1.tif", 1);
    start(settings -> settings);
    await(() -> receiver.frames.size() == 3);
    assertEquals(
        List.of("new/A01/f0/t0/z0/c0", "older/A01/f0/t0/z0/c0", "older/A01/f1/t0/z0/c0"),
        receiver.sortedFrames());
  }

  @Test
  void shouldSendWhatIsThereWhereAsked() throws Exception {
    tiff("old/old_A01_s1_w1.tif", 1);
    start(FolderWatchTest::withExisting);
    await(() -> receiver.frames.size() == 1);
  }

  @Test
  void shouldStopWhenNothingIsLeftWhereAskedToLookOnce() throws Exception {
    for (int i = 1; i <= 20; i++) {
      tiff("P/P_A01_s%d_w1.tif".formatted(i), 1);
    }
    start(settings -> once(withExisting(settings))).thread.join();
    assertEquals(20, receiver.frames.size());
    assertTrue(receiver.events.contains("ended P 20 0"), receiver.events.toString());
    stop();
    start(settings -> once(withExisting(settings))).thread.join();
    assertEquals(20, receiver.frames.size());
  }

  @Test
  void shouldWaitWhileTheShareIsAwayAndGoOn() throws Exception {
    start(settings -> settings);
    tiff("P1/P1_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 1);
    Path away = temporary.resolve("away");
    Files.move(folder, away);
    await(() -> receiver.warnings.size() == 1);
    assertTrue(receiver.warnings.get(0).contains("waiting"), receiver.warnings.toString());
    Path file = away.resolve("P1/P1_A01_s2_w1.tif");
    Files.write(file, bytes(2));
    Files.move(away, folder);
    await(() -> receiver.frames.size() == 2);
    assertEquals(List.of(), receiver.refused);
    assertEquals(List.of(), receiver.lost);
  }

  @Test
  void shouldNotTakeAnEmptyMountPointForDeletedFiles() throws Exception {
    start(settings -> settings);
    Path cut = folder.resolve("b02_s1_w1.tif");
    Files.write(cut, java.util.Arrays.copyOf(bytes(3), 20));
    Thread.sleep(150);
    Path away = temporary.resolve("away");
    Files.move(folder, away);
    Files.createDirectory(folder);
    await(() -> receiver.warnings.size() == 1);
    Files.write(away.resolve("b02_s1_w1.tif"), bytes(3));
    Files.delete(folder);
    Files.move(away, folder);
    await(() -> receiver.frames.size() == 1);
    assertEquals(List.of(), receiver.refused);
  }

  @Test
  void shouldNameAFileThatWasDeletedBeforeItWasRead() throws Exception {
    start(settings -> settings);
    Path cut = folder.resolve("b02_s1_w1.tif");
    Files.write(cut, new byte[20]);
    tiff("b02_s1_w2.tif", 1);
    await(() -> receiver.frames.size() == 1);
    Files.delete(cut);
    await(() -> receiver.refused.size() == 1);
    assertTrue(receiver.refused.get(0).contains("deleted"), receiver.refused.toString());
  }

  @Test
  void shouldFindFilesWhateverTheServersClockSays() throws Exception {
    start(settings -> withoutHints(settings));
    tiff("P1/P1_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 1);
    FileTime[] times = {
      FileTime.from(Instant.parse("1970-01-02T00:00:00Z")),
      FileTime.from(Instant.parse("2099-01-01T00:00:00Z"))
    };
    for (int i = 0; i < times.length; i++) {
      Path file = tiff("P1/P1_A01_s%d_w1.tif".formatted(i + 2), 1);
      Files.setLastModifiedTime(file, times[i]);
      Files.setLastModifiedTime(folder.resolve("P1"), times[i]);
      int expected = i + 2;
      await(() -> receiver.frames.size() == expected);
    }
  }

  @Test
  void shouldFindAFileThatLeftTheFoldersTimeAsItWas() throws Exception {
    // As with a granularity of two seconds: the second file changes nothing that can be seen.
    start(settings -> withoutHints(settings));
    tiff("P1/P1_A01_s1_w1.tif", 1);
    FileTime time = Files.getLastModifiedTime(folder.resolve("P1"));
    await(() -> receiver.frames.size() == 1);
    tiff("P1/P1_A01_s2_w1.tif", 1);
    Files.setLastModifiedTime(folder.resolve("P1"), time);
    await(() -> receiver.frames.size() == 2);
  }

  @Test
  void shouldSayWhatMayNotBeReadAndReadItOnceItMay() throws Exception {
    start(settings -> with(settings, settings.quiet(), Duration.ofMinutes(1)));
    Path file = tiff("b02_s1_w1.tif", 1);
    assumePermissionsCount(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    tiff("b02_s1_w2.tif", 1);
    await(() -> receiver.frames.size() >= 1);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    await(() -> receiver.frames.size() == 2);
    assertEquals(List.of(), receiver.refused);
  }

  private static void assumePermissionsCount(Path file) throws IOException {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root may read everything");
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "no permissions here");
  }

  @Test
  void shouldFindTwentyThousandFilesOnce() throws Exception {
    byte[] bytes = bytes(1);
    Path plate = Files.createDirectories(folder.resolve("P"));
    for (int i = 0; i < 20_500; i++) {
      Files.write(plate.resolve("P_A01_s%d_w1.tif".formatted(i + 1)), bytes);
    }
    start(FolderWatchTest::withExisting);
    await(() -> receiver.frames.size() >= 20_500);
    assertEquals(20_500, new HashSet<>(receiver.frames).size());
    assertEquals(20_500, receiver.frames.size());
  }

  @Test
  void shouldBearNamesInAnyLetters() throws Exception {
    start(settings -> settings);
    tiff("Plättchen 7 μ/Ω_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 1);
    assertTrue(
        receiver.frames.get(0).matches("Pl-ttchen-7[A-Za-z0-9._-]*/A01/f0/t0/z0/c0"),
        receiver.frames.toString());
  }

  @Test
  void shouldEndWhenAllExpectedPlanesAreThereAndReopenForALateOne() throws Exception {
    start(settings -> expecting(settings, 2));
    tiff("P/P_A01_s1_w1.tif", 1);
    tiff("P/P_A01_s2_w1.tif", 1);
    await(() -> receiver.events.contains("end P completed"));
    tiff("P/P_A01_s3_w1.tif", 1);
    await(() -> receiver.events.contains("begin P {A01=2}"));
    await(() -> receiver.events.contains("ended P 3 0"));
  }

  @Test
  void shouldEndWithTheMarkerFile() throws Exception {
    start(settings -> settings);
    tiff("P/P_A01_s1_w1.tif", 1);
    tiff("Q/Q_A01_s1_w1.tif", 1);
    await(() -> receiver.frames.size() == 2);
    Files.writeString(folder.resolve("P/done.txt"), "");
    await(() -> receiver.events.contains("end P completed"));
    assertFalse(receiver.events.contains("end Q completed"));
  }

  @Test
  void shouldCountFromZeroWhereTheFirstFilesDoAndRememberIt() throws Exception {
    start(settings -> scheme(settings, "{well}_f{field}_{channel}"));
    tiff("A01_f1_dapi.tif", 1);
    tiff("A01_f0_dapi.tif", 1);
    await(() -> receiver.frames.size() == 2);
    stop();
    start(settings -> scheme(settings, "{well}_f{field}_{channel}"));
    tiff("A01_f5_dapi.tif", 1);
    await(() -> receiver.frames.size() == 3);
    assertEquals("share/A01/f5/t0/z0/c0", receiver.frames.get(2));
  }

  @Test
  void shouldWaitForTheNuclearChannelToBeginWith() throws Exception {
    start(settings -> scheme(settings, "{well}_s{field}_{channel}"));
    tiff("A01_s1_gfp.tif", 1);
    Thread.sleep(300);
    assertEquals(List.of(), receiver.frames);
    tiff("A01_s1_dna.tif", 1);
    await(() -> receiver.frames.size() == 2);
    WatchedPlan plan = plan("share");
    assertEquals("dna", plan.channelNames().get(plan.nucleus()));
  }

  @Test
  void shouldTakeTheFirstChannelWhereNoneIsNamedLikeAStain() throws Exception {
    start(settings -> scheme(settings, "{well}_s{field}_{channel}"));
    tiff("A01_s1_red.tif", 1);
    tiff("A01_s1_green.tif", 1);
    tiff("A01_s2_red.tif", 1);
    await(() -> receiver.frames.size() == 3);
    assertEquals(0, plan("share").nucleus());
  }

  @Test
  void shouldSendEveryPageWhereNamesTellNoSection() throws Exception {
    start(settings -> scheme(settings, "{well}_{field}"));
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(2, 2, 8, new byte[4]);
    tiff.page(2, 2, 8, new byte[4]);
    tiff.write(folder.resolve("A01_1.tif"));
    await(() -> receiver.frames.size() == 2);
    stop();
    start(settings -> scheme(settings, "{well}_{field}"));
    tiff("A01_2.tif", 1);
    await(() -> receiver.frames.size() == 3);
    assertEquals(3, new HashSet<>(receiver.frames).size());
  }

  @Test
  void shouldEndAsHarmonysIndexSays() throws Exception {
    start(settings -> settings);
    tiff("M1/Images/r01c01f01p01-ch1sk1fk1fl1.tiff", 1);
    await(() -> receiver.frames.size() == 1);
    assertEquals("M1/A01/f0/t0/z0/c0", receiver.frames.get(0));
    Files.writeString(
        folder.resolve("M1/Images/Index.idx.xml"),
        "<E><Image><URL>r01c01f01p01-ch1sk1fk1fl1.tiff</URL><ChannelID>1</ChannelID>"
            + "<ChannelName>HOECHST</ChannelName></Image></E>");
    tiff("M1/Images/r01c02f01p01-ch1sk1fk1fl1.tiff", 1);
    await(() -> receiver.frames.size() == 2);
    await(() -> plan("M1").wells().size() == 2);
    assertEquals("M1", plan("M1").plateName());
  }

  @Test
  void shouldReadAGrowingContainerThroughItsSourceNewPlanesOnly() throws Exception {
    start(settings -> settings);
    Path lines = Files.createDirectories(folder.resolve("run7")).resolve("planes.lines");
    Files.writeString(lines, "1\n2\n");
    await(() -> receiver.frames.size() == 2);
    Files.writeString(lines, "3\n", java.nio.file.StandardOpenOption.APPEND);
    await(() -> receiver.frames.size() == 3);
    assertEquals(
        List.of("run7/-/f0/t0/z0/c0", "run7/-/f0/t1/z0/c0", "run7/-/f0/t2/z0/c0"),
        receiver.sortedFrames());
    stop();
    Files.writeString(lines, "4\n", java.nio.file.StandardOpenOption.APPEND);
    start(settings -> settings);
    await(() -> receiver.frames.size() == 4);
    assertEquals(4 * 4, receiver.sums.get("run7/-/f0/t3/z0/c0"));
  }

  @Test
  void shouldSendPlanesOfAContainerThatNeverRests() throws Exception {
    start(settings -> with(settings, Duration.ofSeconds(2), settings.patience()));
    Path lines = Files.createDirectories(folder.resolve("run7")).resolve("planes.lines");
    Files.writeString(lines, "1\n2\n");
    // A line every 50 ms: it is never quiet for two seconds.
    for (int i = 0; i < 200 && receiver.frames.isEmpty(); i++) {
      Files.writeString(lines, "3\n", java.nio.file.StandardOpenOption.APPEND);
      Thread.sleep(50);
    }
    assertTrue(receiver.frames.size() >= 2, receiver.frames.toString());
  }

  @Test
  void shouldWaitForAPlaneOfAContainerThatIsNotWrittenYet() throws Exception {
    start(settings -> settings);
    Path lines = Files.createDirectories(folder.resolve("run7")).resolve("planes.lines");
    Files.writeString(lines, "1\n2\n?\n");
    await(() -> receiver.frames.size() == 2);
    Files.writeString(lines, "1\n2\n3\n");
    await(() -> receiver.frames.size() == 3);
    assertEquals(List.of(), receiver.lost);
  }

  @Test
  void shouldLoseAPlaneOfAContainerThatStaysUnreadable() throws Exception {
    start(settings -> settings);
    Path lines = Files.createDirectories(folder.resolve("run7")).resolve("planes.lines");
    Files.writeString(lines, "1\n?\n3\n");
    await(() -> receiver.lost.size() == 1);
    assertEquals(2, receiver.frames.size());
    assertTrue(receiver.lost.get(0).startsWith("run7/-/f0/t1/z0/c0 "), receiver.lost.toString());
  }

  @Test
  void shouldTakeAPatternAsSpokenOfEachFolder() throws Exception {
    start(settings -> scheme(settings, "{well}"));
    tiff("plate-1/A01.tif", 1);
    tiff("plate-2/A01.tif", 1);
    tiff("A01.tif", 1);
    await(() -> receiver.frames.size() == 3);
    assertEquals(
        List.of("plate-1/A01/f0/t0/z0/c0", "plate-2/A01/f0/t0/z0/c0", "share/A01/f0/t0/z0/c0"),
        receiver.sortedFrames());
  }

  @Test
  void shouldKeepItsMemoryToItself() throws Exception {
    start(settings -> settings);
    IOException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            IOException.class, () -> SentJournal.open(temporary.resolve("memory/sent")));
    assertTrue(String.valueOf(refused.getMessage()).contains("in use"));
  }

  private Watching start(UnaryOperator<WatchSettings> change) throws Exception {
    WatchSettings quick =
        WatchSettings.of(folder)
            .interval(Duration.ofMillis(20))
            .quiet(Duration.ofMillis(60))
            .patience(Duration.ofMillis(900))
            .endMarker("done.txt")
            .build();
    Watching started = new Watching(change.apply(quick));
    watching = started;
    Path existing = temporary.resolve("memory/existing");
    await(() -> Files.exists(existing) || !started.thread.isAlive());
    return started;
  }

  private static WatchSettings with(WatchSettings s, Duration quiet, Duration patience) {
    return s.toBuilder().quiet(quiet).patience(patience).build();
  }

  private static WatchSettings withExisting(WatchSettings s) {
    return s.toBuilder().existing(true).build();
  }

  private static WatchSettings once(WatchSettings s) {
    return s.toBuilder().once(true).build();
  }

  private static WatchSettings withoutHints(WatchSettings s) {
    return s.toBuilder().hints(false).build();
  }

  private static WatchSettings expecting(WatchSettings s, long planes) {
    return s.toBuilder().expectedPlanes(planes).build();
  }

  private static WatchSettings scheme(WatchSettings s, String pattern) {
    return s.toBuilder().schemes(List.of(NamePattern.parse(pattern))).build();
  }

  private WatchedPlan plan(String id) {
    return Objects.requireNonNull(receiver.plans.get(id), id);
  }

  private Path tiff(String name, int value) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes(value));
  }

  private static byte[] bytes(int value) {
    byte v = (byte) value;
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(2, 2, 8, new byte[] {v, v, v, v});
    return tiff.bytes();
  }

  private void await(BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      Watching running = watching;
      if (running != null && running.failure != null) {
        throw new AssertionError("the watch broke off", running.failure);
      }
      assertTrue(
          System.nanoTime() < deadline,
          () ->
              "frames %s lost %s refused %s events %s warnings %s"
                  .formatted(
                      receiver.frames.size() > 20 ? receiver.frames.size() : receiver.frames,
                      receiver.lost,
                      receiver.refused,
                      receiver.events,
                      receiver.warnings));
      Thread.sleep(5);
    }
  }
}

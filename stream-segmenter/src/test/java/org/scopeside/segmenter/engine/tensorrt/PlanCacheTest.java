package org.scopeside.segmenter.engine.tensorrt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.tensorrt.PlanCache.Found;

final class PlanCacheTest {
  private static final SortedMap<String, String> PROFILE =
      new TreeMap<>(Map.of("image", "[1, 1] [8, 1] [8, 1]"));
  private static final PlanKey KEY =
      new PlanKey(1, "ab", "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, true);

  @TempDir Path folder;
  private final AtomicInteger builds = new AtomicInteger();

  private TensorRt.Plan built(byte[] timing) {
    String plan = "plan " + builds.incrementAndGet() + " after " + new String(timing, UTF_8);
    return new TensorRt.Plan(plan.getBytes(UTF_8), ("timing " + builds).getBytes(UTF_8));
  }

  private Found get(PlanKey key) throws EngineException {
    return new PlanCache(folder).get(key, this::built);
  }

  private static String text(Found found) {
    return new String(found.plan(), UTF_8);
  }

  @Test
  void shouldBuildOnceAndKeep() throws Exception {
    assertTrue(get(KEY).built());
    Found again = get(KEY);
    assertFalse(again.built());
    assertEquals("plan 1 after ", text(again));
  }

  @Test
  void shouldBuildAnotherForEachPartOfTheKey() throws Exception {
    SortedMap<String, String> other = new TreeMap<>(Map.of("image", "[1] [2] [2]"));
    List<PlanKey> keys =
        List.of(
            KEY,
            new PlanKey(2, "ab", "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, true),
            new PlanKey(1, "cd", "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, true),
            new PlanKey(1, "ab", "NVIDIA H100", "9.0", "10.15.1", "fp16", PROFILE, true),
            new PlanKey(1, "ab", "NVIDIA H200", "8.9", "10.15.1", "fp16", PROFILE, true),
            new PlanKey(1, "ab", "NVIDIA H200", "9.0", "10.6.0", "fp16", PROFILE, true),
            new PlanKey(1, "ab", "NVIDIA H200", "9.0", "10.15.1", "fp32", PROFILE, true),
            new PlanKey(1, "ab", "NVIDIA H200", "9.0", "10.15.1", "fp16", other, true),
            new PlanKey(1, "ab", "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, false));
    Set<Path> files = new HashSet<>();
    for (PlanKey key : keys) {
      assertTrue(get(key).built(), key::json);
      files.add(new PlanCache(folder).file(key));
    }
    assertEquals(keys.size(), files.size());
    for (PlanKey key : keys) {
      assertFalse(get(key).built(), key::json);
    }
  }

  @Test
  void shouldBuildAnewWhatIsDamaged() throws Exception {
    get(KEY);
    Path file = new PlanCache(folder).file(KEY);
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[flipped.length - 3] ^= 1;
    List<byte[]> damaged =
        List.of(flipped, Arrays.copyOf(whole, whole.length - 1), new byte[0], "x".getBytes(UTF_8));
    for (byte[] content : damaged) {
      Files.write(file, content);
      assertTrue(get(KEY).built());
      assertFalse(get(KEY).built());
    }
    assertNotEquals(0, Files.size(file));
  }

  @Test
  void shouldNotTakeAnEngineThatLiesUnderAnothersName() throws Exception {
    get(KEY);
    PlanKey other = new PlanKey(1, "cd", "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, true);
    PlanCache cache = new PlanCache(folder);
    Files.copy(cache.file(KEY), cache.file(other));
    assertTrue(get(other).built());
  }

  @Test
  void shouldHandWhatWasMeasuredToTheNextBuildOnTheSameDevice() throws Exception {
    get(KEY);
    PlanKey other = new PlanKey(1, "cd", "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, true);
    assertEquals("plan 2 after timing 1", text(get(other)));
    PlanKey elsewhere = new PlanKey(1, "cd", "NVIDIA L4", "8.9", "10.15.1", "fp16", PROFILE, true);
    assertEquals("plan 3 after ", text(get(elsewhere)));
  }

  @Test
  void shouldBuildOnceForManyThreads() throws Exception {
    List<CompletableFuture<Found>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new PlanCache(folder)
                      .get(
                          KEY,
                          timing -> {
                            pause(200);
                            return built(timing);
                          });
                } catch (EngineException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (CompletableFuture<Found> each : all) {
      assertEquals("plan 1 after ", text(each.get(30, TimeUnit.SECONDS)));
    }
    assertEquals(1, builds.get());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Builds slowly in a process of its own; prints what it got. */
  static final class SlowBuild {
    public static void main(String[] args) throws Exception {
      Found found =
          new PlanCache(Path.of(args[0]))
              .get(
                  KEY,
                  timing -> {
                    pause(1500);
                    return new TensorRt.Plan(args[1].getBytes(UTF_8), new byte[0]);
                  });
      System.out.print(text(found));
    }
  }

  @Test
  void shouldBuildOnceForTwoProcesses() throws Exception {
    List<Process> both = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      both.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SlowBuild.class.getName(),
                  folder.toString(),
                  name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    List<String> plans = new ArrayList<>();
    for (Process process : both) {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor());
      plans.add(printed.substring(printed.length() - 3));
    }
    assertEquals(plans.get(0), plans.get(1));
  }

  @Test
  void shouldBuildWithoutKeepingWhereNothingCanBeWritten() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    PlanCache nowhere = new PlanCache(file.resolve("below"));
    assertTrue(nowhere.get(KEY, this::built).built());
    assertTrue(nowhere.get(KEY, this::built).built());
  }

  @Test
  void shouldKeepNothingOfABuildThatFailed() throws Exception {
    PlanCache cache = new PlanCache(folder);
    EngineException failure =
        assertThrows(
            EngineException.class,
            () ->
                cache.get(
                    KEY,
                    timing -> {
                      throw new EngineException(Reason.UNREADABLE_NETWORK, "no");
                    }));
    assertEquals("no", failure.getMessage());
    assertFalse(Files.exists(cache.file(KEY)));
    assertTrue(get(KEY).built());
  }

  @Test
  void shouldDropWhatWasUsedLongestAgo() throws Exception {
    PlanCache cache = new PlanCache(folder);
    for (int i = 0; i < 70; i++) {
      PlanKey key = key(i);
      get(key);
      if (i < 64) {
        Files.setLastModifiedTime(cache.file(key), FileTime.fromMillis(1_000_000L + 1000L * i));
      }
    }
    assertEquals(64, engines());
    assertFalse(Files.exists(cache.file(key(0))));
    assertTrue(Files.exists(cache.file(key(69))));
    byte[] kept = get(key(40)).plan();
    assertArrayEquals("plan 41 after timing 40".getBytes(UTF_8), kept);
  }

  private static PlanKey key(int i) {
    return new PlanKey(1, "n" + i, "NVIDIA H200", "9.0", "10.15.1", "fp16", PROFILE, true);
  }

  private long engines() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".engine")).count();
    }
  }
}

package org.scopeside.publish.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.scopeside.contract.WireRecord;

/** A program that writes its spool dies at any moment, and another opens what it left. */
class SpoolCrashTest {
  private static final String TOPIC = "scopeside.frames";

  /** What one record is expected to be after the crash. */
  private record Written(Path file, long end, WireRecord record, AtomicBoolean done) {}

  @Property(tries = 300)
  void shouldFindEveryRecordThatWasWrittenInFullWhereverTheProgramDied(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed,
      @ForAll @IntRange(min = 1, max = 40) int records,
      @ForAll @IntRange(min = 0, max = 100) int percentOfLastFileKept)
      throws IOException {
    Path folder = Files.createTempDirectory("spool-crash");
    try {
      Random random = new Random(seed);
      List<Written> written = write(folder, random, records);
      Path last = written.get(written.size() - 1).file();
      long cut = random.nextLong(Files.exists(last) ? Files.size(last) + 1 : 1);
      cut = percentOfLastFileKept == 100 ? Long.MAX_VALUE : cut;
      cutOff(last, cut);

      try (Spool reopened = Spool.open(folder, 1L << 30, 4096, line -> {})) {
        List<String> expected = new ArrayList<>();
        for (Written each : written) {
          boolean whole = !each.file().equals(last) || each.end() <= cut;
          if (whole && !each.done().get()) {
            expected.add(each.record().key());
          }
        }
        assertEquals(expected.size(), reopened.records());
        assertEquals(expected, drain(reopened, written));
        assertEquals(0, reopened.records());
      }
      assertFalse(hasSegments(folder), "a segment of records that have all arrived was kept");
    } finally {
      delete(folder);
    }
  }

  @Property(tries = 200)
  void shouldLoseNoRecordButTheOneWhosePixelsWereDamaged(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed,
      @ForAll @IntRange(min = 2, max = 20) int records)
      throws IOException {
    Path folder = Files.createTempDirectory("spool-damage");
    try {
      Random random = new Random(seed);
      List<Written> written = write(folder, random, records);
      written.removeIf(each -> each.done().get() || !Files.exists(each.file()));
      if (written.size() < 2) {
        return;
      }
      // The last of a file is taken for cut short, any other for damaged.
      Written hit = written.get(random.nextInt(written.size() - 1));
      flipLastByte(hit);

      Map<Origin, Integer> losses = new HashMap<>();
      List<String> left = new ArrayList<>();
      try (Spool reopened = Spool.open(folder, 1L << 30, 4096, line -> {})) {
        for (SpooledRecord next = reopened.next((o, n, why) -> losses.merge(o, n, Integer::sum));
            next != null;
            next = reopened.next((o, n, why) -> losses.merge(o, n, Integer::sum))) {
          left.add(next.record().key());
          reopened.done(next);
        }
      }

      List<String> expected = new ArrayList<>();
      written.forEach(each -> expected.add(each.record().key()));
      expected.remove(hit.record().key());
      assertEquals(expected, left);
      boolean lastOfItsFile = hit.end() == sizeBefore(written, hit.file());
      assertEquals(lastOfItsFile ? 0 : 1, losses.values().stream().mapToInt(n -> n).sum());
    } finally {
      delete(folder);
    }
  }

  /** Appends records of any size, reading and ticking off some on the way, and dies. */
  private static List<Written> write(Path folder, Random random, int records) throws IOException {
    List<Written> written = new ArrayList<>();
    Spool spool = Spool.open(folder, 1L << 30, 4096, line -> {});
    for (int i = 0; i < records; i++) {
      WireRecord record = record(i, random);
      spool.append(TOPIC, record);
      Path file = newest(folder);
      written.add(new Written(file, Files.size(file), record, new AtomicBoolean()));
      if (random.nextInt(3) == 0) {
        tickOffNext(spool, written);
      }
    }
    spool.close();
    return written;
  }

  private static void tickOffNext(Spool spool, List<Written> written) {
    SpooledRecord next = spool.next((origin, planes, why) -> {});
    if (next != null) {
      spool.done(next);
      for (Written each : written) {
        if (each.record().key().equals(next.record().key())) {
          each.done().set(true);
        }
      }
    }
  }

  private static WireRecord record(int i, Random random) {
    byte[] value = new byte[1 + random.nextInt(2000)];
    random.nextBytes(value);
    return new WireRecord(
        "run-1/A01/f" + i, Map.of("ce_id", "run-1/A01/f" + i + "/t0/z0/c0", "ce_x", "µ"), value);
  }

  private static List<String> drain(Spool spool, List<Written> written) {
    List<String> keys = new ArrayList<>();
    for (SpooledRecord next = spool.next(SpoolCrashTest::unexpected);
        next != null;
        next = spool.next(SpoolCrashTest::unexpected)) {
      String key = next.record().key();
      keys.add(key);
      WireRecord original =
          written.stream().filter(w -> w.record().key().equals(key)).findFirst().get().record();
      assertTrue(Arrays.equals(original.value(), next.record().value()), key);
      assertEquals(original.headers(), next.record().headers());
      spool.done(next);
    }
    return keys;
  }

  private static void unexpected(Origin origin, int planes, String reason) {
    throw new AssertionError(planes + " planes of " + origin + " lost: " + reason);
  }

  private static long sizeBefore(List<Written> written, Path file) {
    return written.stream()
        .filter(w -> w.file().equals(file))
        .mapToLong(Written::end)
        .max()
        .getAsLong();
  }

  private static void flipLastByte(Written hit) throws IOException {
    try (FileChannel file =
        FileChannel.open(hit.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, hit.end() - 1);
      one.put(0, (byte) (one.get(0) ^ 0x40)).rewind();
      file.write(one, hit.end() - 1);
    }
  }

  private static void cutOff(Path file, long length) throws IOException {
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(Math.min(length, channel.size()));
      }
    }
  }

  private static Path newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".spool")).max(Path::compareTo).get();
    }
  }

  private static boolean hasSegments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(f -> f.toString().endsWith(".spool"));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

package org.scopeside.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentJournalTest {
  @TempDir Path folder;

  private static String id(int plane) {
    return "run-1/A01/f" + plane / 12 + "/t0/z" + plane % 4 + "/c" + plane % 3;
  }

  @Test
  void shouldKnowAcknowledgedPlanesAfterARestart() throws IOException {
    Path file = folder.resolve("deep/er/sent");
    try (SentJournal journal = SentJournal.open(file)) {
      journal.add(id(1));
      journal.add(id(2));
      assertTrue(journal.contains(id(1)));
      assertFalse(journal.contains(id(3)));
    }
    try (SentJournal journal = SentJournal.open(file)) {
      assertTrue(journal.contains(id(2)));
      assertFalse(journal.contains(id(3)));
      assertEquals(2, journal.size());
    }
  }

  @Test
  void shouldCountWhatArrivedByWellAfterARestart() throws IOException {
    Path file = folder.resolve("sent");
    try (SentJournal journal = SentJournal.open(file)) {
      journal.add("run-1/A01/f0/t0/z0/c0");
      journal.add("run-1/A01/f1/t0/z0/c0");
      journal.add("run-1/-/f1/t0/z0/c0");
      journal.add("run-10/A01/f1/t0/z0/c0");
    }
    try (SentJournal journal = SentJournal.open(file)) {
      journal.add("run-1/A01/f1/t0/z0/c0");
      assertEquals(Map.of("A01", 2, "-", 1), journal.wells("run-1"));
      assertEquals(Map.of(), journal.wells("run"));
    }
  }

  @Test
  void shouldForgetALastLineThatWasCutAndGoOnBehindTheOneBefore() throws IOException {
    Path file = folder.resolve("sent");
    Files.writeString(file, id(1) + "\n" + id(2).substring(0, 9));
    try (SentJournal journal = SentJournal.open(file)) {
      assertTrue(journal.contains(id(1)));
      assertFalse(journal.contains(id(2)));
      assertFalse(journal.contains(id(2).substring(0, 9)));
      journal.add(id(3));
    }
    assertEquals(id(1) + "\n" + id(3) + "\n", Files.readString(file));
  }

  @Test
  void shouldReadAtEveryCutOfItsFileWhatWasWrittenBefore() throws IOException {
    String whole = id(0) + "\n" + id(13) + "\n" + id(26) + "\n";
    for (int cut = 0; cut <= whole.length(); cut++) {
      Path file = folder.resolve("cut-" + cut);
      Files.writeString(file, whole.substring(0, cut));
      long lines = whole.substring(0, cut).chars().filter(c -> c == '\n').count();
      try (SentJournal journal = SentJournal.open(file)) {
        assertEquals((int) lines, journal.size());
      }
    }
  }

  @Test
  void shouldWriteAnIdOnce() throws IOException {
    Path file = folder.resolve("sent");
    try (SentJournal journal = SentJournal.open(file)) {
      journal.add(id(1));
      journal.add(id(1));
    }
    assertEquals(List.of(id(1)), Files.readAllLines(file));
  }

  @Test
  void shouldBeOnTheDiskWithoutBeingClosed() throws IOException {
    Path file = folder.resolve("sent");
    try (SentJournal journal = SentJournal.open(file)) {
      journal.add(id(7));
      journal.flush();
      assertEquals(id(7) + "\n", Files.readString(file, StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldRefuseASecondUser() throws IOException {
    Path file = folder.resolve("sent");
    try (SentJournal first = SentJournal.open(file)) {
      IOException refused = assertThrows(IOException.class, () -> SentJournal.open(file));
      assertTrue(String.valueOf(refused.getMessage()).contains("in use"), refused.getMessage());
      first.add(id(1));
    }
    SentJournal.open(file).close();
  }

  @Test
  void shouldTakeManyFromManyThreads() throws Exception {
    Path file = folder.resolve("sent");
    int planes = 40_000;
    try (SentJournal journal = SentJournal.open(file)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int first = i;
        Thread thread =
            new Thread(
                () -> {
                  for (int plane = first; plane < planes; plane += 4) {
                    journal.add("run/A01/f" + plane + "/t0/z0/c0");
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(planes, new HashSet<>(Files.readAllLines(file)).size());
    try (SentJournal journal = SentJournal.open(file)) {
      assertEquals(planes, journal.size());
    }
  }

  @Test
  void shouldTellIdsInSeriesApart() {
    Set<Long> hashes = new HashSet<>();
    int count = 0;
    for (int well = 0; well < 96; well++) {
      for (int rest = 0; rest < 3000; rest++) {
        byte[] id =
            ("p/A" + well + "/f" + rest / 100 + "/t0/z" + rest / 4 % 25 + "/c" + rest % 4)
                .getBytes(StandardCharsets.US_ASCII);
        hashes.add(IdSet.hash(id, id.length));
        count++;
      }
    }
    assertEquals(count, hashes.size());
  }

  @Test
  void shouldOutliveGarbageInItsFile() throws IOException {
    Path file = folder.resolve("sent");
    Files.write(file, new byte[100_000]);
    Files.writeString(file, "\n" + id(5) + "\n", StandardOpenOption.APPEND);
    try (SentJournal journal = SentJournal.open(file)) {
      assertTrue(journal.contains(id(5)));
    }
  }
}

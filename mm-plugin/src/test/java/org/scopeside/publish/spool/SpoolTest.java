package org.scopeside.publish.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.WireRecord;
import org.scopeside.publish.spool.Spool.PrependedRecord;

/** The spool as a queue with a limit. */
class SpoolTest {
  private static final Spool.Losses NONE =
      (origin, planes, reason) -> {
        throw new AssertionError(planes + " of " + origin + ": " + reason);
      };

  @TempDir Path folder;

  @Test
  void shouldGiveRecordsBackOldestFirstThroughManySegments() throws IOException {
    try (Spool spool = Spool.open(folder, 1L << 30, 4096, line -> {})) {
      for (int i = 0; i < 100; i++) {
        spool.append("frames", plane("A01", i, 1000));
        if (i % 2 == 1) {
          spool.done(next(spool, i / 2));
        }
      }
      for (int i = 50; i < 100; i++) {
        spool.done(next(spool, i));
      }
      assertNull(spool.next(NONE));
      assertEquals(0, spool.bytes());
    }
  }

  @Test
  void shouldRefuseWhatGoesBeyondItsLimitAndTakeItOnceThereIsRoom() throws IOException {
    try (Spool spool = Spool.open(folder, 20_000, 4096, line -> {})) {
      int taken = 0;
      SpoolFullException full = null;
      while (full == null) {
        try {
          spool.append("frames", plane("A01", taken, 4000));
          taken++;
        } catch (SpoolFullException e) {
          full = e;
        }
      }
      assertEquals(4, taken);
      assertTrue(spool.bytes() <= 20_000 + 4096, "it holds " + spool.bytes() + " bytes");
      // Room comes back a segment at a time, and one holds two of these.
      spool.done(next(spool, 0));
      assertThrows(SpoolFullException.class, () -> spool.append("frames", plane("A01", 4, 4000)));
      spool.done(next(spool, 1));
      spool.append("frames", plane("A01", 4, 4000));
      assertEquals(3, spool.records());
    }
  }

  @Test
  void shouldDropTheOldestPlanesThatAreNotOnTheirWayButNoPlan() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 4096, line -> {})) {
      spool.append("acquisitions", new WireRecord("run-1/plan", Map.of(), new byte[100]));
      for (int i = 0; i < 12; i++) {
        spool.append("frames", plane(i % 2 == 0 ? "A01" : "B02", i, 1500));
      }
      SpooledRecord plan = spool.next(NONE);
      SpooledRecord underWay = spool.next(NONE);
      Map<Origin, Integer> lost = new HashMap<>();
      List<String> reasons = new ArrayList<>();

      assertTrue(
          spool.dropOldest(
              (origin, planes, reason) -> {
                lost.merge(origin, planes, Integer::sum);
                reasons.add(reason);
              }));

      // The first segment held the plan, field 0, which is on its way, field 1 and field 2.
      assertEquals(Map.of(new Origin("run-1", "A01"), 1, new Origin("run-1", "B02"), 1), lost);
      assertTrue(reasons.get(0).contains("drop the oldest"), reasons.get(0));
      spool.done(present(plan));
      spool.done(present(underWay));
      next(spool, 3);
    }
  }

  @Test
  void shouldKeepAPlanThatWasNotSentWhenItsSegmentIsDropped() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 4096, line -> {})) {
      spool.append("acquisitions", new WireRecord("run-1/plan", Map.of(), new byte[100]));
      for (int i = 0; i < 12; i++) {
        spool.append("frames", plane("A01", i, 1500));
      }

      assertTrue(spool.dropOldest((origin, planes, reason) -> {}));

      assertEquals("run-1/plan", present(spool.next(NONE)).record().key());
      next(spool, 3);
    }
  }

  @Test
  void shouldPutWhatAClosingProgramHadUnderWayBeforeAllOthers() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, line -> {})) {
      spool.append("frames", plane("A01", 2, 100));
      spool.prepend(
          List.of(
              new PrependedRecord("frames", plane("A01", 0, 100)),
              new PrependedRecord("frames", plane("A01", 1, 100))));
    }
    try (Spool spool = Spool.open(folder, 1 << 20, line -> {})) {
      for (int i = 0; i < 3; i++) {
        spool.done(next(spool, i));
      }
    }
  }

  @Test
  void shouldBelongToOneProgramAtATime() throws IOException {
    try (Spool first = Spool.open(folder, 1 << 20, line -> {})) {
      IOException refused =
          assertThrows(IOException.class, () -> Spool.open(folder, 1 << 20, line -> {}));
      assertTrue(String.valueOf(refused.getMessage()).endsWith("is in use by another program"));
      first.append("frames", plane("A01", 0, 10));
    }
    try (Spool next = Spool.open(folder, 1 << 20, line -> {})) {
      assertEquals(1, next.records());
    }
  }

  private static SpooledRecord next(Spool spool, int field) {
    SpooledRecord next = present(spool.next(NONE));
    String key = next.record().key();
    assertTrue(key.endsWith("/f" + field), key + " came where field " + field + " was due");
    return next;
  }

  private static SpooledRecord present(@Nullable SpooledRecord record) {
    assertNotNull(record);
    return record;
  }

  private static WireRecord plane(String well, int field, int bytes) {
    String key = "run-1/" + well + "/f" + field;
    return new WireRecord(key, Map.of("ce_id", key + "/t0/z0/c0"), new byte[bytes]);
  }
}

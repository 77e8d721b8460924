package org.scopeside.deploy.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.AcquisitionTally;

/** Which acquisitions an archive may finish, by what their sources say. */
class EndedAcquisitionsTest {
  private final EndedAcquisitions ended = new EndedAcquisitions();

  private static AcquisitionTally tally(String acquisition, @Nullable String reason) {
    return new AcquisitionTally(acquisition, Instant.EPOCH, reason, Map.of());
  }

  @Test
  void shouldFinishThoseThatEndedAndHadPlanes() {
    ended.take(tally("a", "completed"));
    ended.take(tally("b", null));
    ended.take(tally("c", "cancelled"));
    Set<String> touched = new TreeSet<>(Set.of("a", "b"));
    assertEquals(List.of("a"), ended.finished(touched));
    assertEquals(Set.of("b"), touched);
  }

  @Test
  void shouldWaitForAllOrForThoseNamed() {
    assertFalse(ended.all(Set.of()), "nothing was heard of yet");
    ended.take(tally("a", "completed"));
    assertTrue(ended.all(Set.of()));
    ended.take(tally("b", null));
    assertFalse(ended.all(Set.of()));
    assertTrue(ended.all(Set.of("a")));
    assertFalse(ended.all(Set.of("a", "c")));
  }

  @Test
  void shouldReopenWhatIsSentAgain() {
    ended.take(tally("a", "completed"));
    ended.take(tally("a", null));
    assertFalse(ended.all(Set.of("a")));
  }
}

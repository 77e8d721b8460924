package org.scopeside.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source that could send without end, and segmenters that do not keep up. */
@Timeout(30)
class AnalysisGateTest {
  private static final int PLANE = 8 << 20;

  @Test
  void shouldWaitUntilSegmentersHaveCaughtUp() throws InterruptedException {
    Deque<Long> behind = new ArrayDeque<>(List.of(1_000L, 500L, 100L, 7L));
    AnalysisGate gate = new AnalysisGate(behind::removeFirst);
    for (int plane = 0; plane < 16; plane++) {
      gate.await(PLANE);
    }
    assertEquals(List.of(7L), List.copyOf(behind), "asked until 100 planes of 8 MiB were left");
  }

  @Test
  void shouldNotWaitForABrokerThatDoesNotAnswer() throws InterruptedException {
    AnalysisGate gate =
        new AnalysisGate(
            () -> {
              throw new TimeoutException("no answer");
            });
    for (int plane = 0; plane < 100; plane++) {
      gate.await(PLANE);
    }
  }
}

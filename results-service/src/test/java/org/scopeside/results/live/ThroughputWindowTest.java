package org.scopeside.results.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ThroughputWindowTest {
  private static final long START = 1_700_000_000_000L;

  private final ThroughputWindow window = new ThroughputWindow();

  private void feed(int seconds, int planesPerSecond) {
    for (int second = 0; second < seconds; second++) {
      for (int plane = 0; plane < planesPerSecond; plane++) {
        window.add(START + second * 1000L + plane);
      }
    }
  }

  @Test
  void shouldTellRateSoonAfterStart() {
    feed(3, 7);
    assertEquals(7, window.rate(START + 3000));
  }

  @Test
  void shouldTellRateOfSteadyStream() {
    feed(60, 30);
    assertEquals(30, window.rate(START + 60_000));
  }

  @Test
  void shouldFallToZeroTenSecondsAfterTheLastPlane() {
    feed(20, 30);
    assertEquals(15, window.rate(START + 25_000));
    assertEquals(0, window.rate(START + 31_000));
  }

  @Test
  void shouldForgetWhatWasBeforeAPause() {
    feed(20, 30);
    window.add(START + 100_000);
    assertEquals(0.1, window.rate(START + 101_000));
  }

  @Test
  void shouldNotLosePlaneWhenClockStepsBack() {
    window.add(START + 5_000);
    window.add(START + 4_000);
    assertEquals(2, window.rate(START + 6_000));
  }
}

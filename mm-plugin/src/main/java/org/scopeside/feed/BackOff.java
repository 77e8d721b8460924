package org.scopeside.feed;

import java.time.Duration;

/**
 * How long to wait before another try: a second, then twice as long each time, up to 30 s.
 * Thread-safe.
 */
final class BackOff {
  private static final long LONGEST_MS = 30_000;

  private final long firstMs;
  private long nextMs;

  BackOff(Duration first) {
    this.firstMs = first.toMillis();
    this.nextMs = firstMs;
  }

  synchronized Duration next() {
    long now = nextMs;
    nextMs = Math.min(LONGEST_MS, 2 * nextMs);
    return Duration.ofMillis(now);
  }

  synchronized void succeeded() {
    nextMs = firstMs;
  }
}

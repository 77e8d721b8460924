package org.scopeside.segmenter.network;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that a model holds now and held at most. Thread-safe. */
final class Memory {
  private final AtomicLong now = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  void add(long bytes) {
    peak.accumulateAndGet(now.addAndGet(bytes), Math::max);
  }

  long peak() {
    return peak.get();
  }
}

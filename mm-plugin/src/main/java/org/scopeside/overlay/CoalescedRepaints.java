package org.scopeside.overlay;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.swing.Timer;

/**
 * Repaints at most four times a second, however often something changes, and always once after the
 * last change. Asked from any thread; repaints on Swing's.
 */
final class CoalescedRepaints {
  static final int PERIOD_MS = 250;

  private final Runnable repaint;
  private final Timer timer;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile long lastNanos = System.nanoTime() - PERIOD_MS * 1_000_000L;
  private volatile boolean closed;

  CoalescedRepaints(Runnable repaint) {
    this.repaint = repaint;
    this.timer = new Timer(0, event -> repaint());
    timer.setRepeats(false);
  }

  void request() {
    if (!closed && asked.compareAndSet(false, true)) {
      long sinceMs = (System.nanoTime() - lastNanos) / 1_000_000;
      timer.setInitialDelay((int) Math.max(0, PERIOD_MS - sinceMs));
      timer.restart();
    }
  }

  private void repaint() {
    lastNanos = System.nanoTime();
    asked.set(false);
    if (!closed) {
      repaint.run();
    }
  }

  void close() {
    closed = true;
    timer.stop();
  }
}

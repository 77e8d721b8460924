package org.scopeside.publish;

import java.util.concurrent.Semaphore;

/**
 * Memory that waiting planes may hold together, in KiB permits. A plane larger than the whole
 * budget takes all of it, so that it travels alone instead of never.
 */
final class ByteBudget {
  private final int permits;
  private final Semaphore free;

  ByteBudget(long bytes) {
    this.permits = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes >> 10));
    this.free = new Semaphore(permits, true);
  }

  boolean tryTake(int bytes) {
    return free.tryAcquire(permitsOf(bytes));
  }

  void take(int bytes) throws InterruptedException {
    free.acquire(permitsOf(bytes));
  }

  void giveBack(int bytes) {
    free.release(permitsOf(bytes));
  }

  /** Keeps less of what was taken. */
  void shrink(int fromBytes, int toBytes) {
    int less = permitsOf(fromBytes) - permitsOf(Math.min(fromBytes, toBytes));
    if (less > 0) {
      free.release(less);
    }
  }

  long bytesTaken() {
    return (long) (permits - free.availablePermits()) << 10;
  }

  private int permitsOf(int bytes) {
    return Math.min(permits, (bytes + 1023) >> 10);
  }
}

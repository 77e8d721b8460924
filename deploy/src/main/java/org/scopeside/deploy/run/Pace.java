package org.scopeside.deploy.run;

import java.util.concurrent.TimeUnit;

/** When the next plane is due, so that a source sends as a microscope would. One thread only. */
public final class Pace {
  private final double planesPerSecond;
  private final long start = System.nanoTime();
  private long planes;

  private Pace(double planesPerSecond) {
    this.planesPerSecond = planesPerSecond;
  }

  /** A fixed rate; a source that fell behind catches up. */
  public static Pace rate(double planesPerSecond) {
    return new Pace(planesPerSecond);
  }

  /** No waiting. */
  public static Pace unlimited() {
    return new Pace(Double.POSITIVE_INFINITY);
  }

  /** Waits until the next plane is due. */
  public void awaitNext() throws InterruptedException {
    awaitSeconds(planes++ / planesPerSecond);
  }

  /** Waits until that many seconds have passed since this was made. */
  public void awaitSeconds(double seconds) throws InterruptedException {
    long due = start + (long) (seconds * 1e9);
    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
  }
}

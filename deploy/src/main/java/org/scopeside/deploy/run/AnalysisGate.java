package org.scopeside.deploy.run;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps a source that could send without end near the segmenters: topics are bounded, and planes
 * that pushed others out before they were analysed would be lost. Used by one thread.
 */
public final class AnalysisGate {
  /** A quarter of what the embedded broker keeps, even if nothing can be compressed. */
  static final long MOST_BYTES_AHEAD = 1L << 30;

  private static final long PERIOD_MS = 100;

  private final Behind behind;
  private long bytesSinceAsked;

  /** How many planes the segmenters have before them. */
  public interface Behind {
    long records() throws InterruptedException, ExecutionException, TimeoutException;
  }

  public AnalysisGate(Behind behind) {
    this.behind = behind;
  }

  /**
   * Waits while planes of more than {@link #MOST_BYTES_AHEAD} wait to be analysed. A broker that
   * does not answer is no reason to wait: the publisher then does.
   *
   * @param bytes of the plane to be sent next, uncompressed
   */
  public void await(int bytes) throws InterruptedException {
    bytesSinceAsked += bytes;
    if (bytesSinceAsked < MOST_BYTES_AHEAD / 8) {
      return;
    }
    bytesSinceAsked = 0;
    while (tooFarBehind(bytes)) {
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
    }
  }

  private boolean tooFarBehind(int bytes) throws InterruptedException {
    try {
      return behind.records() * bytes > MOST_BYTES_AHEAD;
    } catch (ExecutionException | TimeoutException notNow) {
      return false;
    }
  }
}

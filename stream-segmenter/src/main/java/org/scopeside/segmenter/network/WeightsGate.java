package org.scopeside.segmenter.network;

import java.util.concurrent.Semaphore;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/**
 * Lets fields in while weights stay, and keeps them out while weights are exchanged. Who enters may
 * leave on another thread. Fair: an exchange waits for those who are in, later ones wait for it.
 */
public final class WeightsGate {
  private static final int ALL = Integer.MAX_VALUE;

  private final Semaphore inside = new Semaphore(ALL, true);

  /** What is done while nobody is in. */
  public interface Exchange {
    void run() throws EngineException;
  }

  /** Waits for an exchange under way. */
  public void enter() {
    inside.acquireUninterruptibly();
  }

  public void leave() {
    inside.release();
  }

  /**
   * Waits until nobody is in and runs the exchange.
   *
   * @throws EngineException of the exchange, or if it was interrupted while waiting
   */
  public void exclusively(Exchange exchange) throws EngineException {
    try {
      inside.acquire(ALL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(
          Reason.RUN_FAILED, "interrupted while fields under way were waited for", e);
    }
    try {
      exchange.run();
    } finally {
      inside.release(ALL);
    }
  }
}

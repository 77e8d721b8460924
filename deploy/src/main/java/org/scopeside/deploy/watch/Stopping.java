package org.scopeside.deploy.watch;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.source.watch.WatchMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a watch in order, whoever asks first: the looking, the sending, the memory, the stack. */
final class Stopping {
  private static final Logger log = LoggerFactory.getLogger(Stopping.class);
  private static final long WATCH_SECONDS = 3;

  private final Thread watching;
  private final WatchPublisher publisher;
  private final WatchMemory memory;
  private final @Nullable AllInOne local;
  private final CountDownLatch watchOver = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  Stopping(
      Thread watching, WatchPublisher publisher, WatchMemory memory, @Nullable AllInOne local) {
    this.watching = watching;
    this.publisher = publisher;
    this.memory = memory;
    this.local = local;
  }

  /** The watch hands over no more planes. */
  void watchIsOver() {
    watchOver.countDown();
  }

  /** Waits until everything is closed by the thread that asked for it. */
  void awaitClosed() {
    watchIsOver();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once or more, by any thread. */
  void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    try {
      if (Thread.currentThread() != watching && watchOver.getCount() > 0) {
        watching.interrupt();
        boolean unused = watchOver.await(WATCH_SECONDS, TimeUnit.SECONDS);
      }
      publisher.close();
      memory.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("the memory of the watch is not closed: {}", e.toString());
    } finally {
      if (local != null) {
        local.close();
      }
      closed.countDown();
    }
  }
}

package org.scopeside.deploy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what runs when the process is told to end (Ctrl-C, SIGTERM). */
public final class UntilInterrupted {
  private static final Logger LOG = LoggerFactory.getLogger(UntilInterrupted.class);

  private UntilInterrupted() {}

  /** Closes the resource at the end of the process; it must bear being closed twice. */
  public static void closing(AutoCloseable resource) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(resource), "shutdown"));
  }

  /** Closes the resource at the end of the process, and does not return before. */
  public static void hold(AutoCloseable resource) throws InterruptedException {
    closing(resource);
    new CountDownLatch(1).await();
  }

  private static void close(AutoCloseable resource) {
    long begun = System.nanoTime();
    try {
      resource.close();
    } catch (Exception e) { // the process ends anyway
      LOG.warn("not closed cleanly: {}", e.toString());
    }
    LOG.info("stopped in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }
}

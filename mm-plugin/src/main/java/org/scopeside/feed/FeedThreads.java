package org.scopeside.feed;

/** Daemon threads on which this jar's classes are found by name, as Kafka looks for some. */
final class FeedThreads {
  private static final long END_WITHIN_MS = 2000;

  private FeedThreads() {}

  static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(FeedThreads.class.getClassLoader());
    thread.start();
    return thread;
  }

  /** Waits a moment for its end; not when the thread itself asks. */
  static void join(Thread thread) {
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      thread.join(END_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.scopeside.segmenter.engine.cuda;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** A stream: one thread that does, in order and in its own time, what was enqueued. */
final class HostStream {
  /** A piece of work. */
  interface Work {
    void run() throws EngineException;
  }

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** What is recorded now instead of run. */
  volatile @Nullable HostCapture capture;

  private volatile @Nullable EngineException failure;
  private volatile boolean ended;

  HostStream(int number) {
    thread = new Thread(this::serve, "host-stream-" + number);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!ended) {
      try {
        queue.take().run();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Work that is left out once something before it failed, until that was told. */
  void enqueue(String name, Work work) {
    queue.add(
        () -> {
          if (failure == null) {
            attempt(name, work);
          }
        });
  }

  private void attempt(String name, Work work) {
    try {
      work.run();
    } catch (EngineException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new EngineException(Reason.RUN_FAILED, name + ": " + e.getMessage(), e);
    }
  }

  /** A mark in the queue; fails with what failed before it. */
  HostMark mark() {
    HostMark mark = new HostMark();
    queue.add(() -> mark.reach(failure));
    return mark;
  }

  void clear(EngineException told) {
    if (failure == told) {
      failure = null;
    }
  }

  /** Ends once all is done. */
  void end() {
    queue.add(() -> ended = true);
  }

  /** A place in a queue, once reached. */
  static final class HostMark {
    private final CompletableFuture<Long> reached = new CompletableFuture<>();

    private void reach(@Nullable EngineException failure) {
      if (failure == null) {
        reached.complete(System.nanoTime());
      } else {
        reached.completeExceptionally(failure);
      }
    }

    /** Waits for it; gives the time of it, ns. */
    long await() throws EngineException {
      try {
        return reached.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof EngineException failure) {
          throw failure;
        }
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineException(Reason.RUN_FAILED, "interrupted", e);
      }
    }

    boolean isReached() {
      return reached.isDone();
    }
  }
}

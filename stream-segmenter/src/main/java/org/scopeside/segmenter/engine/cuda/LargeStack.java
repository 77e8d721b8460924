package org.scopeside.segmenter.engine.cuda;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/**
 * Runs NVIDIA's compilers on a thread of their own: they recurse deeper than the stack of 512 KiB
 * that threads of this process may have, and an overflow in native code ends the JVM without a
 * word. Only what is touched of a stack takes memory.
 */
public final class LargeStack {
  private static final long STACK_BYTES = 64L << 20;

  private LargeStack() {}

  /**
   * The work's result.
   *
   * @param name of the thread
   * @throws EngineException the work's own, or {@link Reason#RUN_FAILED} if the caller was
   *     interrupted while the work goes on
   */
  public static <T> T call(String name, Callable<T> work) throws EngineException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.RUN_FAILED, name + " was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException failure) {
        throw failure;
      }
      throw new EngineException(Reason.RUN_FAILED, name + " failed: " + e.getCause(), e);
    }
  }
}

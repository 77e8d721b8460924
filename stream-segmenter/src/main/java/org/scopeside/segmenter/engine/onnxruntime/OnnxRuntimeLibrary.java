package org.scopeside.segmenter.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Loads ONNX Runtime's library, once.
 *
 * <p>While it is loaded, ONNX Runtime 1.29 recurses over the process's command line: with one of 10
 * kB, as a class path of a hundred jars makes it, a thread's usual stack of 1 MiB overflows and the
 * JVM dies without a word. So it is loaded on a thread whose stack is large enough for any. Only
 * what is touched of a stack takes memory. Opening and running networks need no more than 256 KiB.
 */
final class OnnxRuntimeLibrary {
  private static final long STACK_BYTES = 256L << 20;

  private static @Nullable OrtEnvironment environment;

  private OnnxRuntimeLibrary() {}

  /**
   * The library, loaded by the first call.
   *
   * @throws UnsatisfiedLinkError if it cannot be loaded on this machine
   */
  static synchronized OrtEnvironment load() {
    OrtEnvironment loaded = environment;
    if (loaded == null) {
      loaded = loadOnLargeStack();
      environment = loaded;
    }
    return loaded;
  }

  private static OrtEnvironment loadOnLargeStack() {
    FutureTask<OrtEnvironment> load = new FutureTask<>(OrtEnvironment::getEnvironment);
    Thread thread = new Thread(null, load, "onnxruntime-load", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return load.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          UnsatisfiedLinkError error = new UnsatisfiedLinkError(String.valueOf(e.getCause()));
          error.initCause(e);
          throw error;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

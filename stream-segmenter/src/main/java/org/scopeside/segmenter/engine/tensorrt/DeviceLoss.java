package org.scopeside.segmenter.engine.tensorrt;

import org.scopeside.segmenter.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done when the GPU is lost to this process: nothing on it will work again. */
interface DeviceLoss {
  /** Exit status by which a supervisor tells a lost GPU; {@code EX_TEMPFAIL} of sysexits.h. */
  int EXIT_STATUS = 75;

  void lost(EngineException failure);

  /** Says so, and ends the process in good order, or without it if that hangs on the GPU. */
  static DeviceLoss endingTheProcess() {
    Logger log = LoggerFactory.getLogger(DeviceLoss.class);
    return failure -> {
      log.error(
          "The GPU is lost to this process: {}; Scopeside ends with status {} so that its supervisor starts it again",
          failure.getMessage(),
          EXIT_STATUS);
      // Not on the calling thread: shutdown hooks may wait for it.
      daemon("gpu-lost", () -> System.exit(EXIT_STATUS));
      daemon("gpu-lost-halt", DeviceLoss::haltLater);
    };
  }

  private static void haltLater() {
    try {
      Thread.sleep(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(EXIT_STATUS);
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}

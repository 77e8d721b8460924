package org.scopeside.micromanager;

import org.micromanager.Studio;

/**
 * Runs our code where Micro-Manager calls it: whatever is thrown goes to Micro-Manager's log and no
 * further. Errors as well, since an API that lacks a method makes itself known as one. Thread-safe.
 */
final class Guard {
  private final Studio studio;

  Guard(Studio studio) {
    this.studio = studio;
  }

  /**
   * @param what names the step in the log, as in "Scopeside: starting failed"
   */
  void run(String what, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      report(what, e);
    }
  }

  private void report(String what, Throwable failure) {
    try {
      studio.logs().logError(asException(failure), "Scopeside: " + what + " failed");
    } catch (Throwable noLog) {
      // There is nobody left to tell, and Micro-Manager must go on.
    }
  }

  private static Exception asException(Throwable failure) {
    return failure instanceof Exception ? (Exception) failure : new RuntimeException(failure);
  }
}

package org.scopeside.tap;

import org.scopeside.contract.FrameRef;
import org.scopeside.publish.CapturedPlane;

/**
 * Takes the planes of one acquisition and keeps its ledger. Thread-safe; called on Micro-Manager's
 * threads, so no method waits.
 */
public interface RunSink {
  /**
   * Takes a plane; counts it as captured, and as dropped where it could not be taken.
   *
   * @return false if it was dropped
   */
  boolean offer(CapturedPlane plane);

  /** Counts a plane that was captured and cannot be sent, with the reason in words. */
  void lose(FrameRef frame, String reason);

  /**
   * No plane follows. Returns at once; the end is announced when all planes are accounted for.
   *
   * @param reason "completed", "cancelled", …
   */
  void end(String reason);
}

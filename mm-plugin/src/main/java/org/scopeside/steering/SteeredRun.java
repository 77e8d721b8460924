package org.scopeside.steering;

import org.scopeside.contract.FrameRef;

/** How the planes of an adaptive acquisition are published: their wells, and where to tell why. */
public interface SteeredRun {
  /** Where its actions go. */
  ActionLog actions();

  /** Label of the well that a position is in, {@code -} where there is no plate. */
  String wellLabel(int position);

  /** Number of the field that a position is of its well. */
  int field(int position);

  /** Position of a frame's field; negative where it is none of this acquisition's. */
  int position(FrameRef frame);

  /**
   * No more images will be taken; the store is frozen right after. Must not wait.
   *
   * @param reason "completed", "cancelled" or what failed
   */
  void ending(String reason);
}

package org.scopeside.steering;

/**
 * What steering may do to the acquisition that runs. Calls may wait for hardware, so they come from
 * steering's own thread: never from Swing's, nor from one that brings images or results.
 */
public interface AcquisitionControl {
  boolean isRunning();

  boolean isPaused();

  /** No more images until {@link #resume}; one under way still comes. */
  void pause();

  void resume();

  /** Ends it now, without asking; what was acquired stays. */
  void abort();
}

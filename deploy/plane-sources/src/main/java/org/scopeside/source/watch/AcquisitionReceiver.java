package org.scopeside.source.watch;

import java.util.Map;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;

/** Where planes of a watched folder go. Called by the watching thread only. */
public interface AcquisitionReceiver {
  /**
   * An acquisition begins, or goes on after it had ended or the program was restarted.
   *
   * @param sentBefore planes that have arrived earlier, by well label, {@code -} without a plate
   */
  Publication begin(WatchedPlan plan, Map<String, Integer> sentBefore);

  /** An acquisition that takes planes. */
  interface Publication {
    /** The plan has grown. */
    void replan(WatchedPlan plan);

    /**
     * Takes a plane, waiting for room.
     *
     * @param encoded to be run, by any thread, once the pixels are not read any more
     * @param acknowledged to be run, by any thread, once the plane is safe
     */
    void publish(PlanePlace place, PlanePixels pixels, Runnable encoded, Runnable acknowledged)
        throws InterruptedException;

    /** A plane that was captured and cannot be read. */
    void lose(PlanePlace place, String reason);

    /**
     * Ends it once every plane is safe; takes no more planes from the first call on.
     *
     * @return false if it is not yet, and the call is to be repeated
     */
    boolean end(String reason) throws InterruptedException;
  }
}

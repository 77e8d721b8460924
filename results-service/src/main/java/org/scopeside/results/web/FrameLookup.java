package org.scopeside.results.web;

import java.util.List;
import org.scopeside.results.tally.FrameOutcome;

/** Where the outcomes of single frames are looked up. */
public interface FrameLookup {
  /**
   * The last outcome of every frame of a well, in any order; may block.
   *
   * @throws UnavailableException while the store is being restored or moved
   */
  List<FrameOutcome> framesOfWell(String acquisition, String well);

  /** The state cannot be asked now; a later try may succeed. */
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String facts, Throwable cause) {
      super(facts, cause);
    }
  }
}

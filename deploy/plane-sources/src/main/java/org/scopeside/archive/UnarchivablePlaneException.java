package org.scopeside.archive;

import java.io.IOException;

/**
 * A plane that an archive cannot keep however often it is written, as one of another size than its
 * field has. The message names the frame and the reason; nothing else is lost.
 */
public final class UnarchivablePlaneException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param facts the frame and the reason
   */
  public UnarchivablePlaneException(String facts) {
    super(facts);
  }
}

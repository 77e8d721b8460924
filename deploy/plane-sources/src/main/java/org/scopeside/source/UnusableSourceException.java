package org.scopeside.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of which nothing can be read, or not as asked; the message says which and why.
 */
public final class UnusableSourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param facts the file or folder and the reason
   */
  public UnusableSourceException(String facts) {
    super(facts);
  }

  /**
   * @param facts the file or folder and the reason
   */
  public UnusableSourceException(String facts, @Nullable Throwable cause) {
    super(facts, cause);
  }
}

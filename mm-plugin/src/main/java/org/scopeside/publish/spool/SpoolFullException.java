package org.scopeside.publish.spool;

import java.io.IOException;

/** The spool may not grow; the message says which limit was met. */
public final class SpoolFullException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolFullException(String message) {
    super(message);
  }
}

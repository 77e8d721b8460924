package org.scopeside.deploy.files;

import java.io.IOException;

/** A folder that cannot be replayed as the pattern says; the message names files and reasons. */
public final class UnusableFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableFolderException(String facts) {
    super(facts);
  }
}

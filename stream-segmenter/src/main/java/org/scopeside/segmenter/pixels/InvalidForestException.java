package org.scopeside.segmenter.pixels;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is no forest, not a whole one, or one of a version that is not known here. */
public final class InvalidForestException extends IOException {
  private static final long serialVersionUID = 1;

  InvalidForestException(Path file, String reason) {
    super(file + ": " + reason);
  }
}

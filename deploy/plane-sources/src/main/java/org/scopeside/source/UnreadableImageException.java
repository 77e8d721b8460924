package org.scopeside.source;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is no image, or not one that can be read whole; names the file and the reason. */
public final class UnreadableImageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Path file;
  private final String reason;

  public UnreadableImageException(Path file, String reason) {
    this(file, reason, null);
  }

  public UnreadableImageException(Path file, String reason, @Nullable Throwable cause) {
    super(file + ": " + reason, cause);
    this.file = file;
    this.reason = reason;
  }

  /** The file; null only in an exception that was serialised. */
  public @Nullable Path file() {
    return file;
  }

  /** The reason without the file's name. */
  public String reason() {
    return reason;
  }
}

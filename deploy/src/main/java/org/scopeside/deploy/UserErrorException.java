package org.scopeside.deploy;

import org.jspecify.annotations.Nullable;

/**
 * Something the person at the terminal can mend. The command prints its message as one line on
 * standard error, so the message states the fact and what to do: {@code port 9092 is in use: choose
 * another with --kafka-port}.
 */
public final class UserErrorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /** An error that needs no cause to be understood. */
  public UserErrorException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /**
   * An error and its cause.
   *
   * @param cause shown with {@code --verbose} only
   */
  public UserErrorException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process ends with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}

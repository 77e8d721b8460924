package org.scopeside.segmenter.engine;

/** A network that cannot be opened or run, with the reason in words a user can act on. */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Reason {
    /** The runtime or its device is not on this machine. */
    UNAVAILABLE,
    /** The file is no network that the engine can read: damaged, or an operator set it lacks. */
    UNREADABLE_NETWORK,
    /** Names, types or shapes of tensors do not fit the network. */
    TENSOR_MISMATCH,
    /** Memory ran out. */
    OUT_OF_MEMORY,
    /** The run itself failed. */
    RUN_FAILED,
    /**
     * The device is gone for this process: the driver reset it, or a kernel broke its context. Only
     * a new process can use it again.
     */
    DEVICE_LOST
  }

  private final Reason reason;

  public EngineException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public EngineException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

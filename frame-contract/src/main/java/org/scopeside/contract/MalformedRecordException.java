package org.scopeside.contract;

import org.jspecify.annotations.Nullable;

/**
 * A record that the contract refuses, with the facts: which rule, what was found, in which frame.
 */
public final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The rule that was broken; its name travels in the dead letter. */
  public enum Reason {
    /** A required header is absent. */
    MISSING_HEADER,
    /** A header is there but cannot be read or is out of range. */
    INVALID_HEADER,
    /** {@code ce_type} is none of Scopeside's, or not the one expected on this topic. */
    UNSUPPORTED_TYPE,
    /** A type of ours in a major version this reader does not know. */
    UNSUPPORTED_VERSION,
    /** {@code ce_codec} is unknown. */
    UNKNOWN_CODEC,
    /** The plane is larger than may travel inline. */
    TOO_LARGE,
    /** Stated and actual sizes disagree. */
    SIZE_MISMATCH,
    /** The value ends early or is no valid compressed frame. */
    CORRUPT_VALUE,
    /** The checksum of the payload is not the stated one. */
    CRC_MISMATCH,
    /** {@code ce_id} is not the id that follows from the coordinates. */
    ID_MISMATCH,
    /** A JSON body that is not of its schema. */
    INVALID_JSON
  }

  private final Reason reason;

  public MalformedRecordException(Reason reason, String facts) {
    super(facts);
    this.reason = reason;
  }

  public MalformedRecordException(Reason reason, String facts, @Nullable Throwable cause) {
    super(facts, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

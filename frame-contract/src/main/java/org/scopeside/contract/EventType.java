package org.scopeside.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scopeside.contract.MalformedRecordException.Reason;

/** The CloudEvents types of Scopeside and the major version this code writes and reads. */
public enum EventType {
  PLANE("plane"),
  LABELS("labels"),
  ACQUISITION_STARTED("acquisition.started"),
  ACQUISITION_PROGRESS("acquisition.progress"),
  ACQUISITION_ENDED("acquisition.ended"),
  ACQUISITION_ACTION("acquisition.action"),
  RESULT("result"),
  DEAD_LETTER("deadletter");

  /** The only major version there is. */
  public static final int MAJOR_VERSION = 1;

  private static final String NAMESPACE = "org.scopeside.";
  private static final Pattern TYPE =
      Pattern.compile("org\\.scopeside\\.([a-z.]{1,40})\\.v([1-9][0-9]{0,8})");

  private final String name;

  EventType(String name) {
    this.name = name;
  }

  /** The value of {@code ce_type}, for example {@code org.scopeside.plane.v1}. */
  public String wireName() {
    return NAMESPACE + name + ".v" + MAJOR_VERSION;
  }

  /**
   * Reads a {@code ce_type}.
   *
   * @throws MalformedRecordException {@link Reason#UNSUPPORTED_TYPE} or {@link
   *     Reason#UNSUPPORTED_VERSION}, naming what was found
   */
  public static EventType of(String wireName) throws MalformedRecordException {
    Matcher matcher = TYPE.matcher(wireName);
    if (matcher.matches()) {
      for (EventType type : values()) {
        if (type.name.equals(matcher.group(1))) {
          requireVersion(wireName, Integer.parseInt(matcher.group(2)));
          return type;
        }
      }
    }
    throw new MalformedRecordException(
        Reason.UNSUPPORTED_TYPE,
        "ce_type '" + HeaderReader.clip(wireName) + "' is not a Scopeside event");
  }

  private static void requireVersion(String wireName, int version) throws MalformedRecordException {
    if (version != MAJOR_VERSION) {
      throw new MalformedRecordException(
          Reason.UNSUPPORTED_VERSION,
          "ce_type '"
              + wireName
              + "' has major version "
              + version
              + "; this reader knows v"
              + MAJOR_VERSION);
    }
  }
}

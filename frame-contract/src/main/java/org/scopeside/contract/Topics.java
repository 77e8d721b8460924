package org.scopeside.contract;

/** Names of the topics that carry an installation's events; one prefix an installation. */
public final class Topics {
  /** The names used unless configured otherwise. */
  public static final Topics DEFAULT = new Topics("scopeside.");

  /**
   * Largest record on any topic, in bytes: a plane of {@link PlaneHeader#MAX_PLANE_BYTES} that did
   * not compress, and room for its headers.
   */
  public static final int MAX_RECORD_BYTES = PlaneHeader.MAX_PLANE_BYTES + (1 << 20);

  /** Largest JSON body of an event, in bytes: about 100,000 measured objects. */
  public static final int MAX_EVENT_BYTES = 15 << 20;

  private final String prefix;

  /**
   * @param prefix put before every name; letters, digits, dot, underscore and hyphen
   */
  public Topics(String prefix) {
    if (!prefix.matches("[A-Za-z0-9._-]{0,100}")) {
      throw new IllegalArgumentException(
          "topic prefix '" + prefix + "' has characters Kafka refuses");
    }
    this.prefix = prefix;
  }

  /** Planes as acquired; keyed by {@link PlaneHeader#partitionKey()}. */
  public String frames() {
    return prefix + "frames";
  }

  /** Acquisitions started, progressing and ended, and what steering did to them; compacted. */
  public String acquisitions() {
    return prefix + "acquisitions";
  }

  /** One result a plane, keyed by frame id; compacted and bounded in time. */
  public String results() {
    return prefix + "results";
  }

  /** Label images of segmented fields, keyed by frame id; written only where switched on. */
  public String labels() {
    return prefix + "labels";
  }

  /** Planes that could not be analysed, keyed by frame id where the record had a readable one. */
  public String deadLetters() {
    return prefix + "dead-letters";
  }

  @Override
  public String toString() {
    return prefix + "*";
  }
}

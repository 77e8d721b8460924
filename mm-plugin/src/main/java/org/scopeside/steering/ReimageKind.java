package org.scopeside.steering;

/** Why a field may be worth imaging again. */
public enum ReimageKind {
  /** No section of the segmented channel is in focus. */
  BLURRED("blurred"),
  /** A plane of any channel is saturated. */
  SATURATED("saturated"),
  /** Nothing stands out of the noise in the segmented channel. */
  EMPTY("empty"),
  /** Little stands out of the noise in the segmented channel. */
  LOW_SIGNAL("of low signal"),
  /** A plane could not be analysed. */
  FAILED("failed"),
  /** A plane was captured but had to be dropped before it was sent. */
  DROPPED("dropped");

  private final String words;

  ReimageKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}

package org.scopeside.panel.state;

/** Why a field is worth a second image. */
public enum ReimageReason {
  BLURRED("Blurred"),
  SATURATED("Saturated"),
  EMPTY("Empty"),
  FAILED("Could not be analysed");

  private final String words;

  ReimageReason(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}

package org.scopeside.publish.spool;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;

/** The acquisition and well that a spooled plane is counted in. */
public final class Origin {
  private final String acquisition;
  private final String wellLabel;

  public Origin(String acquisition, String wellLabel) {
    this.acquisition = acquisition;
    this.wellLabel = wellLabel;
  }

  /** Of a record's headers; null where they do not speak of a plane. */
  static @Nullable Origin of(java.util.Map<String, String> headers) {
    FrameRef frame = FrameRef.ofHeaders(headers);
    return frame == null ? null : new Origin(frame.acquisition(), frame.wellLabel());
  }

  public String acquisition() {
    return acquisition;
  }

  /** "A01", or "-" where there is no plate. */
  public String wellLabel() {
    return wellLabel;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin
        && ((Origin) other).acquisition.equals(acquisition)
        && ((Origin) other).wellLabel.equals(wellLabel);
  }

  @Override
  public int hashCode() {
    return 31 * acquisition.hashCode() + wellLabel.hashCode();
  }

  @Override
  public String toString() {
    return acquisition + "/" + wellLabel;
  }
}

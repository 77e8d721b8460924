package org.scopeside.source;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Well;

/**
 * Which plane of an acquisition it is.
 *
 * @param well null where there is no plate
 * @param field zero-based within its well, as are the next three within their field
 */
public record PlanePlace(@Nullable Well well, int field, int theT, int theZ, int theC) {
  /** As a screening microscope visits them: well by row and column, field, time, z, channel. */
  public static final Comparator<PlanePlace> ACQUISITION_ORDER =
      Comparator.comparing(PlanePlace::well, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(PlanePlace::field)
          .thenComparingInt(PlanePlace::theT)
          .thenComparingInt(PlanePlace::theZ)
          .thenComparingInt(PlanePlace::theC);

  /** The frame of an acquisition at this place. */
  public FrameRef frame(String acquisition) {
    return new FrameRef(acquisition, well, field, theT, theZ, theC);
  }

  /** For people: {@code well B02, field 0, time 0, z 1, channel 2}, counted from 0. */
  public String shown() {
    return "%sfield %d, time %d, z %d, channel %d"
        .formatted(well == null ? "" : "well " + well.label() + ", ", field, theT, theZ, theC);
  }
}

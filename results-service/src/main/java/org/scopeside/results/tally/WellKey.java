package org.scopeside.results.tally;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;

/**
 * The unit that live counts are kept for: a well at a time point.
 *
 * @param acquisition its acquisition
 * @param well its label, {@link PlaneHeader#NO_WELL} where there is no plate
 * @param theT time point, from 0
 */
public record WellKey(String acquisition, String well, int theT) implements Comparable<WellKey> {
  /** Plate order: along the rows, then in time. */
  private static final Comparator<WellKey> ORDER =
      Comparator.comparing(WellKey::acquisition)
          .thenComparing(WellKey::well, WellKey::compareWells)
          .thenComparingInt(WellKey::theT);

  public static WellKey of(FrameRef frame) {
    return new WellKey(frame.acquisition(), frame.wellLabel(), frame.theT());
  }

  /** {@code P1/A01/t0}: the key in Kafka and in stores. */
  public String text() {
    return acquisition + "/" + well + "/t" + theT;
  }

  /** Reads {@link #text()}; null where it is none. */
  public static @Nullable WellKey parse(String text) {
    int time = text.lastIndexOf("/t");
    FrameRef frame =
        time < 0
            ? null
            : FrameRef.parse(text.substring(0, time) + "/f0" + text.substring(time) + "/z0/c0");
    return frame == null ? null : of(frame);
  }

  /**
   * Orders well labels as a person reads the plate: A02 before A10 before B01 before AA01. Labels
   * have two digits at least, so the shorter one is in an upper row.
   */
  public static int compareWells(String left, String right) {
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  @Override
  public int compareTo(WellKey other) {
    return ORDER.compare(this, other);
  }
}

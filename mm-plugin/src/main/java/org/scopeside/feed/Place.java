package org.scopeside.feed;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * Coordinates as numbers: well, field and time point in one long, section and channel in another.
 *
 * <pre>
 *   place  well (13 bits) · field (20 bits) · theT (20 bits)
 *   plane  theZ (20 bits) · theC (20 bits)
 * </pre>
 *
 * Indices are at most {@link PlaneHeader#MAX_INDEX}, which 20 bits hold.
 */
final class Place {
  private static final int BITS = 20;
  private static final int MASK = (1 << BITS) - 1;

  private Place() {}

  static long of(@Nullable Well well, int field, int theT) {
    return ((long) wellNumber(well) << BITS | field) << BITS | theT;
  }

  static long of(FrameRef frame) {
    return of(frame.well(), frame.field(), frame.theT());
  }

  static long planeOf(FrameRef frame) {
    return (long) frame.theZ() << BITS | frame.theC();
  }

  /** 0 where there is no plate, else wells row by row from 1. */
  static int wellNumber(@Nullable Well well) {
    return well == null ? 0 : 1 + well.row() * Well.MAX_COLUMNS + well.column();
  }

  static @Nullable Well well(long place) {
    int number = (int) (place >> (2 * BITS)) - 1;
    return number < 0 ? null : new Well(number / Well.MAX_COLUMNS, number % Well.MAX_COLUMNS);
  }

  /** The place without its time point. */
  static long withoutTime(long place) {
    return place >> BITS;
  }

  static int field(long place) {
    return (int) (place >> BITS) & MASK;
  }

  static int theT(long place) {
    return (int) place & MASK;
  }

  static String label(@Nullable Well well) {
    return well == null ? PlaneHeader.NO_WELL : well.label();
  }
}

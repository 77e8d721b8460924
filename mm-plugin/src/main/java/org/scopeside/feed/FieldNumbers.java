package org.scopeside.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one field at one time point: the sum of its planes' outcomes. A cursor over the
 * longs of a {@link NumberTable}'s row. Not thread-safe.
 */
final class FieldNumbers {
  static final int WIDTH = 7;

  private static final int FLAGS = PlaneFlag.values().length;

  /** Focus is summed in units of 2⁻²⁰, so that it can be taken away again without rounding. */
  private static final double FOCUS_UNITS = 1 << 20;

  /** As a {@link NumberTable} has it. */
  final long[] row = new long[WIDTH];

  private long atMicros;
  private int analysed;
  private int failed;
  private int carriers;
  private int count;
  private int focused;
  private long focusUnits;
  private int failure;
  private final int[] flagged = new int[FLAGS];

  /** Adds ({@code sign} 1) or takes away (-1) a plane. */
  void change(FrameNumbers plane, int sign) {
    analysed += plane.failed ? 0 : sign;
    failed += plane.failed ? sign : 0;
    if (plane.carries) {
      carriers += sign;
      count += sign * plane.count;
    }
    if (!Float.isNaN(plane.focus)) {
      focused += sign;
      focusUnits += sign * Math.round(plane.focus * FOCUS_UNITS);
    }
    for (int flag = 0; flag < FLAGS; flag++) {
      flagged[flag] += sign * (plane.flags >> flag & 1);
    }
  }

  void touch(long atMicros) {
    this.atMicros = Math.max(this.atMicros, atMicros);
  }

  /** The number of the words that say why, 0 where nothing failed. */
  void failure(int words) {
    failure = words;
  }

  int failure() {
    return failed == 0 ? 0 : failure;
  }

  /**
   * Whether no more is to be waited for: it has a count, or every plane of it is answered.
   *
   * @param planes of a field by the plan; 0 where it does not say, then a failure settles it
   */
  boolean settled(int planes) {
    return carriers > 0 || (planes == 0 ? failed > 0 : analysed + failed >= planes);
  }

  FieldRow row(long place, int planes, @Nullable String failureWords) {
    return new FieldRow(
        Place.well(place),
        Place.field(place),
        Place.theT(place),
        analysed,
        failed,
        carriers > 0 ? count : FieldRow.NOT_COUNTED,
        focused == 0 ? Double.NaN : focusUnits / FOCUS_UNITS / focused,
        PlaneFlag.of(flagBits()),
        failureWords,
        Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS),
        settled(planes));
  }

  private int flagBits() {
    int bits = 0;
    for (int flag = 0; flag < FLAGS; flag++) {
      bits |= flagged[flag] > 0 ? 1 << flag : 0;
    }
    return bits;
  }

  /** Reads what {@link #row} holds. */
  void unpack() {
    unpack(row);
  }

  void unpack(long[] from) {
    atMicros = from[0];
    focusUnits = from[1];
    analysed = FrameNumbers.high(from[2]);
    failed = FrameNumbers.low(from[2]);
    carriers = FrameNumbers.high(from[3]);
    count = FrameNumbers.low(from[3]);
    focused = FrameNumbers.high(from[4]);
    failure = FrameNumbers.low(from[4]);
    // Three flags a long: 21 bits count two million planes of a field.
    for (int flag = 0; flag < FLAGS; flag++) {
      flagged[flag] = (int) (from[5 + flag / 3] >> (21 * (flag % 3))) & 0x1F_FFFF;
    }
  }

  /** Writes {@link #row}. */
  void pack() {
    row[0] = atMicros;
    row[1] = focusUnits;
    row[2] = FrameNumbers.both(analysed, failed);
    row[3] = FrameNumbers.both(carriers, count);
    row[4] = FrameNumbers.both(focused, failure);
    row[5] = 0;
    row[6] = 0;
    for (int flag = 0; flag < FLAGS; flag++) {
      row[5 + flag / 3] |= (long) flagged[flag] << (21 * (flag % 3));
    }
  }
}

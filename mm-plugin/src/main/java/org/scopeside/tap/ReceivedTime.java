package org.scopeside.tap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Times as Micro-Manager writes them: {@code 2026-03-01 10:00:00.250 +0100}, or without fraction or
 * offset (local time then), or with a dash in place of the offset (AcqEngJ).
 */
final class ReceivedTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .appendOffset("+HHMM", "+0000")
          .optionalEnd()
          .toFormatter();

  private ReceivedTime() {}

  /** The time that the text says; null where it says none. */
  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.length() > 64) {
      return null;
    }
    String time = text.endsWith(" -") ? text.substring(0, text.length() - 2) : text;
    try {
      TemporalAccessor read =
          FORMAT.parseBest(time.trim(), OffsetDateTime::from, LocalDateTime::from);
      return read instanceof LocalDateTime
          ? ((LocalDateTime) read).atZone(ZoneId.systemDefault()).toInstant()
          : ((OffsetDateTime) read).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}

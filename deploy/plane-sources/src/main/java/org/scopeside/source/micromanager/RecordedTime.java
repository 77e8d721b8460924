package org.scopeside.source.micromanager;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as Micro-Manager has written them over the years: {@code 2016-07-06 12:10:05 +0200}, {@code
 * 2023/07/26 14:27:29}, {@code 2022-12-28 17:04:24.123456 -}. A time without a zone is taken for
 * UTC, as only differences matter.
 */
final class RecordedTime {
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[ T]([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
              + "(?:[.,]([0-9]{1,9}))? ?([+-][0-9]{2}:?[0-9]{2}|Z)?.{0,20}");

  private RecordedTime() {}

  /** Null where the text is no time. */
  static @Nullable Instant parse(@Nullable String text) {
    Matcher time = TIME.matcher(text == null ? "" : text);
    try {
      return time.matches() ? instant(time) : null;
    } catch (DateTimeException thirteenthMonth) {
      return null;
    }
  }

  private static Instant instant(Matcher time) {
    String fraction = time.group(7) == null ? "" : time.group(7);
    String zone = time.group(8);
    return LocalDateTime.of(
            Integer.parseInt(time.group(1)),
            Integer.parseInt(time.group(2)),
            Integer.parseInt(time.group(3)),
            Integer.parseInt(time.group(4)),
            Integer.parseInt(time.group(5)),
            Integer.parseInt(time.group(6)),
            Integer.parseInt((fraction + "000000000").substring(0, 9)))
        .toInstant(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
  }
}

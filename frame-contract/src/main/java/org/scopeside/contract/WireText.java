package org.scopeside.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which text, numbers and times may stand in a header or an event, and how they are read. */
final class WireText {
  /** Longest text of a header, in UTF-16 units. */
  static final int MAX_HEADER = 1024;

  private static final int MAX_SHOWN = 80;

  /** The years that RFC 3339 can write. */
  private static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?");

  private WireText() {}

  /**
   * What is wrong with the text of a header; null where nothing is: at most 1,024 characters, no
   * control characters, no half of a surrogate pair (which has no UTF-8).
   */
  static @Nullable String fault(String text) {
    if (text.length() > MAX_HEADER) {
      return "is longer than " + MAX_HEADER + " characters";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return "has a control character";
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return "has half of a surrogate pair";
        }
        i++;
      }
    }
    return null;
  }

  /** The beginning of a text as an error may repeat it: short, and nothing but characters. */
  static String clip(String text) {
    boolean whole = text.length() <= MAX_SHOWN;
    String begin = whole ? text : cut(text, MAX_SHOWN - 3);
    StringBuilder shown = new StringBuilder(MAX_SHOWN);
    for (int i = 0; i < begin.length(); i++) {
      char c = begin.charAt(i);
      if (i + 1 < begin.length() && Character.isSurrogatePair(c, begin.charAt(i + 1))) {
        shown.append(c).append(begin.charAt(++i));
      } else {
        shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    return whole ? shown.toString() : shown.append("...").toString();
  }

  /** At most {@code max} UTF-16 units from the beginning of a text, without halving a pair. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  /** A whole number in ASCII digits that fits an int; null for any other text. */
  static @Nullable Integer whole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    long number = Long.parseLong(text);
    return number == (int) number ? (Integer) (int) number : null;
  }

  /** A finite decimal number; null for any other text. */
  static @Nullable Double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    double number = Double.parseDouble(text);
    return isFinite(number) ? (Double) number : null;
  }

  static boolean isFinite(double number) {
    return !Double.isNaN(number) && !Double.isInfinite(number);
  }

  /** An RFC 3339 time of any offset; null for any other text. */
  static @Nullable Instant time(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return isTime(time) ? time : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** True for a time that RFC 3339 can write. */
  static boolean isTime(Instant time) {
    return !time.isBefore(MIN_TIME) && !time.isAfter(MAX_TIME);
  }
}

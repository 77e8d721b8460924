package org.scopeside.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException.Reason;

/**
 * Reads typed, range-checked values from text headers; every refusal names header, value and range.
 */
final class HeaderReader {
  /** Longest header text that is read; also the longest part of it that an error repeats is 80. */
  static final int MAX_TEXT = 1024;

  private final Map<String, String> headers;

  HeaderReader(Map<String, String> headers) {
    this.headers = headers;
  }

  static String clip(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  @Nullable String text(String name) throws MalformedRecordException {
    String text = headers.get(name);
    if (text != null && text.length() > MAX_TEXT) {
      throw invalid(name, text, "is longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  String requiredText(String name) throws MalformedRecordException {
    String text = text(name);
    if (text == null) {
      throw new MalformedRecordException(Reason.MISSING_HEADER, "header " + name + " is missing");
    }
    return text;
  }

  int requiredInt(String name, int min, int max) throws MalformedRecordException {
    return parseInt(name, requiredText(name), min, max);
  }

  int intOr(String name, int absent, int min, int max) throws MalformedRecordException {
    String text = text(name);
    return text == null ? absent : parseInt(name, text, min, max);
  }

  @Nullable Integer optionalInt(String name, int min, int max) throws MalformedRecordException {
    String text = text(name);
    return text == null ? null : parseInt(name, text, min, max);
  }

  /** A finite number, or null where the header is absent. */
  @Nullable Double optionalNumber(String name) throws MalformedRecordException {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(text);
      if (!Double.isNaN(number) && !Double.isInfinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below with every other text that is no number
    }
    throw invalid(name, text, "is not a finite number");
  }

  @Nullable Double optionalPositive(String name) throws MalformedRecordException {
    Double number = optionalNumber(name);
    if (number != null && number <= 0) {
      throw invalid(name, String.valueOf(number), "is not above 0");
    }
    return number;
  }

  Instant requiredInstant(String name) throws MalformedRecordException {
    String text = requiredText(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw invalid(name, text, "is not an RFC 3339 time in UTC");
    }
  }

  MalformedRecordException invalid(String name, String text, String why) {
    return new MalformedRecordException(
        Reason.INVALID_HEADER, "header " + name + " '" + clip(text) + "' " + why);
  }

  private int parseInt(String name, String text, int min, int max) throws MalformedRecordException {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below with the numbers out of range
    }
    throw invalid(name, text, "is not a whole number from " + min + " to " + max);
  }
}

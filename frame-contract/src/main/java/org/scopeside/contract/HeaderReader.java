package org.scopeside.contract;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException.Reason;

/**
 * Reads typed, range-checked values from text headers; every refusal names header, value and range.
 * An empty text is as good as none.
 */
final class HeaderReader {
  private final Map<String, String> headers;

  HeaderReader(Map<String, String> headers) {
    this.headers = headers;
  }

  static String clip(String text) {
    return WireText.clip(text);
  }

  @Nullable String text(String name) throws MalformedRecordException {
    String text = headers.get(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    String fault = WireText.fault(text);
    if (fault != null) {
      throw invalid(name, text, fault);
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
    Double number = WireText.decimal(text);
    if (number == null) {
      throw invalid(name, text, "is not a finite number");
    }
    return number;
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
    Instant time = WireText.time(text);
    if (time == null) {
      throw invalid(name, text, "is not an RFC 3339 time");
    }
    return time;
  }

  MalformedRecordException invalid(String name, String text, String why) {
    return new MalformedRecordException(
        Reason.INVALID_HEADER, "header " + name + " '" + clip(text) + "' " + why);
  }

  private int parseInt(String name, String text, int min, int max) throws MalformedRecordException {
    Integer number = WireText.whole(text);
    if (number == null || number < min || number > max) {
      throw invalid(name, text, "is not a whole number from " + min + " to " + max);
    }
    return number;
  }
}

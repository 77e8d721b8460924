package org.scopeside.source.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A quantity of OME-XML: an attribute, and its unit in another one that may be left out. */
final class OmeQuantity {
  private final Pattern value;
  private final Pattern unit;

  OmeQuantity(String attribute) {
    value = Pattern.compile("\\b" + attribute + "\\s*=\\s*\"([^\"]{1,40})\"");
    unit = Pattern.compile("\\b" + attribute + "Unit\\s*=\\s*\"([^\"]{1,20})\"");
  }

  /** Of the first element that has it, µm; NaN for none or no length. Without a unit it is µm. */
  double lengthUm(String xml) {
    String length = first(unit, xml);
    return number(first(value, xml)) * (length == null ? 1 : unitUm(length));
  }

  /** Of the first element that has it, ms; NaN for none or no time. Without a unit it is s. */
  double timeMs(String xml) {
    String time = first(unit, xml);
    return number(first(value, xml)) * (time == null ? 1e3 : unitMs(time));
  }

  private static @Nullable String first(Pattern pattern, String xml) {
    Matcher matcher = pattern.matcher(xml);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** NaN for what is no number. */
  static double number(@Nullable String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text.strip());
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  /** Micrometres in a unit; NaN for one that is not known, as pixels. */
  static double unitUm(@Nullable String unit) {
    if (unit == null) {
      return Double.NaN;
    }
    return switch (unit.strip()) {
      case "\u00b5m", "\u03bcm", "\\u00B5m", "&#181;m", "&#956;m", "um", "micron", "microns" -> 1;
      case "&#xb5;m", "&#xB5;m", "&#x3bc;m", "&#x3BC;m" -> 1;
      case "nm" -> 1e-3;
      case "mm" -> 1e3;
      case "cm" -> 1e4;
      case "m" -> 1e6;
      default -> Double.NaN;
    };
  }

  private static double unitMs(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1e3;
      case "min" -> 6e4;
      case "h" -> 3.6e6;
      default -> Double.NaN;
    };
  }
}

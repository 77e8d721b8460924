package org.scopeside.runtime;

import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts settings are written in.
 *
 * <ul>
 *   <li>int, long, double, boolean, String, Path, enum constants in any case ({@code
 *       max-projection} is {@code MAX_PROJECTION})
 *   <li>Duration: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d} or ISO-8601
 *   <li>int or long whose name ends in {@code Bytes}: {@code 256MB}, {@code 64KiB}, {@code 1GB};
 *       the units are powers of 1024 either way
 *   <li>List of String: separated by commas
 * </ul>
 */
final class SettingText {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L, "B", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30, "T", 1L << 40, "KB",
          1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private SettingText() {}

  /**
   * The value of a component.
   *
   * @throws IllegalArgumentException whose message says what is expected: "a whole number"
   */
  static Object parse(String text, RecordComponent component) {
    Class<?> type = component.getType();
    boolean size = component.getName().endsWith("Bytes");
    if (type == int.class) {
      return Math.toIntExact(whole(text, size, Integer.MAX_VALUE));
    } else if (type == long.class) {
      return whole(text, size, Long.MAX_VALUE);
    } else if (type == double.class) {
      return number(text);
    } else if (type == boolean.class) {
      return flag(text);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == Path.class) {
      return path(text);
    } else if (type.isEnum()) {
      return constant(text, type);
    } else if (type == List.class) {
      return Arrays.stream(text.split(",", -1))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .toList();
    } else if (type == String.class) {
      return text;
    }
    throw new LinkageError("no text form for " + component);
  }

  private static long whole(String text, boolean size, long largest) {
    try {
      long value = size ? bytes(text) : Long.parseLong(text.replace("_", ""));
      if (Math.abs(value) <= largest) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // told below
    }
    String expected = size ? "a size such as 256MB" : "a whole number";
    throw new IllegalArgumentException(expected + " of at most " + largest);
  }

  private static long bytes(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      Long unit = BYTES.get(amount.group(2).toUpperCase(Locale.ROOT).replace("IB", "B"));
      if (unit != null) {
        return Math.multiplyExact(Long.parseLong(amount.group(1)), unit);
      }
    }
    throw new NumberFormatException(text);
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("a number");
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }

  private static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    try {
      if (!amount.matches()) {
        return Duration.parse(text);
      }
      Duration unit = TIMES.get(amount.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        return unit.multipliedBy(Long.parseLong(amount.group(1)));
      }
    } catch (ArithmeticException | DateTimeParseException e) {
      // told below
    }
    throw new IllegalArgumentException("a duration such as 250ms, 30s, 5m, 24h, 7d or PT30S");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("a path", e);
    }
  }

  private static Object constant(String text, Class<?> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    int index = names.indexOf(text.toLowerCase(Locale.ROOT).replace('_', '-'));
    if (index < 0) {
      throw new IllegalArgumentException("one of " + String.join(", ", names));
    }
    return type.getEnumConstants()[index];
  }
}

package org.scopeside.panel;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How numbers, times and names are written for people; what is unknown is an en dash. */
final class Words {
  static final String UNKNOWN = "\u2013";

  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Words() {}

  /** 12,345 */
  static String integer(double value) {
    return Double.isNaN(value) ? UNKNOWN : format("#,##0", value);
  }

  /** Whole numbers in full, others with three significant digits: 1,234, 0.0213, 1.18. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return UNKNOWN;
    }
    double size = Math.abs(value);
    if (size >= 1000 || value == Math.rint(value)) {
      return integer(value);
    }
    int digits = (int) Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
    return format(size < 1e-4 ? "0.##E0" : digits == 0 ? "0" : "0." + zeros(digits), value);
  }

  private static String zeros(int count) {
    return "000000".substring(0, count);
  }

  /** 12,345 as long as that is short, then 1.23 M. */
  static String planes(long planes) {
    return planes < 1_000_000 ? integer((double) planes) : format("0.00 M", planes / 1e6);
  }

  /** At most five characters, to stand in a well: 1,234, 12.3k, 0.87. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return format(size >= 1e8 ? "0M" : "0.#M", value / 1e6);
    }
    if (size >= 1e4) {
      return format(size >= 1e5 ? "0k" : "0.#k", value / 1e3);
    }
    return size != 0 && size < 0.01 ? format("0E0", value) : number(value);
  }

  /** One decimal below 100: 4.8, 120. */
  static String rate(double value) {
    return Double.isNaN(value) ? UNKNOWN : format(value < 99.95 ? "0.0" : "#,##0", value);
  }

  /** 208 MB, 18.6 GB: powers of 1000, as on disks. */
  static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    double fine = unit >= 3 ? 99.95 : unit == 2 ? 9.95 : 0;
    return format(value < fine ? "0.#" : "0", value) + " " + BYTE_UNITS[unit];
  }

  /** "1 plane", "12 planes" */
  static String count(long number, String noun) {
    return integer((double) number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** "8 s", "4 min", "3 h", "2 d" */
  static String age(Duration age) {
    long s = Math.max(0, age.toMillis() / 1000);
    if (s < 100) {
      return s + " s";
    }
    if (s < 100 * 60) {
      return s / 60 + " min";
    }
    return s < 48 * 3600 ? s / 3600 + " h" : s / 86400 + " d";
  }

  /** "4:05", "1:02:09" */
  static String duration(Duration length) {
    long s = Math.max(0, length.toMillis() / 1000);
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  /** "14:03:12" where the microscope is. */
  static String clock(Instant at) {
    return CLOCK.format(at.atZone(ZoneId.systemDefault()));
  }

  /** OUT_OF_FOCUS becomes "out of focus". */
  static String flag(String wireName) {
    return wireName.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** "out of focus, saturated" */
  static String flags(List<String> wireNames) {
    List<String> words = new ArrayList<>();
    for (String name : wireNames) {
      words.add(flag(name));
    }
    return String.join(", ", words);
  }

  /** "out of focus (2), saturated (1)" */
  static String flags(Map<String, Integer> planesByFlag) {
    List<String> words = new ArrayList<>();
    planesByFlag.forEach(
        (name, planes) -> {
          if (planes > 0) {
            words.add(flag(name) + " (" + planes + ")");
          }
        });
    return String.join(", ", words);
  }

  /** 0 is "A", 26 is "AA". */
  static String rowLetters(int row) {
    String last = String.valueOf((char) ('A' + row % 26));
    return row < 26 ? last : (char) ('A' + row / 26 - 1) + last;
  }

  /** Text of others in HTML of ours. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static String sentence(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String format(String pattern, double value) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH))
        .format(value);
  }
}

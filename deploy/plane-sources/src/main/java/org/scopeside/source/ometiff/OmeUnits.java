package org.scopeside.source.ometiff;

import org.jspecify.annotations.Nullable;

/** Units of the OME model as factors; NaN for those that cannot be turned into ours. */
final class OmeUnits {
  private OmeUnits() {}

  /**
   * Micrometres in a unit of length. Positions default to the reference frame, which is no length.
   */
  static double lengthUm(@Nullable String unit, double fallback) {
    if (unit == null) {
      return fallback;
    }
    return switch (unit.strip()) {
      // The last two are what is left of µ after one decoding too many.
      case "\u00b5m", "\u03bcm", "um", "micron", "microns", "\ufffdm", "?m" -> 1;
      case "\u00c5" -> 1e-4;
      case "pm" -> 1e-6;
      case "nm" -> 1e-3;
      case "mm" -> 1e3;
      case "cm" -> 1e4;
      case "dm" -> 1e5;
      case "m" -> 1e6;
      case "thou" -> 25.4;
      case "in", "inch" -> 25_400;
      default -> Double.NaN;
    };
  }

  /** Milliseconds in a unit of time; the OME model's default is the second. */
  static double timeMs(@Nullable String unit) {
    if (unit == null) {
      return 1e3;
    }
    return switch (unit.strip()) {
      case "s", "sec" -> 1e3;
      case "ms", "msec" -> 1;
      case "\u00b5s", "\u03bcs", "us" -> 1e-3;
      case "ns" -> 1e-6;
      case "min" -> 6e4;
      case "h" -> 3.6e6;
      case "d" -> 8.64e7;
      default -> Double.NaN;
    };
  }

  /** The number; NaN where there is none. */
  static double number(@Nullable String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text.strip());
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  /** Null unless above 0 and finite, as a size must be. */
  static @Nullable Double positive(double value) {
    return value > 0 && Double.isFinite(value) ? (Double) value : null;
  }

  /** Null unless finite. */
  static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}

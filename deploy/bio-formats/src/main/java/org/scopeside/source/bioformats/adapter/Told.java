package org.scopeside.source.bioformats.adapter;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import ome.units.UNITS;
import ome.units.quantity.Length;
import ome.units.quantity.Time;
import ome.xml.model.primitives.NonNegativeInteger;
import ome.xml.model.primitives.PositiveInteger;
import ome.xml.model.primitives.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What metadata tell, in our units. A getter throws where an element above what it asks for is
 * missing, which means no more than that the file does not say.
 */
final class Told {
  private Told() {}

  static <T> @Nullable T orNull(Supplier<@Nullable T> getter) {
    try {
      return getter.get();
    } catch (RuntimeException absent) {
      return null;
    }
  }

  /** Text without blanks around it; null where there is none. */
  static @Nullable String text(Supplier<@Nullable String> getter) {
    String text = orNull(getter);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** A count or index; 0 where it is not told. */
  static int count(Supplier<@Nullable Integer> getter) {
    Integer count = orNull(getter);
    return count == null ? 0 : count;
  }

  static @Nullable Integer index(Supplier<@Nullable NonNegativeInteger> getter) {
    NonNegativeInteger index = orNull(getter);
    return index == null ? null : index.getValue();
  }

  static int size(Supplier<@Nullable PositiveInteger> getter) {
    PositiveInteger size = orNull(getter);
    return size == null ? 0 : size.getValue();
  }

  /** In µm; null where it is not told, or in pixels or another frame of reference. */
  static @Nullable Double micrometres(Supplier<@Nullable Length> getter) {
    return finite(
        () -> {
          Length length = getter.get();
          return length == null ? null : length.value(UNITS.MICROMETER);
        });
  }

  /** In µm, above 0. */
  static @Nullable Double positiveMicrometres(Supplier<@Nullable Length> getter) {
    Double length = micrometres(getter);
    return length == null || length <= 0 ? null : length;
  }

  /** In ms. */
  static @Nullable Double milliseconds(Supplier<@Nullable Time> getter) {
    return finite(
        () -> {
          Time time = getter.get();
          return time == null ? null : time.value(UNITS.MILLISECOND);
        });
  }

  private static @Nullable Double finite(Supplier<@Nullable Number> getter) {
    Number number = orNull(getter);
    return number == null || !Double.isFinite(number.doubleValue()) ? null : number.doubleValue();
  }

  /** A time without zone counts as one of UTC: only differences mean something. */
  static @Nullable Instant instant(Supplier<@Nullable Timestamp> getter) {
    Timestamp timestamp = orNull(getter);
    String text = timestamp == null ? null : timestamp.getValue();
    if (text == null) {
      return null;
    }
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException other) {
      return null;
    }
  }
}

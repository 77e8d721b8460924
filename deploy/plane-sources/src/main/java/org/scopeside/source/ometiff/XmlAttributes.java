package org.scopeside.source.ometiff;

import java.nio.file.Path;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/** The attributes of the element that a reader stands at, by their local names. */
final class XmlAttributes {
  private static final int MOST_TEXT = 1000;

  private final Path path;
  private final XMLStreamReader xml;

  XmlAttributes(Path path, XMLStreamReader xml) {
    this.path = path;
    this.xml = xml;
  }

  /** Null where there is none or it is empty; cut where it is absurdly long. */
  @Nullable String text(String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        String value = xml.getAttributeValue(i).strip();
        return value.isEmpty() ? null : value.substring(0, Math.min(value.length(), MOST_TEXT));
      }
    }
    return null;
  }

  String text(String name, String fallback) {
    String text = text(name);
    return text == null ? fallback : text;
  }

  /**
   * An integer in a range.
   *
   * @throws UnreadableImageException if it is none or out of range
   */
  int integer(String name, int fallback, int least, int most) throws UnreadableImageException {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return (int) value;
      }
    } catch (NumberFormatException notANumber) {
      // Told below with the range.
    }
    throw new UnreadableImageException(
        path,
        "OME-XML says %s %s=\"%s\", not from %d to %d"
            .formatted(xml.getLocalName(), name, text, least, most));
  }

  /** NaN where there is none. */
  double number(String name) {
    return OmeUnits.number(text(name));
  }

  /** In micrometres; NaN where it is not told or not in a unit of length. */
  double lengthUm(String name, double factorWithoutUnit) {
    return number(name) * OmeUnits.lengthUm(text(name + "Unit"), factorWithoutUnit);
  }

  /** In milliseconds; NaN where it is not told. */
  double timeMs(String name) {
    return number(name) * OmeUnits.timeMs(text(name + "Unit"));
  }

  boolean isTrue(String name) {
    return "true".equals(text(name));
  }
}

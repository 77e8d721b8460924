package org.scopeside.source.micromanager;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few members of a JSON object that matter, as text. Micro-Manager writes hundreds of device
 * properties of a frame; they pass by and are not kept.
 */
final class JsonScalars {
  private final Map<String, String> values;

  private JsonScalars(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads one object to its end. A member of Micro-Manager 2.0's property maps, {@code {"type":
   * "DOUBLE", "scalar": 0.5}}, counts as its scalar.
   *
   * @param parser at the object's start
   * @throws IOException if the text ends early or is no JSON
   */
  static JsonScalars read(JsonParser parser, Set<String> wanted) throws IOException {
    Map<String, String> values = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!wanted.contains(name)) {
        parser.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        String scalar = scalar(parser);
        if (scalar != null) {
          values.put(name, scalar);
        }
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        values.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return new JsonScalars(values);
  }

  private static @Nullable String scalar(JsonParser parser) throws IOException {
    String scalar = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("scalar");
      JsonToken value = parser.nextToken();
      if (wanted && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        scalar = parser.getText();
      }
      parser.skipChildren();
    }
    return scalar;
  }

  /** The first of these names that has a text; null where none has. */
  @Nullable String text(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  /** A number that is one; null else. */
  @Nullable Double number(String... names) {
    for (String name : names) {
      Double value = parse(values.get(name));
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Double parse(@Nullable String text) {
    try {
      double value = text == null ? Double.NaN : Double.parseDouble(text);
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}

package org.scopeside.source.ndtiff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The axes of an image, {@code {"channel": "DAPI", "time": 3}}: names of axes to values as text.
 */
record ImageAxes(Map<String, String> values) {
  private static final JsonFactory JSON = new JsonFactory();

  ImageAxes {
    values = Map.copyOf(values);
  }

  /** Null where the text is no JSON object of numbers and texts. */
  static @Nullable ImageAxes parse(String json) {
    Map<String, String> values = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String axis = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
          return null;
        }
        values.put(axis, parser.getText());
      }
      return new ImageAxes(values);
    } catch (IOException noJson) {
      return null;
    }
  }

  /** The axis as a whole number; 0 where it is absent; null where it is none. */
  @Nullable Long number(String axis) {
    try {
      return Long.parseLong(values.getOrDefault(axis, "0"));
    } catch (NumberFormatException name) {
      return null;
    }
  }

  /** The axis as text; "0" where it is absent. */
  String token(String axis) {
    return values.getOrDefault(axis, "0");
  }
}

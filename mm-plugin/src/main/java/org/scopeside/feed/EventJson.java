package org.scopeside.feed;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.MalformedRecordException.Reason;

/**
 * JSON bodies to the trees the contract reads: maps, lists, text, booleans, Long for whole numbers
 * and Double for others. A member that stands twice is refused, as is anything after the value.
 */
final class EventJson {
  private static final int DEEPEST = 20;

  private EventJson() {}

  /**
   * The object of a body in UTF-8.
   *
   * @throws MalformedRecordException {@link Reason#INVALID_JSON} with the parser's words and place
   */
  static Map<String, Object> read(byte[] body) throws MalformedRecordException {
    Reader text = new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
    try (JsonReader json = new JsonReader(text)) {
      json.setStrictness(Strictness.STRICT);
      json.setNestingLimit(DEEPEST);
      Map<String, Object> tree = object(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("something follows the object");
      }
      return tree;
    } catch (IOException | IllegalStateException | NumberFormatException | JsonParseException e) {
      throw new MalformedRecordException(
          Reason.INVALID_JSON, "body of " + body.length + " bytes: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> object(JsonReader json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (members.containsKey(name)) {
        throw new MalformedJsonException("member '" + name + "' stands twice");
      }
      members.put(name, value(json));
    }
    json.endObject();
    return members;
  }

  private static List<@Nullable Object> array(JsonReader json) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      items.add(value(json));
    }
    json.endArray();
    return items;
  }

  private static @Nullable Object value(JsonReader json) throws IOException {
    switch (json.peek()) {
      case BEGIN_OBJECT:
        return object(json);
      case BEGIN_ARRAY:
        return array(json);
      case STRING:
        return json.nextString();
      case BOOLEAN:
        return json.nextBoolean();
      case NUMBER:
        return number(json.nextString());
      default:
        json.nextNull();
        return null;
    }
  }

  private static Number number(String text) {
    boolean whole = text.length() < 19;
    for (int i = 0; i < text.length() && whole; i++) {
      char c = text.charAt(i);
      whole = (c >= '0' && c <= '9') || c == '-';
    }
    if (whole) {
      return Long.valueOf(text);
    }
    return Double.valueOf(text);
  }
}

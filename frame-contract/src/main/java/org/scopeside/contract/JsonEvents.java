package org.scopeside.contract;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Headers of the events with a JSON body, and the check a reader makes before it parses one.
 *
 * <p>The body itself is read and written by whatever JSON library the program has, from and to the
 * trees of {@code toJson} and {@code fromJson}.
 */
public final class JsonEvents {
  private JsonEvents() {}

  /**
   * CloudEvents attributes of an event.
   *
   * @param key the record's key, which is also the subject
   * @param source URI reference of the program that says so
   */
  public static Map<String, String> headers(EventType type, String key, String source, Instant at) {
    String id = type.wireName() + "/" + key + "/" + at;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(PlaneHeaders.SPEC_VERSION, "1.0");
    headers.put(
        PlaneHeaders.ID,
        UUID.nameUUIDFromBytes(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString());
    headers.put("ce_source", source);
    headers.put(PlaneHeaders.TYPE, type.wireName());
    headers.put("ce_subject", key);
    headers.put("ce_time", at.toString());
    headers.put("content-type", "application/json");
    return headers;
  }

  /**
   * The type of a record on one of the JSON topics.
   *
   * @throws MalformedRecordException if it is none of ours or of a version this reader does not
   *     know
   */
  public static EventType type(Map<String, String> headers) throws MalformedRecordException {
    HeaderReader reader = new HeaderReader(headers);
    String specVersion = reader.text(PlaneHeaders.SPEC_VERSION);
    if (specVersion != null) {
      PlaneHeaders.requireSpecVersion(specVersion);
    }
    return EventType.of(reader.requiredText(PlaneHeaders.TYPE));
  }
}

package org.scopeside.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record as the contract sees it: a key, text headers in the order written, and a value.
 * Adapting it to a Kafka client is copying those three; headers are UTF-8.
 *
 * <p>The value is owned by whoever made the record and must not be changed after.
 */
public final class WireRecord {
  private final String key;
  private final Map<String, String> headers;
  private final byte[] value;

  public WireRecord(String key, Map<String, String> headers, byte[] value) {
    this.key = key;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.value = value;
  }

  /** This record with one header more; the value is shared. */
  public WireRecord withHeader(String name, String text) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, text);
    return new WireRecord(key, more, value);
  }

  public String key() {
    return key;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] value() {
    return value;
  }
}
